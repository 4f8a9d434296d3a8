/* Answers: what an item allows, how one is written and laid into its fixed length, and what of it is
   published. Needs nothing, so that the workers of the opening load it, too. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const LONGEST_NAME = 20;
  const BEFORE_ANSWER = 12;
  const NUMBER = /^[1-9][0-9]*$/;
  // `fatal` refuses what is not UTF-8; a byte order mark is a character like any other.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const encoder = new TextEncoder();

  const NOT_IN_NAMES = /[|\p{Cc}\p{Cf}]|^\p{White_Space}|\p{White_Space}$/u;

  /** Whether names written in may stand in an answer: 1 to 20 characters, no bar, each once. */
  function areNames(written) {
    const isName = (name) =>
      name !== "" && Array.from(name).length <= LONGEST_NAME && !NOT_IN_NAMES.test(name);
    return new Set(written).size === written.length && written.every(isName);
  }

  /** Read an answer; null unless the item allows it. */
  const READ = {
    grade(item, text, paper) {
      const options = paper.scales[item.scale].length;
      return text === "0" || (NUMBER.test(text) && Number(text) <= options) ? { grade: Number(text) } : null;
    },
    names(item, text) {
      const [head, ...written] = text.split("|");
      const numbers = head === "" ? [] : head.split(",");
      const isAscending = numbers.every(
        (each, at) =>
          NUMBER.test(each) &&
          Number(each) <= item.candidates.length &&
          (at === 0 || Number(each) > Number(numbers[at - 1])),
      );
      if (!isAscending || !areNames(written) || (written.length && !item.write_ins)) return null;
      return numbers.length + written.length <= item.most ? { numbers: numbers.map(Number), written } : null;
    },
    post(item, text) {
      const [choices, ...written] = text.split("|");
      if (choices.length !== item.candidates.length || !/^[yna]*$/.test(choices)) return null;
      if (!areNames(written) || written.length > item.write_ins) return null;
      const chosen = choices.split("y").length - 1 + written.length;
      return chosen <= item.seats ? { choices, written } : null;
    },
  };

  const WRITTEN = {
    grade: (answer) => String(answer.grade),
    names: (answer) => [answer.numbers.join(","), ...answer.written].join("|"),
    post: (answer) => [answer.choices, ...answer.written].join("|"),
  };

  const PUBLISHED = {
    grade: (answer) => [String(answer.grade)],
    names(answer) {
      const names = [...answer.numbers.map(String), ...answer.written.map((name) => `=${name}`)];
      return names.length ? names : ["-"];
    },
    post: (answer) => [
      ...Array.from(answer.choices, (choice, at) => `${at + 1}${choice}`),
      ...answer.written.map((name) => `=${name}`),
    ],
  };

  /** Read the text of an answer to an item of a paper; null where the item does not allow it. */
  const readAnswer = (paper, item, text) => READ[item.form](item, text, paper);

  // No item allows it: so an item that is invalid on paper is counted as it would be by hand.
  const INVALID = "x";

  /** Write an answer as text; BallotError where the item does not allow it. */
  function writeAnswer(paper, item, answer) {
    if (answer.isInvalid) return INVALID;
    const text = WRITTEN[item.form](answer);
    // A bar in a name would make two of it.
    if (!areNames(answer.written || []) || !readAnswer(paper, item, text)) {
      throw new ballot.BallotError("answer_wrong", { item: item.number });
    }
    return text;
  }

  /** Return what is published of an answer, one by one. */
  const publishedOf = (item, answer) => PUBLISHED[item.form](answer);

  /** Lay the text of a group's answer into the paper's fixed length; BallotError where it is too long. */
  function laidOut(paper, paperDigest, group, item, text) {
    const answer = encoder.encode(text);
    if (answer.length > 255 || BEFORE_ANSWER + answer.length > paper.pad) {
      throw new ballot.BallotError("answer_long", { item: item.number });
    }
    const plain = new Uint8Array(paper.pad);
    plain[0] = group;
    plain.set(paperDigest.subarray(0, 8), 1);
    plain[9] = item.number >> 8;
    plain[10] = item.number & 255;
    plain[11] = answer.length;
    plain.set(answer, BEFORE_ANSWER);
    return plain;
  }

  /** Take the answer's text out of its fixed length; null where anything in it is otherwise. */
  function takenOut(paper, paperDigest, group, item, plain) {
    const length = plain[11];
    const end = BEFORE_ANSWER + length;
    const isHead =
      plain.length === paper.pad &&
      plain[0] === group &&
      (plain[9] << 8) + plain[10] === item.number &&
      end <= plain.length;
    if (!isHead) return null;
    for (let at = 0; at < 8; at += 1) if (plain[1 + at] !== paperDigest[at]) return null;
    for (let at = end; at < plain.length; at += 1) if (plain[at] !== 0) return null;
    try {
      return decoder.decode(plain.slice(BEFORE_ANSWER, end));
    } catch (error) {
      if (error instanceof TypeError) return null;
      throw error;
    }
  }

  Object.assign(ballot, { readAnswer, writeAnswer, publishedOf, laidOut, takenOut });
})();
