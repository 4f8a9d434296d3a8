/* Paper ballots (纸质票) typed in: slip, answers by digits, sent sealed with tags; what differs from the
   first typing is marked, and nothing of it is shown. */
(function () {
  "use strict";
  const ballot = self.BihuanBallot;
  const root = document.getElementById("entry");
  if (!root) return;
  const { found, showStep, tell, saying } = ballot;

  ballot.sayAlso({
    not_paper: "这张票证是网上投票用的，不能在这里录入：请核对票面上的票证号。",
    entry_first: "第一遍已录入：请另一位工作人员再录一遍。",
    entry_agreed: "两遍一致，这张票已经收下：请录下一张。",
    entry_differs: "有 {count} 处与第一遍不同，已经标出：请两位一起看纸质票，确认后由录错的一方改正。",
    entry_open: "还有 {count} 处没有填，按弃权录入；确实空白就再按一次“录入”。",
    entry_progress: "已填 {filled}/{all}",
  });

  const poll = ballot.fromHex(root.dataset.poll);
  const publicKey = ballot.fromHex(root.dataset.publicKey);
  let held = null; // { slip, credential, paper, group, form, isSure }

  function refresh() {
    const { filled, all } = held.form.progress();
    held.isSure = filled === all;
    found(root, "progress").textContent = ballot.say("entry_progress", { filled, all });
  }

  async function openSlip() {
    tell(root, "");
    await ballot.ready;
    const slip = ballot.readSlip(found(root, "slip").value);
    const credential = ballot.credentialOf(poll, slip);
    const given = await ballot.postFromOffice(root.dataset.paperUrl, credential);
    if (!given.is_paper) throw new ballot.BallotError("not_paper");
    const paper = { ...ballot.readPaper(given.paper), isOnPaper: true };
    held = { slip, credential, paper, group: given.group };
    held.form = ballot.drawForm(found(root, "form"), paper, given.group, refresh);
    const group = paper.groups.find(({ number }) => number === given.group);
    found(root, "group").textContent = group ? group.label : "";
    refresh();
    showStep(root, "answers");
    held.form.focus();
  }

  /** Seal and send what was typed; open places only after a second press. */
  async function send() {
    tell(root, "");
    const { slip, credential, paper, group, form, isSure } = held;
    const faults = form.faults();
    if (faults.length) {
      tell(root, faults[0]);
      return;
    }
    if (!isSure) {
      const { filled, all } = form.progress();
      held.isSure = true;
      tell(root, ballot.say("entry_open", { count: all - filled }));
      return;
    }
    const answers = form.answers();
    const tags = ballot.paperTags(poll, slip, paper, group, answers);
    const sealed = ballot.sealedBallot(paper, publicKey, group, answers);
    const answer = await ballot.postFromOffice(root.dataset.sendUrl, ballot.joined([credential, tags, sealed]));
    if (answer.state === "differs") {
      form.mark(answer.differing);
      tell(root, ballot.say("entry_differs", { count: answer.differing.length }));
      return;
    }
    begin();
    tell(root, ballot.say(answer.state === "agreed" ? "entry_agreed" : "entry_first"), true);
  }

  /** Forget the ballot and wait for the next slip. */
  function begin() {
    held = null;
    found(root, "form").replaceChildren();
    found(root, "slip").value = "";
    showStep(root, "slip");
  }

  function listen(name, act) {
    found(root, name).addEventListener("submit", (event) => {
      event.preventDefault();
      saying(root, act);
    });
  }
  listen("slip-form", openSlip);
  listen("entry-form", send);
  found(root, "other").addEventListener("click", () => {
    tell(root, "");
    begin();
  });
  begin();
})();
