/* Slips made void: what is typed or scanned is turned here into what the server keeps of a slip. */
(function () {
  "use strict";
  const ballot = self.BihuanBallot;
  const root = document.getElementById("spoiling");
  if (!root) return;
  const { found, saying, tell } = ballot;
  const poll = ballot.fromHex(root.dataset.poll);
  const say = (name) => root.querySelector(`[data-spoil-says="${name}"]`).content.textContent;

  /** Read the slips, one a line; BallotError names the line that is mistyped. */
  function slipsOf(text) {
    const lines = text.split("\n").map((line, at) => ({ line, number: at + 1 }));
    return lines
      .filter(({ line }) => line.trim())
      .map(({ line, number }) => {
        try {
          return ballot.readSlip(line);
        } catch (error) {
          error.message = say("line").replace("{line}", String(number)) + error.message;
          throw error;
        }
      });
  }

  async function spoil() {
    tell(root, "");
    await ballot.ready;
    const field = found(root, "spoil-slips");
    const slips = slipsOf(field.value);
    if (!slips.length) ballot.readSlip("");
    const kept = slips.map((slip) => ballot.toHex(ballot.keptOf(ballot.credentialOf(poll, slip)))).sort();
    const group = Number(found(root, "spoil-group").value);
    const { spoilt } = await ballot.postFromOffice(root.dataset.url, { group, kept });
    field.value = "";
    tell(root, say("done").replace("{count}", String(spoilt)));
  }

  found(root, "spoil-form").addEventListener("submit", (event) => {
    event.preventDefault();
    saying(root, spoil);
  });
})();
