/* Loaded after libsodium and before shamir-secret-sharing, whose two files are CommonJS: both write
   into one `exports`, where the second finds what it requires of the first. */
(function () {
  "use strict";
  self.exports = {};
  self.require = function (name) {
    if (name !== "shamir-secret-sharing/csprng") throw new Error(`nothing is kept here as ${name}`);
    return self.exports;
  };
})();
