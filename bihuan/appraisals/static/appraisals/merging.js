/* What leaves the tellers' browser: groups merged into cells that betray nobody, answers one by one and
   shuffled, and the digest by which two openings are compared. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const FEWEST = 5;

  /** Whether some choice is shared by all of the valid answers; each answer is a list of choices. */
  function isUnanimous(answers) {
    const [first, ...others] = answers;
    return first !== undefined && first.some((choice) => others.every((other) => other.includes(choice)));
  }

  const isUnsafe = (cell) => cell.answers.length < FEWEST || isUnanimous(cell.answers);

  /** The cell with the fewest valid answers, the lowest group number among equals. */
  function smallest(cells) {
    const isBefore = (one, other) =>
      one.answers.length - other.answers.length || one.groups[0] - other.groups[0];
    return cells.reduce((least, cell) => (isBefore(cell, least) < 0 ? cell : least));
  }

  function merged(one, other) {
    return {
      groups: [...one.groups, ...other.groups].sort((a, b) => a - b),
      invalid: one.invalid + other.invalid,
      answers: one.answers.concat(other.answers),
    };
  }

  /** Merge an item's cells until none is unsafe or one is left; each `{groups, invalid, answers}`. */
  function mergedCells(given) {
    let cells = given;
    while (cells.length > 1) {
      const unsafe = cells.filter(isUnsafe);
      if (!unsafe.length) break;
      const one = smallest(unsafe);
      const other = smallest(cells.filter((cell) => cell !== one));
      cells = [...cells.filter((cell) => cell !== one && cell !== other), merged(one, other)];
    }
    return cells.sort((a, b) => a.groups[0] - b.groups[0]);
  }

  /** Draw whole numbers below a bound, each as likely: what would favour some is drawn again. */
  function drawing() {
    const drawn = new Uint32Array(4096);
    let at = drawn.length;
    return function below(bound) {
      const limit = 2 ** 32 - (2 ** 32 % bound);
      for (;;) {
        if (at === drawn.length) {
          self.crypto.getRandomValues(drawn);
          at = 0;
        }
        const value = drawn[at];
        at += 1;
        if (value < limit) return value % bound;
      }
    };
  }

  /** Shuffle a list in place: every order is as likely. */
  function shuffle(list) {
    const below = drawing();
    for (let last = list.length - 1; last > 0; last -= 1) {
      const chosen = below(last + 1);
      [list[last], list[chosen]] = [list[chosen], list[last]];
    }
    return list;
  }

  /** Return what is published of a cell. */
  function publishedCell(cell) {
    const isKept = cell.answers.length < FEWEST;
    return {
      groups: cell.groups,
      ballots: cell.answers.length,
      invalid: cell.invalid,
      ...(isKept ? { suppressed: true } : {}),
      answers: isKept ? [] : shuffle(cell.answers.flat()),
    };
  }

  /** Return an item's published cells from its groups. */
  const publishedCells = (groups) => mergedCells(groups).map(publishedCell);

  /** Compare by code points; by themselves strings compare by halves of surrogates. */
  function byCodePoint(one, other) {
    if (one === other) return 0;
    const left = Array.from(one);
    const right = Array.from(other);
    const at = left.findIndex((character, place) => character !== right[place]);
    if (at < 0) return -1;
    return at >= right.length ? 1 : left[at].codePointAt(0) - right[at].codePointAt(0);
  }

  /** Write JSON with keys sorted and no blanks; every list named `answers` sorted by code point. */
  function canonical(value, name) {
    if (Array.isArray(value)) {
      const list = name === "answers" ? value.slice().sort(byCodePoint) : value;
      return `[${list.map((each) => canonical(each)).join(",")}]`;
    }
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    const members = Object.keys(value).sort(byCodePoint);
    return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key], key)}`).join(",")}}`;
  }

  /** The digest of an opening, 64 hexadecimal digits: equal for two openings of one box. */
  function openingDigest(opening) {
    return ballot.toHex(ballot.hash("opening", ballot.utf8(canonical(opening))));
  }

  Object.assign(ballot, { mergedCells, publishedCells, shuffle, canonical, openingDigest });
})();
