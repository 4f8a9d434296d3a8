/* The voter's page: slip, ballot, receipt. Nothing here ever sends a cookie or says from where it came. */
(function () {
  "use strict";
  const ballot = self.BihuanBallot;
  const root = document.getElementById("ballot");
  if (!root) return;
  const { found, showStep, tell, saying } = ballot;
  const WAITS = [1500, 4000]; // milliseconds before it is sent again by itself

  ballot.sayAlso({
    paper_slip: "这是纸质票的票证，不能在网上投：请在纸质票上填写，投入票箱。",
    paper_other: "服务器给的票面不是这次投票的：请重新扫描票证上的二维码；若仍如此，请告诉工作人员。",
    progress: "已填 {filled}/{all}",
    open_places: "还有 {count} 处没有填，投出后按弃权计。",
    all_filled: "全部填好了，可以投票。",
    receipt_other: "服务器给的回执与本机算出的不同，这张票可能没有原样收下：请再投一次；若仍如此，请告诉工作人员。",
    sending: "正在投出，请不要关闭本页……",
    sending_again: "网络不稳，正在再送一次（第 {count} 次）……",
    not_sent: "网络不通，还不知道选票是否送到：请不要关闭本页，网络好了再按“再送一次”。多送不会重复计票。",
  });

  const poll = ballot.fromHex(root.dataset.poll);
  const publicKey = ballot.fromHex(root.dataset.publicKey);
  let held = null; // { credential, paper, group, form, draft, sealed }

  // The slip leaves the address at once: before anything is shown, and out of the browser's history.
  function slipOfAddress() {
    const given = decodeURIComponent(self.location.hash.slice(1));
    if (given) self.history.replaceState(null, "", self.location.pathname + self.location.search);
    return given;
  }

  function refresh() {
    const { filled, all } = held.form.progress();
    found(root, "progress").textContent = ballot.say("progress", { filled, all });
    const faults = held.form.faults();
    found(root, "faults").replaceChildren(...faults.map((said) => ballot.element("li", {}, said)));
    found(root, "faults").hidden = !faults.length;
    found(root, "next").disabled = filled === all;
    return faults;
  }

  function changed() {
    held.sealed = null; // what was sealed is no longer what is chosen
    held.draft.keep(held.form.state());
    refresh();
  }

  async function openSlip(typed) {
    tell(root, "");
    await ballot.ready;
    const slip = ballot.readSlip(typed);
    const credential = ballot.credentialOf(poll, slip);
    const given = await ballot.postUnnamed(root.dataset.paperUrl, credential);
    if (given.is_paper) throw new ballot.BallotError("paper_slip");
    const paper = ballot.readPaper(given.paper);
    if (paper.poll !== root.dataset.poll) throw new ballot.BallotError("paper_other");
    const draft = ballot.draftOf(poll, slip);
    held = { credential, paper, group: given.group, draft, sealed: null };
    held.form = ballot.drawForm(found(root, "form"), paper, given.group, changed);
    const before = draft.read();
    if (before) held.form.restore(before);
    const group = paper.groups.find(({ number }) => number === given.group);
    found(root, "title").textContent = paper.title;
    found(root, "group").textContent = group ? group.label : "";
    found(root, "again").hidden = !given.has_ballot;
    found(root, "restored").hidden = !before;
    refresh();
    found(root, "slip").value = ""; // nor may it come back with what a browser restores
    showStep(root, "paper");
  }

  /** Ask once more before casting where something is open; what is too much has to be changed first. */
  function askToCast() {
    tell(root, "");
    const faults = refresh();
    if (faults.length) {
      tell(root, faults[0]);
      return;
    }
    sealed(); // what does not fit is said while it can still be changed
    const { filled, all } = held.form.progress();
    const said = filled < all ? ["open_places", { count: all - filled }] : ["all_filled"];
    found(root, "sure").textContent = ballot.say(...said);
    found(root, "back-to-open").hidden = filled === all;
    showStep(root, "sure");
  }

  // Sealed once: whoever sees the same ballot sent twice learns nothing from a difference.
  function sealed() {
    if (!held.sealed) {
      held.sealed = ballot.sealedBallot(held.paper, publicKey, held.group, held.form.answers());
    }
    return held.sealed;
  }

  const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

  async function sent(bytes) {
    for (let tried = 0; ; tried += 1) {
      try {
        return await ballot.postUnnamed(root.dataset.ballotsUrl, bytes);
      } catch (error) {
        const isPassing = error.code === "network" || error.status >= 500;
        if (!isPassing) throw error;
        if (tried === WAITS.length) throw new ballot.BallotError("not_sent");
        found(root, "sending").textContent = ballot.say("sending_again", { count: tried + 2 });
        await wait(WAITS[tried]);
      }
    }
  }

  async function cast() {
    tell(root, "");
    const bytes = sealed();
    found(root, "sending").textContent = ballot.say("sending");
    showStep(root, "sending");
    const { receipt } = await sent(ballot.joined([held.credential, bytes]));
    const own = ballot.receiptOf(bytes);
    if (ballot.readSigns(receipt) !== own) throw new ballot.BallotError("receipt_other");
    held.draft.forget();
    found(root, "receipt").textContent = ballot.inFours(own);
    forget();
    showStep(root, "receipt");
  }

  async function castOrSay() {
    const isCast = await saying(root, async () => {
      await cast();
      return true;
    });
    if (isCast) return;
    found(root, "cast-now").textContent = found(root, "cast-now").dataset.sendAgain;
    if (held) showStep(root, "sure");
  }

  function forget() {
    held = null;
    found(root, "form").replaceChildren();
    found(root, "slip").value = "";
  }

  /** For the next voter at the same device: nothing of this one is left, in memory neither. */
  function handOn() {
    forget();
    found(root, "receipt").textContent = "";
    self.location.replace(self.location.pathname + self.location.search);
  }

  function openOrSay(typed) {
    found(root, "slip").value = typed;
    return saying(root, () => openSlip(typed));
  }

  found(root, "slip-form").addEventListener("submit", (event) => {
    event.preventDefault();
    openOrSay(found(root, "slip").value);
  });
  found(root, "next").addEventListener("click", () => held.form.goToOpen());
  found(root, "cast").addEventListener("click", () => saying(root, async () => askToCast()));
  found(root, "back-to-open").addEventListener("click", () => {
    showStep(root, "paper");
    held.form.goToOpen();
  });
  found(root, "back").addEventListener("click", () => showStep(root, "paper"));
  found(root, "cast-now").addEventListener("click", castOrSay);
  root.querySelectorAll("[data-hand-on]").forEach((button) => button.addEventListener("click", handOn));
  // Another slip scanned into the same page.
  self.addEventListener("hashchange", () => {
    const typed = slipOfAddress();
    if (typed) openOrSay(typed);
  });

  const scanned = slipOfAddress();
  showStep(root, "slip");
  if (scanned) openOrSay(scanned);
})();
