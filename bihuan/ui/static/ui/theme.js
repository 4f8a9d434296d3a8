/* Follows the system's light or dark where nobody chose one. Runs before the page is drawn. */
(function () {
  var root = document.documentElement;
  root.dataset.script = "on";
  if (root.dataset.bsTheme) return;
  var system = window.matchMedia("(prefers-color-scheme: dark)");
  function follow() {
    root.dataset.bsTheme = system.matches ? "dark" : "light";
  }
  follow();
  system.addEventListener("change", follow);
})();
