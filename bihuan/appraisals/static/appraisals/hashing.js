/* Bytes, random numbers and the one hash of the protocol. Loaded after libsodium's wrappers. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const encoder = new TextEncoder();

  /** Resolves as soon as libsodium can be used. */
  ballot.ready = self.sodium.ready;

  const utf8 = (text) => encoder.encode(text);
  const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  /** Read bytes from hexadecimal digits; TypeError where they are none. */
  function fromHex(digits) {
    if (!/^([0-9a-f]{2})*$/.test(digits)) throw new TypeError("not hexadecimal");
    return Uint8Array.from(digits.match(/../g) || [], (pair) => parseInt(pair, 16));
  }

  /** Join byte arrays. */
  function joined(parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  /** Write a number as big-endian bytes. */
  function number(value, length) {
    const bytes = new Uint8Array(length);
    for (let at = length - 1, rest = value; at >= 0; at -= 1, rest = Math.floor(rest / 256)) {
      bytes[at] = rest % 256;
    }
    return bytes;
  }

  /** H(name; parts…): 32 bytes. */
  function hash(name, ...parts) {
    return self.sodium.crypto_generichash(32, joined([utf8(`bihuan/${name}/1\0`), ...parts]));
  }

  /** Begin an H over parts that are too large to be joined: `add` them, then `end`. */
  function hashing(name) {
    const state = self.sodium.crypto_generichash_init(null, 32);
    const add = (part) => self.sodium.crypto_generichash_update(state, part);
    add(utf8(`bihuan/${name}/1\0`));
    return { add, end: () => self.sodium.crypto_generichash_final(state, 32) };
  }

  /** Draw bytes from the system's random numbers. */
  function randomBytes(count) {
    if (!self.crypto || !self.crypto.getRandomValues) throw new ballot.BallotError("random_missing");
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; at += 65536) {
      self.crypto.getRandomValues(bytes.subarray(at, Math.min(count, at + 65536)));
    }
    return bytes;
  }

  /** Whether two byte arrays are the same, without stopping at the first difference. */
  function isSame(one, other) {
    let differences = one.length ^ other.length;
    for (let at = 0; at < one.length; at += 1) differences |= one[at] ^ other[at];
    return differences === 0;
  }

  Object.assign(ballot, { utf8, toHex, fromHex, joined, number, hash, hashing, randomBytes, isSame });
})();
