/* Small comforts. Every page works without this file. */
(function () {
  "use strict";

  // Menus made of <details>: one open at a time, closed by Escape and by a click elsewhere.
  var MENU = "details.bh-menu[open]";
  document.addEventListener("click", function (event) {
    document.querySelectorAll(MENU).forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(MENU).forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // Dialogs: without this file they open by their address (#id); with it they hold the focus.
  document.addEventListener("click", function (event) {
    var opener = event.target.closest("a[data-dialog]");
    if (opener) {
      var dialog = document.querySelector(opener.getAttribute("href"));
      if (!dialog || !dialog.showModal) return;
      event.preventDefault();
      dialog.showModal();
      return;
    }
    var closer = event.target.closest("[data-close]");
    var open = closer && closer.closest("dialog[open]");
    if (open) {
      event.preventDefault();
      open.close();
    }
  });

  // Filters: a choice takes effect at once; the button beside it stays for those without scripts.
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });

  // A button that prints the page; without this file one prints as always.
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-prints]")) window.print();
  });

  // The search box: `/` begins to search from anywhere but a field that one writes in.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable], dialog[open]")) return;
    var box = document.querySelector("[data-search-box]");
    if (!box || !box.offsetParent) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // The demonstration's log-in page: a click on a name fills it in.
  document.addEventListener("click", function (event) {
    var filler = event.target.closest("[data-fill]");
    var target = filler && document.getElementById(filler.dataset.fill);
    if (!target) return;
    target.value = filler.dataset.value;
    var next = target.form.querySelector("input[type=password]");
    (next || target).focus();
  });

  // A fragment that did not come is said, not swallowed; a whole page never lands inside a page.
  function say(id) {
    var said = document.getElementById(id).content.cloneNode(true);
    document.getElementById("messages").replaceChildren(said);
  }
  document.addEventListener("htmx:sendError", function () {
    say("offline");
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    var xhr = event.detail.xhr;
    if (xhr.status < 400) return;
    if (xhr.status >= 500 || /^\s*<!doctype/i.test(xhr.responseText)) {
      event.detail.shouldSwap = false;
      say("failed");
    }
  });
})();
