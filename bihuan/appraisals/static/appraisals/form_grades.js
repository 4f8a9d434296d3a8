/* Items with grades: persons by questions as a table (cards on a phone), or one question after another. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const { element } = ballot;
  const MOST_COLUMNS = 8;

  ballot.sayAlso({
    abstain: "弃权",
    invalid: "无效",
    all_alike: "整人同档",
    all_alike_of: "{subject}：各项同一档",
    cap: "“{question}”最高等次“{grade}”最多 {cap} 个，现在是 {count} 个：请改去 {over} 个。",
  });

  const labelOf = (item) => [item.subject, item.question].filter(Boolean).join("：");

  function optionsOf(paper, item) {
    const scale = paper.scales[item.scale].map(({ label }, at) => (
      { value: String(at + 1), label, digit: String(at + 1) }
    ));
    const invalid = paper.isOnPaper ? [{ value: "x", label: ballot.say("invalid"), digit: "*" }] : [];
    return [...scale, { value: "0", label: ballot.say("abstain"), digit: "0" }, ...invalid];
  }

  const drawItem = (paper, item) =>
    ballot.drawPlace(String(item.number), labelOf(item), optionsOf(paper, item));

  /** Group items by subject, in the order in which the subjects come first. */
  function bySubject(items) {
    const subjects = new Map();
    for (const item of items) {
      const key = `${item.part || ""}\n${item.subject || ""}`;
      if (!subjects.has(key)) subjects.set(key, []);
      subjects.get(key).push(item);
    }
    return [...subjects.values()];
  }

  // One grade for all questions of one person; never for all persons.
  function drawAlike(paper, items) {
    const scales = new Set(items.map((item) => item.scale));
    if (items.length < 2 || scales.size > 1) return "";
    const label = ballot.say("all_alike_of", { subject: items[0].subject || "" });
    const first = element("option", { value: "" }, ballot.say("all_alike"));
    const grades = optionsOf(paper, items[0]).map(({ value, label: shown }) => element("option", { value }, shown));
    return element("select", { class: "bb-alike", "aria-label": label, "data-alike": true }, first, ...grades);
  }

  function drawRow(paper, items, questions) {
    const own = new Map(items.map((item) => [item.question, item]));
    const part = items[0].part ? element("small", {}, items[0].part) : "";
    const name = element("span", { class: "bb-name" }, items[0].subject);
    const head = element("th", { scope: "row", role: "rowheader" }, name, part, drawAlike(paper, items));
    const cells = questions.map((question) => {
      const item = own.get(question);
      return item
        ? element("td", { role: "cell", "data-question": question }, drawItem(paper, item))
        : element("td", { role: "cell" });
    });
    return element("tr", { class: "bb-row", role: "row", "data-subject": true }, head, ...cells);
  }

  // Its rows are laid out as grids, so that those out of sight cost nothing; hence the roles.
  function drawTable(paper, subjects, questions) {
    const heads = questions.map((question) => element("th", { scope: "col", role: "columnheader" }, question));
    const head = element("tr", { class: "bb-heads", role: "row" }, element("td", { role: "cell" }), ...heads);
    const rows = subjects.map((items) => drawRow(paper, items, questions));
    return element(
      "table",
      { class: "bb-table", role: "table", "aria-label": paper.title },
      element("thead", { role: "rowgroup" }, head),
      element("tbody", { role: "rowgroup" }, ...rows),
    );
  }

  function drawList(paper, items, alike) {
    const title = items[0].subject ? [element("h3", { class: "bb-subject" }, items[0].subject)] : [];
    const rows = items.map((item) =>
      element("div", { class: "bb-question" }, element("p", { class: "bb-text" }, item.question), drawItem(paper, item)),
    );
    return element("section", { class: "bb-list", "data-subject": true }, ...title, alike, ...rows);
  }

  /** Draw the items with grades. */
  function drawGrades(paper, items) {
    const subjects = bySubject(items);
    const questions = [...new Set(items.map((item) => item.question))];
    const isTable = subjects.length > 1 && questions.length <= MOST_COLUMNS;
    if (isTable) return [drawTable(paper, subjects, questions)];
    // Where there is but one subject, alike would be the whole ballot with one click.
    return subjects.map((own) => drawList(paper, own, subjects.length > 1 ? drawAlike(paper, own) : ""));
  }

  /** Choose one grade at every place of the person beside whose name it was chosen. */
  function chooseAlike(select) {
    const places = select.closest("[data-subject]").querySelectorAll("[data-place]");
    places.forEach((place) => ballot.chooseAt(place, select.value));
    select.value = "";
  }

  /** Sentences on questions whose best grade was given more often than the paper allows. */
  function overCaps(paper, items, gradeOf) {
    const counts = new Map();
    for (const item of items.filter(({ cap }) => cap)) {
      const key = item.question;
      const entry = counts.get(key) || { item, count: 0 };
      entry.count += gradeOf(item) === 1 ? 1 : 0;
      counts.set(key, entry);
    }
    return [...counts.values()]
      .filter(({ item, count }) => count > item.cap)
      .map(({ item, count }) => {
        const grade = paper.scales[item.scale][0].label;
        const over = count - item.cap;
        return ballot.say("cap", { question: item.question, grade, cap: item.cap, count, over });
      });
  }

  Object.assign(ballot, { drawGrades, chooseAlike, overCaps });
})();
