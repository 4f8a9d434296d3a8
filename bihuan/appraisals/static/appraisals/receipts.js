/* Finds a receipt in the list on the page: what is looked for never leaves the device. */
(function () {
  "use strict";
  const search = document.querySelector("[data-receipt-search]");
  const said = document.querySelector("[data-receipt-found]");
  const lines = Array.from(document.querySelectorAll("[data-receipts] li"));
  const READ_AS = { O: "0", I: "1", L: "1" };

  const signsOf = (text) =>
    text.normalize("NFKC").toUpperCase().replace(/[OIL]/g, (sign) => READ_AS[sign]).replace(/[^0-9A-Z]/g, "");

  function look(field) {
    const wanted = signsOf(field.value);
    const mine = wanted.length === 16 ? lines.find((line) => signsOf(line.textContent) === wanted) : undefined;
    lines.forEach((line) => line.classList.toggle("is-mine", line === mine));
    said.hidden = wanted.length < 16;
    said.classList.toggle("is-none", !mine);
    const says = document.querySelector(`[data-receipt-says="${mine ? "found" : "none"}"]`);
    said.textContent = says.content.textContent;
    if (mine) mine.scrollIntoView({ block: "nearest" });
  }

  search.hidden = false;
  search.querySelector("input").addEventListener("input", (event) => look(event.target));
})();
