/* The drawn sheet by keyboard. The page works without this file: each cell is a link. */
(function () {
  "use strict";

  var STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  // A neighbour by where cells lie on the screen, so that merged cells need no thought.
  function neighbour(link, step) {
    var cell = link.closest("td").getBoundingClientRect();
    var x = step[0] < 0 ? cell.left - 3 : step[0] > 0 ? cell.right + 3 : cell.left + 4;
    var y = step[1] < 0 ? cell.top - 3 : step[1] > 0 ? cell.bottom + 3 : cell.top + 4;
    var best = null;
    link.closest("table").querySelectorAll("a[data-cell]").forEach(function (other) {
      var box = other.closest("td").getBoundingClientRect();
      if (box.left <= x && x <= box.right && box.top <= y && y <= box.bottom) best = other;
    });
    return best;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    var link = event.target.closest("a[data-cell]");
    if (link && STEPS[event.key]) {
      var next = neighbour(link, STEPS[event.key]);
      if (next) {
        event.preventDefault();
        next.focus();
      }
      return;
    }
    if (event.target.closest("input, select, textarea")) return;
    if (/^[1-9]$/.test(event.key)) {
      var proposal = document.querySelector('#panel [data-key="' + event.key + '"]');
      if (proposal) proposal.click();
    }
  });

  function mark() {
    var panel = document.getElementById("panel");
    document.querySelectorAll("td.is-selected").forEach(function (cell) {
      cell.classList.remove("is-selected");
    });
    var selected = panel && panel.dataset.selected;
    var cell = selected && document.getElementById("c-" + selected);
    if (cell) cell.classList.add("is-selected");
    return cell;
  }
  document.addEventListener("htmx:afterSettle", mark);
  var begun = mark();
  var link = begun && begun.querySelector("a");
  if (link) {
    link.focus({ preventScroll: true });
    begun.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
})();
