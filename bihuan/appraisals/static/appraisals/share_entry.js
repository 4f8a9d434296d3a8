/* Shares typed in, one teller after another, each line checked as soon as it is whole. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const { element } = ballot;
  const LINES = 4;
  const LINE = 16;

  ballot.sayAlso({
    share_turn: "请第 {number} 位监票人输入密钥单（共需 {needed} 位），其他人请回避。",
    share_line: "第 {line} 行",
    share_line_good: "对",
    share_taken: "“{label}”的密钥已收下。",
  });

  function drawLine(line) {
    const label = ballot.say("share_line", { line });
    const input = element("input", {
      class: "bb-input bb-share-line", autocomplete: "off", autocapitalize: "characters", spellcheck: "false",
      maxlength: 40, "aria-label": label, "data-line": line,
    });
    return element("div", { class: "bb-line" }, element("span", { "aria-hidden": "true" }, label), input, element("output", {}));
  }

  function checkLine(input) {
    const line = Number(input.dataset.line);
    const said = input.nextElementSibling;
    const isWhole = ballot.readSigns(input.value).length >= LINE;
    said.textContent = "";
    input.removeAttribute("aria-invalid");
    if (!isWhole) return false;
    try {
      ballot.readShareLine(input.value, line);
      said.textContent = ballot.say("share_line_good");
      return true;
    } catch (error) {
      input.setAttribute("aria-invalid", "true");
      said.textContent = ballot.sentenceOf(error);
      return false;
    }
  }

  /** Ask for as many shares as are needed; resolves to the secret key.

     `container` is drawn into; `commitments` in hexadecimal with `labels` of the tellers beside them;
     what is wrong is said in the sentence at `tell`. */
  function askShares({ container, poll, publicKey, needed, commitments, labels, tell }) {
    const taken = [];
    const lines = Array.from({ length: LINES }, (_, at) => drawLine(at + 1));
    const inputs = lines.map((line) => line.querySelector("input"));
    const turn = element("p", { class: "bb-turn", role: "status" });
    const gone = element("ul", { class: "bb-taken" });
    container.replaceChildren(turn, ...lines, gone);

    function begin() {
      turn.textContent = ballot.say("share_turn", { number: taken.length + 1, needed });
      inputs.forEach((input) => {
        input.value = "";
        checkLine(input);
      });
      inputs[0].focus();
    }

    /** Take the share in the lines; its teller must be one of this poll, and another one. */
    function take() {
      const share = ballot.readShare(inputs.map((input) => input.value));
      const at = commitments.indexOf(ballot.toHex(ballot.commitmentOf(poll, share)));
      if (at < 0) throw new ballot.BallotError("share_other");
      if (taken.some((other) => ballot.isSame(other, share))) throw new ballot.BallotError("share_twice");
      taken.push(share);
      gone.append(element("li", {}, ballot.say("share_taken", { label: labels[at] })));
    }

    async function whole(resolve) {
      tell("");
      try {
        take();
        if (taken.length < needed) {
          begin();
          return;
        }
        const secretKey = await ballot.joinShares(taken, publicKey);
        inputs.forEach((input) => (input.value = ""));
        taken.forEach((share) => share.fill(0));
        resolve(secretKey);
      } catch (error) {
        if (error.code === "key_wrong") taken.length = 0;
        tell(ballot.sentenceOf(error));
        if (error.code !== "share_wrong") begin();
      }
    }

    begin();
    return new Promise((resolve) => {
      inputs.forEach((input, at) => {
        input.addEventListener("input", () => {
          if (!checkLine(input)) return;
          const isAll = inputs.every(checkLine);
          if (isAll) whole(resolve);
          else if (at + 1 < LINES) inputs[at + 1].focus();
        });
      });
    });
  }

  Object.assign(ballot, { askShares });
})();
