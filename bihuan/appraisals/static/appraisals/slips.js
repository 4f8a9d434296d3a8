/* Slips (票证) are drawn here, printed from here and kept nowhere: the server gets only what it keeps of
   each, in ascending order, so that the sheets tell nothing of its rows. */
(function () {
  "use strict";
  const ballot = self.BihuanBallot;
  const root = document.getElementById("slips");
  if (!root) return;
  const { element, found, showStep, tell, saying } = ballot;
  const PER_PAGE = 10;
  const SVG = "http://www.w3.org/2000/svg";
  const QUIET = 4; // modules around a QR code, as its standard asks

  ballot.sayAlso({
    count_wrong: "张数应为 1 到 {most}：请改正。",
    not_printed: "票证还没有印好，离开本页后无法再印这一批。",
    made: "已登记 {count} 张：请马上打印。关闭本页后无法再印这一批。",
  });

  const poll = ballot.fromHex(root.dataset.poll);
  const isPaper = root.hasAttribute("data-is-paper");
  let isLeft = false; // whether slips stand here that may not have been printed

  /** Draw a QR code as SVG. */
  function drawCode(text) {
    const code = self.qrcode(0, "M");
    code.addData(text);
    code.make();
    const size = code.getModuleCount();
    let path = "";
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        if (code.isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
      }
    }
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${size + 2 * QUIET} ${size + 2 * QUIET}`);
    svg.setAttribute("class", "bb-code");
    svg.setAttribute("shape-rendering", "crispEdges");
    svg.setAttribute("aria-hidden", "true");
    const drawn = document.createElementNS(SVG, "path");
    drawn.setAttribute("d", path);
    svg.append(drawn);
    return svg;
  }

  const addressOf = (slip) => `${root.dataset.votingUrl}#${slip}`;

  function drawSlip(slip, group) {
    return element(
      "article",
      { class: "bb-slip" },
      drawCode(addressOf(slip)),
      element(
        "div",
        {},
        element("p", { class: "bb-slip-title" }, root.dataset.title),
        element("p", { class: "bb-slip-group" }, group),
        element("p", { class: "bb-slip-signs" }, ballot.inFours(slip)),
        element("p", { class: "bb-slip-address" }, root.dataset.votingUrl),
        element("p", { class: "bb-slip-how" }, root.dataset.how || ""),
      ),
    );
  }

  /** A paper ballot: what the group's template prints, with the slip at its places. */
  function drawPaper(slip, group) {
    const own = root.querySelector(`[data-paper-ballot="${found(root, "group").value}"]`);
    const page = (own || found(root, "paper-ballot")).content.cloneNode(true);
    page.querySelectorAll("[data-slip-signs]").forEach((place) => (place.textContent = ballot.inFours(slip)));
    page.querySelectorAll("[data-slip-group]").forEach((place) => (place.textContent = group));
    return element("section", { class: "bb-sheet is-paper" }, page);
  }

  function drawSheets(slips, group) {
    if (isPaper) return slips.map((slip) => drawPaper(slip, group));
    const pages = Math.ceil(slips.length / PER_PAGE);
    return Array.from({ length: pages }, (_, page) => {
      const own = slips.slice(page * PER_PAGE, (page + 1) * PER_PAGE);
      return element("section", { class: "bb-sheet" }, ...own.map((slip) => drawSlip(slip, group)));
    });
  }

  async function make() {
    tell(root, "");
    await ballot.ready;
    const field = found(root, "count");
    const count = Number(field.value);
    const most = Number(field.max);
    if (!Number.isInteger(count) || count < 1 || count > most) {
      throw new ballot.BallotError("count_wrong", { most });
    }
    const chosen = found(root, "group");
    const group = chosen.selectedOptions[0];
    const slips = Array.from({ length: count }, ballot.makeSlip);
    const kept = slips.map((slip) => ballot.toHex(ballot.keptOf(ballot.credentialOf(poll, slip)))).sort();
    // Printed only once they are registered: a slip that the server does not know cannot vote.
    await ballot.postFromOffice(root.dataset.registerUrl, { group: Number(chosen.value), is_paper: isPaper, kept });
    found(root, "sheets").replaceChildren(...drawSheets(slips, group.textContent.trim()));
    found(root, "made").textContent = ballot.say("made", { count });
    isLeft = true;
    showStep(root, "print");
  }

  found(root, "slips-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter || found(root, "slips-form").querySelector("button");
    button.disabled = true;
    await saying(root, make);
    button.disabled = false;
  });
  // Each group has its own number of slips that are still to be made.
  found(root, "group").addEventListener("change", (event) => {
    const { wanted } = event.target.selectedOptions[0].dataset;
    if (wanted) found(root, "count").value = wanted;
  });
  found(root, "print").addEventListener("click", () => self.print());
  found(root, "printed").addEventListener("click", () => {
    isLeft = false;
    found(root, "sheets").replaceChildren();
    showStep(root, "count");
  });
  self.addEventListener("beforeunload", (event) => {
    if (!isLeft) return;
    event.preventDefault();
    event.returnValue = ballot.say("not_printed");
  });
  showStep(root, "count");
})();
