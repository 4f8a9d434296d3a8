/* Typing papers in: one digit at a single choice leads on, Enter leads on and saves at the end, and
   what was typed is shown in words beside the field. Without this file Tab and the button do. */
(function () {
  "use strict";
  var form = document.querySelector("[data-typing]");
  if (!form) return;
  var fields = Array.prototype.slice.call(form.querySelectorAll("input.form-control, textarea"));

  function next(field) {
    var at = fields.indexOf(field) + 1;
    if (at < fields.length) {
      fields[at].focus();
      fields[at].select();
    }
    return at < fields.length;
  }

  function say(field) {
    var labels = field.closest(".qn-typing-row").querySelectorAll("label span");
    var parts = field.value.trim().split(/[\s,，、.;；]+/);
    if (parts.length === 1 && labels.length < 10) parts = parts[0].split("");
    var words = parts.filter(Boolean).map(function (part) {
      var label = labels[Number(part) - 1];
      return label ? label.textContent.replace(/^\d+\s*/, "") : part === "0" ? "—" : "？";
    });
    field.nextElementSibling.textContent = words.join("、");
  }

  fields.forEach(function (field) {
    var kind = field.dataset.kind;
    if (kind && Number(field.dataset.options)) {
      field.insertAdjacentElement("afterend", document.createElement("output"));
      say(field);
      field.addEventListener("input", function (event) {
        say(field);
        var one = kind === "single" || kind === "scale";
        var isWhole = one
          ? Number(field.dataset.options) < 10 && /^[1-9]$/.test(field.value)
          : kind === "matrix" && new RegExp("^[0-9]{" + field.dataset.rows + "}$").test(field.value);
        if (isWhole && event.inputType !== "deleteContentBackward") next(field);
      });
    }
    field.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (!next(field)) form.requestSubmit();
    });
  });
})();
