/* The whole form of a ballot, drawn from the paper: what is chosen, what is still open, what is too much. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});

  /** Draw a group's items into a container; `onChange` is called after each change by hand.

     A paper with `isOnPaper` is typed in from paper and may have invalid items. Returns the form: `answers()`, `state()`, `restore(state)`, `progress()`, `goToOpen()`, `faults()`,
     `mark(numbers)`, `clear()`, `focus()`. */
  function drawForm(container, paper, group, onChange) {
    const items = ballot.itemsOf(paper, group);
    const graded = items.filter((item) => item.form === "grade");
    const chosen = items.filter((item) => item.form !== "grade");
    container.replaceChildren(
      ...(graded.length ? ballot.drawGrades(paper, graded) : []),
      ...chosen.map((item) => ballot.drawChoices(item, paper.isOnPaper)),
    );
    const places = Array.from(container.querySelectorAll("[data-place]"));
    const placeOf = new Map(places.map((place) => [place.dataset.place, place]));

    const gradeOf = (item) => {
      const value = ballot.chosenAt(placeOf.get(String(item.number)));
      return value === null || value === "x" ? value : Number(value);
    };
    const named = chosen.filter((item) => item.form === "names");
    const isNamed = (item) => {
      const { numbers, written, isInvalid } = ballot.readChoices(container, item);
      return isInvalid || numbers.length + written.length > 0;
    };
    const sectionOf = (item) => container.querySelector(`[data-choices="${item.number}"]`);

    /** The answers by the item's number, what is open as abstention. */
    function answers() {
      const given = new Map();
      graded.forEach((item) => {
        const grade = gradeOf(item);
        given.set(item.number, grade === "x" ? { isInvalid: true } : { grade: grade || 0 });
      });
      chosen.forEach((item) => given.set(item.number, ballot.readChoices(container, item)));
      return given;
    }

    /** What has been chosen so far, as a JSON value. */
    function state() {
      const radios = places.map((place) => [place.dataset.place, ballot.chosenAt(place)]);
      const others = chosen.map((item) => [item.number, ballot.readChoices(container, item)]);
      return { radios: radios.filter(([, value]) => value !== null), others };
    }

    /** Choose again what a state says; what the paper does not know is left out. */
    function restore({ radios, others }) {
      radios.forEach(([key, value]) => placeOf.has(key) && ballot.chooseAt(placeOf.get(key), value));
      const known = new Map(chosen.map((item) => [item.number, item]));
      others
        .filter(([number]) => known.has(number))
        .forEach(([number, answer]) =>
          ballot.putBack(container, known.get(number), answer.numbers || [], answer.written));
    }

    /** How many places there are, and at how many something is chosen. */
    function progress() {
      const filled = places.filter((place) => ballot.chosenAt(place) !== null).length;
      return { filled: filled + named.filter(isNamed).length, all: places.length + named.length };
    }

    /** Put the focus at the next open place after the present one; false where none is open. */
    function goToOpen() {
      const at = places.indexOf(document.activeElement && document.activeElement.closest("[data-place]"));
      const inTurn = [...places.slice(at + 1), ...places.slice(0, at + 1)];
      const open = inTurn.find((place) => ballot.chosenAt(place) === null);
      if (open) ballot.focusAt(open);
      const openItem = open ? null : named.find((item) => !isNamed(item));
      if (openItem) sectionOf(openItem).querySelector("input").focus();
      return Boolean(open || openItem);
    }

    /** Sentences on what the paper does not allow. */
    function faults() {
      const given = answers();
      return [
        ...ballot.overCaps(paper, graded, gradeOf),
        ...chosen.flatMap((item) => ballot.faultsOf(item, given.get(item.number))),
      ];
    }

    /** Mark the items with these numbers, and no others; put the focus at the first. */
    function mark(numbers) {
      container.querySelectorAll(".is-differing").forEach((each) => each.classList.remove("is-differing"));
      const marked = numbers.map((number) => placeOf.get(String(number)) || sectionOf({ number })).filter(Boolean);
      marked.forEach((each) => each.classList.add("is-differing"));
      if (!marked.length) return;
      marked[0].querySelector("input").focus({ preventScroll: true });
      marked[0].scrollIntoView({ block: "center" });
    }

    function clear() {
      container.querySelectorAll("input").forEach((input) => {
        if (input.type === "text") input.value = "";
        else input.checked = false;
      });
      chosen.forEach((item) => ballot.showFields(sectionOf(item)));
      mark([]);
    }

    container.onchange = (event) => {
      if (event.target.matches("[data-alike]") && event.target.value) ballot.chooseAlike(event.target);
      onChange();
    };
    container.oninput = (event) => {
      if (!event.target.matches("[data-written]")) return;
      ballot.showFields(event.target.closest("[data-choices]"));
      onChange();
    };
    if (!container.dataset.listens) {
      container.dataset.listens = "digits";
      // Asked anew: a page may draw another ballot into the same container.
      const all = () => Array.from(container.querySelectorAll("[data-place]"));
      ballot.listenForDigits(container, all, () => container.onchange({ target: container }));
    }
    const focus = () => (places[0] ? ballot.focusAt(places[0]) : container.querySelector("input").focus());
    return { answers, state, restore, progress, goToOpen, faults, mark, clear, focus };
  }

  Object.assign(ballot, { drawForm });
})();
