/* Slips, ballots, receipts and the tags of paper ballots, as docs/explanation/secret-ballots.md has them.
   `poll` is the 16 bytes of the poll's id; a slip is its 16 signs. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const SLIP = 16;

  /** Draw a new slip. */
  function makeSlip() {
    const signs = ballot.drawSigns(SLIP - 1);
    return signs + ballot.checkSign(signs);
  }

  /** Read a slip from what was typed, or from the address behind its QR code; BallotError if it is none. */
  function readSlip(typed) {
    const signs = ballot.readSigns(typed.slice(typed.indexOf("#") + 1));
    if (signs === "") throw new ballot.BallotError("slip_empty");
    if (signs.length !== SLIP) throw new ballot.BallotError("slip_length", { count: signs.length });
    if (ballot.checkSign(signs.slice(0, -1)) !== signs.slice(-1)) throw new ballot.BallotError("slip_wrong");
    return signs;
  }

  /** What goes with a ballot. */
  const credentialOf = (poll, slip) => ballot.hash("slip", poll, ballot.utf8(slip));
  /** What the server keeps of a credential. */
  const keptOf = (credential) => ballot.hash("kept", credential);
  /** The key under which what is not yet sent stays on the device. */
  const draftKeyOf = (poll, slip) => ballot.hash("draft", poll, ballot.utf8(slip));
  /** The digest of a paper's text, exactly as the server gives it. */
  const paperDigestOf = (text) => ballot.hash("paper", ballot.utf8(text));

  /** The items that a group votes on, in the paper's order. */
  const itemsOf = (paper, group) => paper.items.filter((item) => item.groups.includes(group));

  /** Read a paper's text: its text, digest and what it says. */
  function readPaper(text) {
    return { text, digest: paperDigestOf(text), ...JSON.parse(text) };
  }

  /** Seal one answer's text. */
  function sealedAnswer(paper, publicKey, group, item, text) {
    return self.sodium.crypto_box_seal(ballot.laidOut(paper, paper.digest, group, item, text), publicKey);
  }

  /** Seal a ballot: `answers` gives by the item's number the answer to every item of the group. */
  function sealedBallot(paper, publicKey, group, answers) {
    const sealed = itemsOf(paper, group).map((item) =>
      sealedAnswer(paper, publicKey, group, item, ballot.writeAnswer(paper, item, answers.get(item.number))),
    );
    return ballot.joined(sealed);
  }

  /** The receipt of a ballot: 16 signs. */
  const receiptOf = (sealed) => ballot.toSigns(ballot.hash("receipt", sealed).subarray(0, 10));

  /** The tags of a paper ballot, 16 bytes for each item of the group: two entries alike have the same. */
  function paperTags(poll, slip, paper, group, answers) {
    const key = ballot.hash("papertags", poll, ballot.utf8(slip));
    const tags = itemsOf(paper, group).map((item) => {
      const text = ballot.writeAnswer(paper, item, answers.get(item.number));
      return ballot.hash("tag", key, ballot.number(item.number, 2), ballot.utf8(text)).subarray(0, 16);
    });
    return ballot.joined(tags);
  }

  const NONCE = 24;

  /** Encrypt a draft (any JSON value) for the device. */
  function lockedDraft(key, draft) {
    const nonce = ballot.randomBytes(NONCE);
    const plain = ballot.utf8(JSON.stringify(draft));
    return ballot.toHex(ballot.joined([nonce, self.sodium.crypto_secretbox_easy(plain, nonce, key)]));
  }

  /** Open a draft of the device; null where it is another slip's, or damaged. */
  function openedDraft(key, locked) {
    try {
      const bytes = ballot.fromHex(locked);
      const nonce = bytes.subarray(0, NONCE);
      const plain = self.sodium.crypto_secretbox_open_easy(bytes.subarray(NONCE), nonce, key);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch (error) {
      return null; // libsodium says no more than that it did not open
    }
  }

  Object.assign(ballot, {
    makeSlip, readSlip, credentialOf, keptOf, draftKeyOf, paperDigestOf, readPaper, itemsOf,
    sealedAnswer, sealedBallot, receiptOf, paperTags, lockedDraft, openedDraft,
  });
})();
