/* One place of a ballot where one of several options is chosen: radio buttons that a digit chooses. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const { element } = ballot;
  let groups = 0;

  /** Draw a place: `options` of `{value, label, digit}`. The label is read out, not shown. */
  function drawPlace(key, label, options) {
    groups += 1;
    const name = `place-${groups}`;
    const buttons = options.map(({ value, label: shown, digit }) => {
      const input = element("input", { type: "radio", name, value, "data-digit": digit });
      return element("label", { class: "bb-option", title: `${digit} ${shown}` }, input, element("span", {}, shown));
    });
    const attributes = { class: "bb-place", role: "radiogroup", "aria-label": label, "data-place": key };
    return element("div", attributes, ...buttons);
  }

  const inputsOf = (place) => Array.from(place.querySelectorAll("input"));

  /** The value chosen at a place; null where there is none. */
  function chosenAt(place) {
    const chosen = inputsOf(place).find((input) => input.checked);
    return chosen ? chosen.value : null;
  }

  /** Choose a value at a place; false where the place has no such option. */
  function chooseAt(place, value) {
    const input = inputsOf(place).find((each) => each.value === value);
    if (input) input.checked = true;
    return Boolean(input);
  }

  /** Put the focus at a place: at what is chosen, otherwise at its first option. */
  function focusAt(place) {
    const inputs = inputsOf(place);
    const input = inputs.find((each) => each.checked) || inputs[0];
    input.focus({ preventScroll: true });
    // Under the bar that stays at the bottom nothing could be seen.
    place.scrollIntoView({ block: "center" });
  }

  function digitOf(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
    const typed = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
    if (/^[0-9*]$/.test(event.key)) return event.key;
    return typed && !event.shiftKey ? typed[1] : null;
  }

  /** Let a digit choose and lead on to the next place, Backspace lead back; `places()` in order. */
  function listenForDigits(container, places, onChosen) {
    container.addEventListener("keydown", (event) => {
      const place = event.target.closest && event.target.closest("[data-place]");
      if (!place) return;
      const all = places();
      const at = all.indexOf(place);
      const digit = digitOf(event);
      if (event.key === "Backspace") {
        event.preventDefault();
        if (at > 0) focusAt(all[at - 1]);
      } else if (digit !== null) {
        const input = inputsOf(place).find((each) => each.dataset.digit === digit);
        event.preventDefault();
        if (!input) return;
        input.checked = true;
        onChosen(place);
        if (at + 1 < all.length) focusAt(all[at + 1]);
        else input.focus();
      }
    });
  }

  Object.assign(ballot, { drawPlace, chosenAt, chooseAt, focusAt, listenForDigits });
})();
