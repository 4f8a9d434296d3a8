/* The opening key among tellers: shares, their text of four lines, their commitments. Loaded after
   shamir-secret-sharing, from whose CommonJS it takes the two functions. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const { split, combine } = self.exports;
  delete self.exports;
  delete self.require;
  const SHARE = 33;
  const CHECK = 4;
  const LINES = 4;
  const LINE = 16;

  const shareCheck = (share) => ballot.hash("sharecheck", share).subarray(0, CHECK);

  /** Make the key pair of a poll: `publicKey` and `secretKey`, 32 bytes each. */
  function makeKey() {
    const pair = self.sodium.crypto_box_keypair();
    return { publicKey: pair.publicKey, secretKey: pair.privateKey };
  }

  /** Share a secret key among n tellers so that m open; resolves to n shares of 33 bytes. */
  const shareKey = (secretKey, n, m) => split(secretKey, n, m);

  /** Make the secret key from shares; rejects with BallotError unless it is that of the public key. */
  async function joinShares(shares, publicKey) {
    if (shares.length < 2) throw new ballot.BallotError("key_wrong");
    const places = new Set(shares.map((share) => share[SHARE - 1]));
    if (places.size !== shares.length) throw new ballot.BallotError("share_twice");
    const secretKey = await combine(shares);
    if (!ballot.isSame(self.sodium.crypto_scalarmult_base(secretKey), publicKey)) {
      throw new ballot.BallotError("key_wrong");
    }
    return secretKey;
  }

  /** H(share; poll ‖ share). */
  const commitmentOf = (poll, share) => ballot.hash("share", poll, share);

  /** What shows the server that one had the key, without the key; and what it keeps of that. */
  const proofOf = (poll, secretKey) => ballot.hash("proof", poll, secretKey);
  const proofKeptOf = (proof) => ballot.hash("proofkept", proof);

  /** Write a share as four lines of 16 signs. */
  function shareLines(share) {
    const signs = ballot.toSigns(ballot.joined([share, shareCheck(share)]));
    return Array.from({ length: LINES }, (_, at) => {
      const line = signs.slice(at * (LINE - 1), (at + 1) * (LINE - 1));
      return line + ballot.checkSign(line);
    });
  }

  /** Read one line of a share, counted from 1; BallotError names it where it is mistyped. */
  function readShareLine(typed, line) {
    const signs = ballot.readSigns(typed);
    if (signs.length !== LINE) throw new ballot.BallotError("line_length", { line, count: signs.length });
    if (ballot.checkSign(signs.slice(0, -1)) !== signs.slice(-1)) {
      throw new ballot.BallotError("line_wrong", { line });
    }
    return signs;
  }

  /** Read a share from its four lines (an array, or a text of lines); BallotError says what is wrong. */
  function readShare(typed) {
    const all = Array.isArray(typed) ? typed : typed.split("\n");
    const lines = all.filter((line) => ballot.readSigns(line) !== "");
    if (lines.length !== LINES) throw new ballot.BallotError("share_lines", { count: lines.length });
    const signs = lines.map((line, at) => readShareLine(line, at + 1).slice(0, -1)).join("");
    const bytes = ballot.fromSigns(signs, SHARE + CHECK);
    const share = bytes && bytes.slice(0, SHARE);
    const isWhole = share && share[SHARE - 1] > 0 && ballot.isSame(shareCheck(share), bytes.subarray(SHARE));
    if (!isWhole) throw new ballot.BallotError("share_wrong");
    return share;
  }

  Object.assign(ballot, { 
    makeKey, shareKey, joinShares, commitmentOf, proofOf, proofKeptOf, shareLines, readShareLine, readShare,
  });
})();
