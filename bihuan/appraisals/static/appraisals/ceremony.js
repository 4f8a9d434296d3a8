/* The ceremony (密钥制作): the key is made here, each teller gets their share alone, enough of them type
   theirs back and open a test answer, and only then are public key and commitments sent by the form. */
(function () {
  "use strict";
  const ballot = self.BihuanBallot;
  const root = document.getElementById("ceremony");
  if (!root) return;
  const { found, showStep, tell, saying } = ballot;
  const FEWEST = 2;

  ballot.sayAlso({
    tellers_few: "监票人至少 2 位，现在填了 {count} 位：请补填监票人。",
    needed_wrong: "开票须到场的监票人应为 2 到 {count} 位：请改正。",
    above_missing: "监票人中至少有一位来自上级：请另请一位，或勾选“来自上级”。",
    may_be_lost: "按现在的设定，最多可以丢 {count} 份密钥单。",
    none_may_be_lost: "按现在的设定，一份密钥单也不能丢。",
    share_of: "{label}（第 {number} 位，共 {count} 位）",
    test_failed: "输入的密钥没有打开测试答案：请从头重新制作密钥，已发的密钥单全部收回销毁。",
    not_sent_yet: "密钥还没有送出，离开本页后已发的密钥单作废。",
  });

  const poll = ballot.fromHex(root.dataset.poll);
  const form = found(root, "key-form");
  let key = null; // { publicKey, shares, tellers, needed, at }

  /** The rows of the form that name a teller. */
  function tellersOf() {
    const rows = Array.from(form.querySelectorAll("[data-teller]"));
    return rows.filter((row) => found(row, "teller-label").value.trim());
  }

  /** Say how many shares may be lost, before anything is made. */
  function sayRisk() {
    const place = found(root, "may-be-lost");
    if (!place) return;
    const count = Math.max(tellersOf().length - Number(found(form, "needed").value), 0);
    place.textContent = ballot.say(count ? "may_be_lost" : "none_may_be_lost", { count });
  }

  /** Whether nobody is from the level above, where the form asks. */
  function isAboveMissing(tellers) {
    const ticks = tellers.map((row) => found(row, "teller-above")).filter(Boolean);
    return ticks.length > 0 && !ticks.some((tick) => tick.checked);
  }

  async function make() {
    tell(root, "");
    if (!form.reportValidity()) return;
    await ballot.ready;
    const tellers = tellersOf();
    const needed = Number(found(form, "needed").value);
    const count = tellers.length;
    if (count < FEWEST) throw new ballot.BallotError("tellers_few", { count });
    if (!(needed >= FEWEST && needed <= count)) throw new ballot.BallotError("needed_wrong", { count });
    if (isAboveMissing(tellers)) throw new ballot.BallotError("above_missing");
    const { publicKey, secretKey } = ballot.makeKey();
    const shares = await ballot.shareKey(secretKey, count, needed);
    const proofKept = ballot.toHex(ballot.proofKeptOf(ballot.proofOf(poll, secretKey)));
    secretKey.fill(0); // from here on nobody has it: only enough tellers together
    const commitments = shares.map((share) => ballot.toHex(ballot.commitmentOf(poll, share)));
    key = { publicKey, proofKept, shares, commitments, tellers, needed, at: 0 };
    begin();
  }

  const labelOf = (row) => found(row, "teller-label").value.trim();

  /** Ask the next teller to come; their share stays hidden until they say so. */
  function begin() {
    const { at, tellers } = key;
    const values = { label: labelOf(tellers[at]), number: at + 1, count: tellers.length };
    found(root, "share-of").textContent = ballot.say("share_of", values);
    found(root, "share-lines").replaceChildren();
    found(root, "share-sheet").hidden = true;
    found(root, "show-share").hidden = false;
    found(root, "print-share").disabled = found(root, "next-share").disabled = true;
    showStep(root, "share");
  }

  function show() {
    const lines = ballot.shareLines(key.shares[key.at]);
    found(root, "share-lines").replaceChildren(
      ...lines.map((line) => ballot.element("li", {}, ballot.inFours(line))),
    );
    found(root, "share-sheet").hidden = false;
    found(root, "show-share").hidden = true;
    found(root, "print-share").disabled = found(root, "next-share").disabled = false;
  }

  function next() {
    found(root, "share-lines").replaceChildren();
    key.shares[key.at].fill(0);
    key.at += 1;
    if (key.at < key.tellers.length) begin();
    else check();
  }

  /** Seal a test answer, let tellers open it with what they hold, then let the form be sent. */
  async function check() {
    showStep(root, "check");
    const secretKey = await ballot.askShares({
      container: found(root, "shares"), poll, publicKey: key.publicKey, needed: key.needed,
      commitments: key.commitments, labels: key.tellers.map(labelOf), tell: (said) => tell(root, said),
    });
    const answer = ballot.randomBytes(16);
    const sealed = self.sodium.crypto_box_seal(answer, key.publicKey);
    const opened = self.sodium.crypto_box_seal_open(sealed, key.publicKey, secretKey);
    secretKey.fill(0);
    if (!ballot.isSame(opened, answer)) throw new ballot.BallotError("test_failed");
    form.elements.public_key.value = ballot.toHex(key.publicKey);
    form.elements.proof_kept.value = key.proofKept;
    key.tellers.forEach((row, at) => {
      found(row, "commitment").value = key.commitments[at];
    });
    showStep(root, "send");
  }

  found(root, "make").addEventListener("click", () => saying(root, make));
  found(root, "show-share").addEventListener("click", show);
  found(root, "print-share").addEventListener("click", () => self.print());
  found(root, "next-share").addEventListener("click", () => saying(root, async () => next()));
  form.addEventListener("input", sayRisk);
  // Enter in a field would send a form without a key.
  form.addEventListener("submit", (event) => {
    if (form.elements.public_key.value) key = null;
    else event.preventDefault();
  });
  self.addEventListener("beforeunload", (event) => {
    if (!key) return;
    event.preventDefault();
    event.returnValue = ballot.say("not_sent_yet");
  });
  // Fields that are not wanted become so as soon as their teller is named.
  form.addEventListener("input", () => {
    form.querySelectorAll("[data-teller-unit]").forEach((unit) => {
      unit.required = Boolean(found(unit.closest("[data-teller]"), "teller-label").value.trim());
    });
  });
  showStep(root, "tellers");
})();
