/* Every page works without this file: it only shows the button that prints. */
(function () {
  "use strict";
  document.querySelectorAll("[data-prints]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
