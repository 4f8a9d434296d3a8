/* Loaded before the vendored scripts, which are copied unchanged: gives them what a page without
   modules lacks. `protocol.js` and `shares.js` take away again what need not stay. */
(function () {
  "use strict";
  const all = self;

  // Where WebAssembly is refused, libsodium deletes the enumerable properties of its own object, `ready`
  // among them, before its wrappers have read it. Hidden, it stays, and slower code takes over.
  all.libsodium_mod = Object.defineProperty({}, "ready", {
    value: null, writable: true, configurable: true, enumerable: false,
  });
})();
