/* Items where persons are recommended (ticks) or elected to a post (yes, no, abstention), with names
   written in. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const { element } = ballot;

  ballot.sayAlso({
    item_invalid: "本项无效（多选、涂改、字迹不清）",
    yes: "赞成",
    no: "不赞成",
    most: "最多推荐 {most} 人",
    seats: "应选 {seats} 人",
    other_name: "另写姓名",
    other_elected: "另选他人，写姓名",
    number_of: "{label} {number}",
    too_many_named: "“{question}”最多推荐 {most} 人，现在是 {count} 人：请去掉 {over} 人。",
    too_many_elected: "“{question}”应选 {most} 人，现在赞成和另选共 {count} 人：请改去 {over} 人。",
    too_many_written: "“{question}”最多另选 {most} 人，现在写了 {count} 人：请去掉 {over} 人。",
    name_twice: "“{question}”中“{name}”写了两次：请去掉一次。",
    name_listed: "“{question}”中另写的“{name}”已在名单上：请在名单上选，并去掉另写的。",
    name_bar: "“{question}”中另写的“{name}”里有竖线：请只写姓名。",
  });

  const mostWritten = (item) => (item.form === "post" ? item.write_ins : item.write_ins ? item.most : 0);

  function drawWritten(item) {
    const label = ballot.say(item.form === "post" ? "other_elected" : "other_name");
    const fields = Array.from({ length: mostWritten(item) }, (_, at) => {
      const named = ballot.say("number_of", { label, number: at + 1 });
      return element("input", {
        type: "text", class: "bb-written", maxlength: 40, autocomplete: "off", "aria-label": named,
        placeholder: label, "data-written": true, hidden: at > 0,
      });
    });
    return fields.length ? element("div", { class: "bb-writing" }, ...fields) : "";
  }

  /** Show one field more than is written in. */
  function showFields(section) {
    const fields = Array.from(section.querySelectorAll("[data-written]"));
    const last = fields.reduce((found, field, at) => (field.value.trim() ? at : found), -1);
    fields.forEach((field, at) => {
      field.hidden = at > last + 1;
    });
  }

  // Only where a paper ballot is typed in: on paper one can do what the page does not let one do.
  function drawInvalid(isOnPaper) {
    if (!isOnPaper) return "";
    const input = element("input", { type: "checkbox", "data-invalid": true });
    return element("label", { class: "bb-tick" }, input, element("span", {}, ballot.say("item_invalid")));
  }

  function section(item, isOnPaper, rule, ...content) {
    return element(
      "section",
      { class: "bb-choices", "data-choices": item.number },
      element("h3", { class: "bb-subject" }, item.question, element("small", {}, rule)),
      ...content,
      drawWritten(item),
      drawInvalid(isOnPaper),
    );
  }

  function drawNames(item, isOnPaper) {
    const ticks = item.candidates.map((candidate, at) => {
      const input = element("input", { type: "checkbox", value: at + 1, "data-tick": true });
      return element("label", { class: "bb-tick" }, input, element("span", {}, candidate));
    });
    const list = element("div", { class: "bb-ticks", role: "group", "aria-label": item.question }, ...ticks);
    return section(item, isOnPaper, ballot.say("most", item), list);
  }

  const CHOICES = [["y", "yes", "1"], ["n", "no", "2"], ["a", "abstain", "0"]];

  function drawPost(item, isOnPaper) {
    const options = CHOICES.map(([value, label, digit]) => ({ value, label: ballot.say(label), digit }));
    const rows = item.candidates.map((candidate, at) =>
      element(
        "div",
        { class: "bb-question is-short" },
        element("p", { class: "bb-text" }, candidate),
        ballot.drawPlace(`${item.number}.${at + 1}`, `${item.question}：${candidate}`, options),
      ),
    );
    return section(item, isOnPaper, ballot.say("seats", item), ...rows);
  }

  /** Draw an item where persons are chosen. */
  const drawChoices = (item, isOnPaper) => (item.form === "names" ? drawNames : drawPost)(item, isOnPaper);

  const sectionOf = (root, item) => root.querySelector(`[data-choices="${item.number}"]`);

  /** The names written in at an item, blanks around and within them made plain. */
  function writtenAt(root, item) {
    const fields = Array.from(sectionOf(root, item).querySelectorAll("[data-written]"));
    return fields.map((field) => field.value.normalize("NFC").replace(/[\s\p{C}]+/gu, " ").trim()).filter(Boolean);
  }

  function readNames(root, item) {
    const ticked = Array.from(sectionOf(root, item).querySelectorAll("[data-tick]:checked"));
    return { numbers: ticked.map((input) => Number(input.value)), written: writtenAt(root, item) };
  }

  function readPost(root, item) {
    const places = Array.from(sectionOf(root, item).querySelectorAll("[data-place]"));
    return { choices: places.map((place) => ballot.chosenAt(place) || "a").join(""), written: writtenAt(root, item) };
  }

  /** Read the answer to an item where persons are chosen; candidates without a choice are abstentions. */
  function readChoices(root, item) {
    const answer = item.form === "names" ? readNames(root, item) : readPost(root, item);
    return sectionOf(root, item).querySelector("[data-invalid]:checked") ? { ...answer, isInvalid: true } : answer;
  }

  /** Put an answer back into the page. */
  function putBack(root, item, ticked, written) {
    const own = sectionOf(root, item);
    own.querySelectorAll("[data-tick]").forEach((input) => {
      input.checked = ticked.includes(Number(input.value));
    });
    own.querySelectorAll("[data-written]").forEach((field, at) => {
      field.value = written[at] || "";
    });
    showFields(own);
  }

  function tooMany(code, item, most, count) {
    const values = { question: item.question, most, count, over: count - most };
    return count > most ? [ballot.say(code, values)] : [];
  }

  function faultsOfNames(item, written) {
    const twice = written.find((name, at) => written.indexOf(name) !== at);
    const listed = written.find((name) => item.candidates.includes(name));
    const barred = written.find((name) => name.includes("|"));
    const found = [["name_twice", twice], ["name_listed", listed], ["name_bar", barred]];
    return found.filter(([, name]) => name).map(([code, name]) => ballot.say(code, { question: item.question, name }));
  }

  /** Sentences on what an item does not allow of an answer. */
  function faultsOf(item, answer) {
    if (answer.isInvalid) return [];
    const written = faultsOfNames(item, answer.written);
    if (item.form === "names") {
      return [...tooMany("too_many_named", item, item.most, answer.numbers.length + answer.written.length), ...written];
    }
    const elected = answer.choices.split("y").length - 1 + answer.written.length;
    return [
      ...tooMany("too_many_elected", item, item.seats, elected),
      ...tooMany("too_many_written", item, item.write_ins, answer.written.length),
      ...written,
    ];
  }

  Object.assign(ballot, { drawChoices, readChoices, putBack, showFields, faultsOf });
})();
