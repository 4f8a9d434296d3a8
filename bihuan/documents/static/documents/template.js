/* Writing a template: what is pasted from Word is cleaned by the server, figures are put in at the
   cursor. Without this script a paste is plain text, and figures are looked up in a page of their own. */
(function () {
  "use strict";
  var source = document.querySelector("textarea.document-source");
  var place = document.querySelector(".word-paste");
  if (!source || !place) return;
  var said = place.querySelector("[data-said]");

  function insert(text) {
    var asked = new CustomEvent("bihuan:insert", { detail: text, cancelable: true });
    if (!source.dispatchEvent(asked)) return; // the editor over it has put it in
    source.focus();
    if (!document.execCommand("insertText", false, text)) {
      source.setRangeText(text, source.selectionStart, source.selectionEnd, "end");
    }
  }

  function ask(url, name, value, plain) {
    var given = new FormData();
    given.append("csrfmiddlewaretoken", place.dataset.token);
    given.append(name, value);
    said.textContent = place.dataset.taking;
    fetch(url, { method: "POST", body: given, headers: { "HX-Request": "true" }, credentials: "same-origin" })
      .then(function (answer) {
        var isText = (answer.headers.get("Content-Type") || "").indexOf("text/plain") === 0;
        if (!isText) throw new Error("");
        return answer.text().then(function (text) {
          if (!answer.ok) throw new Error(text);
          insert(text);
          said.textContent = place.dataset.taken;
        });
      })
      .catch(function (error) {
        if (plain) insert(plain);
        said.textContent = error.message || place.dataset.failed;
      });
  }

  function pasted(event) {
    var board = event.clipboardData;
    var html = board ? board.getData("text/html") : "";
    var plain = board ? board.getData("text/plain") : "";
    var isRich = html && html.length <= 2000000;
    if (!isRich && event.currentTarget === source) return;
    event.preventDefault();
    if (isRich) ask(place.dataset.pastedUrl, "html", html, plain);
    else insert(plain);
  }
  document.querySelectorAll("textarea.document-source, .document-editor").forEach(function (each) {
    each.addEventListener("paste", pasted);
  });

  function showButtons() {
    document.querySelectorAll("[data-insert]").forEach(function (button) {
      button.hidden = false;
    });
  }
  document.addEventListener("htmx:afterSwap", showButtons);
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-insert]");
    if (button) insert(button.dataset.insert);
  });

  var link = place.querySelector("a");
  var file = document.createElement("input");
  file.type = "file";
  file.accept = ".docx";
  file.hidden = true;
  place.append(file);
  link.addEventListener("click", function (event) {
    event.preventDefault();
    file.click();
  });
  file.addEventListener("change", function () {
    if (file.files.length) ask(place.dataset.wordUrl, "file", file.files[0], "");
    file.value = "";
  });
})();
