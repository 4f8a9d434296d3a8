/* Comforts of the answering page, for old browsers too: questions that the answers so far do not call
   for are hidden, what was not yet sent survives a reload on the device, a code comes with the link.
   The page works without this file. */
(function () {
  "use strict";
  var store = null;
  try {
    store = window.localStorage;
    store.setItem("bihuan-try", "1");
    store.removeItem("bihuan-try");
  } catch (error) {
    store = null;
  }

  var sent = document.querySelector("[data-sent]");
  if (sent && store) {
    store.removeItem("bihuan-q-" + sent.getAttribute("data-sent"));
    store.setItem("bihuan-done-" + sent.getAttribute("data-sent"), "1");
  }

  var form = document.getElementById("questionnaire");
  if (!form) return;
  var slug = form.getAttribute("data-slug");
  var keeps = store && !form.hasAttribute("data-preview");
  var each = function (list, act) {
    Array.prototype.forEach.call(list, act);
  };

  function chosen(name) {
    var found = [];
    each(form.elements, function (field) {
      if (field.name === name && field.checked) found.push(field.value);
    });
    return found;
  }

  // In the order of the page, so that what hides a question also hides those that depend on it.
  function showAndHide() {
    each(form.querySelectorAll("[data-if]"), function (question) {
      var decider = document.getElementById("question-" + question.getAttribute("data-if").slice(1));
      var when = question.getAttribute("data-when").split(",");
      var calls = chosen(question.getAttribute("data-if")).some(function (value) {
        return when.indexOf(value) >= 0;
      });
      question.hidden = !calls || (decider && decider.hidden);
    });
  }

  function keep() {
    if (!keeps) return;
    var given = {};
    each(form.elements, function (field) {
      if (!field.name || field.name === "code") return;
      var isTick = field.type === "radio" || field.type === "checkbox";
      if (isTick ? !field.checked : !field.value) return;
      (given[field.name] = given[field.name] || []).push(field.value);
    });
    try {
      store.setItem("bihuan-q-" + slug, JSON.stringify(given));
    } catch (error) {
      keeps = false;
    }
  }

  function bringBack() {
    var given = null;
    try {
      given = JSON.parse(store.getItem("bihuan-q-" + slug));
    } catch (error) {
      return;
    }
    if (!given) return;
    each(form.elements, function (field) {
      var values = given[field.name];
      if (!values) return;
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked = values.indexOf(field.value) >= 0;
      } else if (!field.value) {
        field.value = values[0];
      }
    });
  }

  each(form.querySelectorAll(".qa-condition"), function (said) {
    said.hidden = true;
  });
  var wasRefused = document.querySelector(".qa-alert, .qa-wrong");
  if (keeps && !wasRefused) bringBack();
  if (keeps) each(document.querySelectorAll("[data-kept]"), function (said) { said.hidden = false; });
  var code = document.getElementById("code");
  if (code && !code.value && window.location.hash.length > 1) {
    code.value = decodeURIComponent(window.location.hash.slice(1));
  }
  showAndHide();
  form.addEventListener("change", function () {
    showAndHide();
    keep();
  });
  form.addEventListener("input", keep);
  form.addEventListener("submit", function () {
    var button = form.querySelector("button[type=submit]");
    // A second tap sends nothing twice; a page come back to can send again.
    window.setTimeout(function () { button.disabled = true; }, 0);
    window.setTimeout(function () { button.disabled = false; }, 8000);
  });

  var done = store && form.hasAttribute("data-soft") && !form.hasAttribute("data-preview");
  if (done && store.getItem("bihuan-done-" + slug) && !wasRefused) {
    var note = document.getElementById("answered");
    note.hidden = false;
    form.hidden = true;
    note.querySelector("[data-again]").addEventListener("click", function () {
      note.hidden = true;
      form.hidden = false;
      store.removeItem("bihuan-done-" + slug);
    });
  }
  var wrong = document.querySelector(".is-wrong");
  if (wrong && wrong.scrollIntoView) wrong.scrollIntoView();
})();
