/* What a voter has filled in and not yet cast stays on the device, locked with the slip: a reload or an
   empty battery loses nothing, and without the slip nobody reads it. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const WAIT = 400; // milliseconds after the last change

  function storeOf() {
    try {
      const store = self.localStorage;
      store.setItem("bihuan-try", "1");
      store.removeItem("bihuan-try");
      return store;
    } catch (error) {
      return null; // forbidden on this device: choices are kept while the page is open
    }
  }

  /** The draft of a slip: `read`, `keep`, `forget`. The name of its place tells nothing of the slip. */
  function draftOf(poll, slip) {
    const store = storeOf();
    const key = ballot.draftKeyOf(poll, slip);
    const place = `bihuan-ballot-${ballot.toHex(ballot.hash("draftplace", key).subarray(0, 8))}`;
    let timer = null;
    let waiting = null;

    function write() {
      clearTimeout(timer);
      timer = null;
      if (!store || waiting === null) return;
      try {
        store.setItem(place, ballot.lockedDraft(key, waiting));
      } catch (error) {
        if (error.name !== "QuotaExceededError") throw error;
      }
      waiting = null;
    }

    function keep(state) {
      waiting = state;
      if (timer === null) timer = setTimeout(write, WAIT);
    }
    function forget() {
      waiting = null;
      clearTimeout(timer);
      timer = null;
      if (store) store.removeItem(place);
    }
    // A telephone may never come back to a page that it has put away.
    self.addEventListener("pagehide", write);
    document.addEventListener("visibilitychange", write);
    return { read: () => store && ballot.openedDraft(key, store.getItem(place) || ""), keep, forget };
  }

  Object.assign(ballot, { draftOf });
})();
