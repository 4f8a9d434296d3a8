/* One key for what a button or link does: it bears the key as data-key. Without this, they are
   clicked. */
(function () {
  "use strict";
  function isTyping(target) {
    return target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, dialog[open]");
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (isTyping(event.target)) return;
    var key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "Enter" && event.target.closest("a, button, summary")) return;
    var found = document.querySelector('[data-key="' + CSS.escape(key) + '"]');
    if (!found) return;
    event.preventDefault();
    found.click();
  });
})();
