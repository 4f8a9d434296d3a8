/* Making elements, showing steps of a page, asking the server: what the ballot's pages share. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const PATIENCE = 30000; // milliseconds

  ballot.sayAlso({
    network: "网络不通或太慢：请检查网络后再试。这台设备上已填的内容没有丢。",
    server: "服务器没有答复（{status}）：请稍候再试；若仍如此，请告诉工作人员。",
    script: "本页出了意外（{what}）：请刷新页面再试；若仍如此，请告诉工作人员。",
  });

  /** Make an element: attributes by name, `true` as an empty one, `false` and null left out. */
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  /** Find the one element with a data attribute inside another: `found(root, "receipt")`. */
  const found = (root, name) => root.querySelector(`[data-${name}]`);

  /** Show one step of a page (`data-step`), hide the others, and put the focus at its heading. */
  function showStep(root, name) {
    root.querySelectorAll("[data-step]").forEach((step) => {
      step.hidden = step.dataset.step !== name;
    });
    const step = root.querySelector(`[data-step="${name}"]`);
    const first = step.querySelector("[autofocus], h1, h2");
    if (!first) return;
    if (!first.hasAttribute("autofocus")) first.tabIndex = -1;
    first.focus({ preventScroll: true });
    self.scrollTo(0, 0);
  }

  /** Say a sentence where the page has its `data-said`, a good one in green; an empty one takes it away. */
  function tell(root, sentence, isGood) {
    const place = found(root, "said");
    place.classList.toggle("is-good", Boolean(isGood));
    place.textContent = sentence || "";
    place.hidden = !sentence;
    if (sentence && place.scrollIntoView) place.scrollIntoView({ block: "nearest" });
  }

  /** Return what is to be said of an error; what is not ours is written to the console, too. */
  function sentenceOf(error) {
    if (error instanceof ballot.BallotError) return error.message;
    console.warn(error);
    return ballot.say("script", { what: error && error.message });
  }

  /** Run what may fail, and say how it failed; resolves to undefined then. */
  async function saying(root, act) {
    try {
      return await act();
    } catch (error) {
      tell(root, sentenceOf(error));
      return undefined;
    }
  }

  /** A refusal of the server: its sentence, and its status. */
  class Refused extends ballot.BallotError {
    constructor(status, sentence) {
      super("server", { status });
      if (sentence) this.message = sentence;
      this.code = "refused";
      this.status = status;
    }
  }

  async function answered(address, options) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(address, { cache: "no-store", signal: stop.signal, ...options });
      // Within the time limit: a body may stop half-way as well.
      return { status: answer.status, isGood: answer.ok, body: await answer.arrayBuffer() };
    } catch (error) {
      throw new ballot.BallotError("network");
    } finally {
      clearTimeout(timer);
    }
  }

  function readJson(body) {
    try {
      return JSON.parse(new TextDecoder().decode(body));
    } catch (error) {
      return null;
    }
  }

  /** Ask the server; resolves to bytes, or to JSON with `asJson`. Rejects with BallotError. */
  async function ask(address, options, asJson) {
    const { status, isGood, body } = await answered(address, options);
    const said = isGood && !asJson ? null : readJson(body);
    if (!isGood) throw new Refused(status, said && said.said);
    if (asJson && !said) throw new Refused(status);
    return asJson ? said : body;
  }

  /** Post bytes without cookies and without saying from where: for a voter. */
  function postUnnamed(address, bytes) {
    const options = {
      method: "POST", body: bytes, credentials: "omit", referrerPolicy: "no-referrer",
      headers: { "Content-Type": "application/octet-stream" },
    };
    return ask(address, options, true);
  }

  /** Post bytes or JSON from a page of the office, whose form has the token. */
  function postFromOffice(address, body) {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    const isBytes = body instanceof Uint8Array;
    const headers = {
      "Content-Type": isBytes ? "application/octet-stream" : "application/json",
      "X-CSRFToken": token ? token.value : "",
      Accept: "application/json",
    };
    const options = { method: "POST", credentials: "same-origin", headers };
    return ask(address, { ...options, body: isBytes ? body : JSON.stringify(body) }, true);
  }

  const getBytes = (address) => ask(address, { credentials: "same-origin" }, false);

  Object.assign(ballot, {
    element, found, showStep, tell, saying, sentenceOf, postUnnamed, postFromOffice, getBytes,
  });
})();
