/* Text that people read and type: Crockford's 32 signs, with check signs. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const READ_AS = { O: "0", I: "1", L: "1" };

  /** Write bytes as signs, five bits each; bits that are missing at the end are zero. */
  function toSigns(bytes) {
    let signs = "";
    let held = 0;
    let bits = 0;
    for (const byte of bytes) {
      held = (held << 8) | byte;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        signs += SIGNS[(held >> bits) & 31];
      }
      held &= (1 << bits) - 1;
    }
    return bits ? signs + SIGNS[(held << (5 - bits)) & 31] : signs;
  }

  /** Read `length` bytes back from signs; null where a bit beyond them is set. */
  function fromSigns(signs, length) {
    const bytes = new Uint8Array(length);
    let held = 0;
    let bits = 0;
    let at = 0;
    for (const sign of signs) {
      held = (held << 5) | SIGNS.indexOf(sign);
      bits += 5;
      if (bits >= 8 && at < length) {
        bits -= 8;
        bytes[at] = held >> bits;
        at += 1;
        held &= (1 << bits) - 1;
      }
    }
    return at === length && held === 0 ? bytes : null;
  }

  /** Return the signs in what somebody typed: full width or small, O as 0, I and L as 1, no others. */
  function readSigns(typed) {
    let signs = "";
    for (const character of typed.normalize("NFKC").toUpperCase()) {
      const sign = READ_AS[character] || character;
      if (SIGNS.includes(sign)) signs += sign;
    }
    return signs;
  }

  /** Return the check sign of some signs. */
  function checkSign(signs) {
    return SIGNS[ballot.hash("check", ballot.utf8(signs))[0] >> 3];
  }

  /** Draw signs at random: 32 divides 256, so that each is as likely. */
  function drawSigns(count) {
    return Array.from(ballot.randomBytes(count), (byte) => SIGNS[byte & 31]).join("");
  }

  /** Write signs in groups of four, as they are printed. */
  const inFours = (signs) => signs.replace(/(.{4})(?=.)/g, "$1 ");

  Object.assign(ballot, { toSigns, fromSigns, readSigns, checkSign, drawSigns, inFours });
})();
