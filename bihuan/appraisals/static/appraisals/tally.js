/* What an opening comes to, shown to the tellers before anything is sent: counts, no scores, no places. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const { element } = ballot;

  ballot.sayAlso({
    tally_item: "项目",
    tally_valid: "有效",
    tally_invalid: "无效",
    tally_nobody: "未推荐",
    tally_other: "另写：{name}",
    tally_few: "不足 5 人，不公布",
  });

  /** How often each published answer of an item was given. */
  function countsOf(opened) {
    const counts = new Map();
    for (const answer of opened.cells.flatMap((cell) => cell.answers)) {
      counts.set(answer, (counts.get(answer) || 0) + 1);
    }
    return counts;
  }

  const POST = { y: "yes", n: "no", a: "abstain" };

  function labelOfPost(item, answer) {
    const choice = ballot.say(POST[answer.slice(-1)]);
    return `${item.candidates[Number(answer.slice(0, -1)) - 1]} ${choice}`;
  }

  function labelOf(paper, item, answer) {
    if (answer === "-") return ballot.say("tally_nobody");
    if (answer.startsWith("=")) return ballot.say("tally_other", { name: answer.slice(1) });
    if (item.form === "post") return labelOfPost(item, answer);
    if (item.form === "names") return item.candidates[Number(answer) - 1];
    return answer === "0" ? ballot.say("abstain") : paper.scales[item.scale][Number(answer) - 1].label;
  }

  // In the paper's order; what was written in by name. Never by how often it was given.
  function inOrder(item, counts) {
    const options = item.form === "grade" ? 9 : item.candidates.length;
    const known = Array.from({ length: options }, (_, at) => String(at + 1));
    const listed = item.form === "post" ? known.flatMap((number) => ["y", "n", "a"].map((c) => number + c)) : known;
    const others = [...counts.keys()].filter((answer) => answer.startsWith("=")).sort();
    return [...listed, "0", ...others, "-"].filter((answer) => counts.has(answer));
  }

  function drawRow(paper, item, opened) {
    const counts = countsOf(opened);
    const sum = (name) => String(opened.cells.reduce((all, cell) => all + cell[name], 0));
    const shown = inOrder(item, counts).map((answer) =>
      element("span", { class: "bb-count" }, `${labelOf(paper, item, answer)} ${counts.get(answer)}`),
    );
    const few = opened.cells.some((cell) => cell.suppressed) ? [ballot.say("tally_few")] : [];
    const label = [item.subject, item.question].filter(Boolean).join("：");
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, label),
      element("td", { class: "bh-number" }, sum("ballots")),
      element("td", { class: "bh-number" }, sum("invalid")),
      element("td", {}, ...shown, ...few),
    );
  }

  /** Draw the counts of an opening as a table. */
  function drawTally(paper, opening) {
    const heads = ["tally_item", "tally_valid", "tally_invalid"].map((code) =>
      element("th", { scope: "col" }, ballot.say(code)),
    );
    const items = new Map(paper.items.map((item) => [item.number, item]));
    return element(
      "table",
      { class: "table bb-tally" },
      element("thead", {}, element("tr", {}, ...heads, element("td", {}))),
      element("tbody", {}, ...opening.items.map((opened) => drawRow(paper, items.get(opened.item), opened))),
    );
  }

  Object.assign(ballot, { drawTally });
})();
