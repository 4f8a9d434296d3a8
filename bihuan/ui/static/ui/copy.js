/* "Copy" beside a text that can also be selected by hand. The clipboard's own interface is not there
   on plain http inside an office, so the text is selected and copied the old way. */
(function () {
  "use strict";
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      document.getElementById(button.dataset.copy).select();
      if (document.execCommand("copy")) button.textContent = button.dataset.copied;
    });
  });
})();
