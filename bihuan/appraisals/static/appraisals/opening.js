/* The opening of a box: its digest, its answers opened by workers, and what is published of them. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});
  const PIECE = 1000; // answers given to a worker at once: about a quarter of a second
  const AHEAD = 2; // pieces that a worker has before it, so that it need not wait

  const keyOf = (item, group) => `${item}/${group}`;

  /** The lists that a box has: each item's number with each of its groups, in the order of the digest. */
  function listsOf(paper) {
    return paper.items.flatMap((item) =>
      item.groups.slice().sort((a, b) => a - b).map((group) => ({ item: item.number, group })),
    );
  }

  /** Digest a box: `lists` are `{item, group, bytes}`, one for each that the paper has. */
  function boxDigest(paper, lists) {
    const sealed = paper.pad + 48;
    const given = new Map(lists.map((list) => [keyOf(list.item, list.group), list.bytes]));
    const digest = ballot.hashing("box");
    digest.add(paper.digest);
    for (const { item, group } of listsOf(paper)) {
      const bytes = given.get(keyOf(item, group));
      if (!bytes || bytes.byteLength % sealed) throw new ballot.BallotError("box_torn", { item, group });
      digest.add(ballot.number(item, 2));
      digest.add(ballot.number(group, 1));
      digest.add(ballot.number(bytes.byteLength / sealed, 4));
      digest.add(new Uint8Array(bytes));
    }
    return ballot.toHex(digest.end());
  }

  /** Cut the lists into pieces for the workers. */
  function piecesOf(lists, sealed) {
    return lists.flatMap((list, at) => {
      const pieces = [];
      for (let from = 0; from < list.bytes.byteLength; from += PIECE * sealed) {
        const bytes = list.bytes.slice(from, from + PIECE * sealed);
        pieces.push({ list: at, group: list.group, item: list.item, bytes });
      }
      return pieces;
    });
  }

  /** Let workers open pieces; resolves to a list of texts for each, in their order. */
  function openedBy(workers, pieces, onOpened) {
    const opened = new Array(pieces.length);
    let next = 0;
    let left = pieces.length;
    return new Promise((resolve, reject) => {
      if (!left) resolve(opened);
      const give = (worker) => {
        if (next === pieces.length) return;
        const { group, item, bytes } = pieces[next];
        worker.postMessage({ piece: next, group, item, bytes }, [bytes]);
        next += 1;
      };
      workers.forEach((worker) => {
        const broke = () => reject(new ballot.BallotError("worker_broke"));
        worker.onerror = broke;
        worker.onmessageerror = broke;
        worker.onmessage = ({ data }) => {
          opened[data.piece] = data.texts;
          left -= 1;
          onOpened(data.texts.length);
          if (left) give(worker);
          else resolve(opened);
        };
        for (let ahead = 0; ahead < AHEAD; ahead += 1) give(worker);
      });
    });
  }

  /** Remember sealed answers: the function returned tells whether one like it came before. */
  function remembering() {
    const seen = new Map();
    return function isSeen(sealed) {
      // Its first bytes are a key of its own; only where they are the same are all of them compared.
      const place = sealed[0] + 256 * (sealed[1] + 256 * (sealed[2] + 256 * (sealed[3] + 256 * sealed[4])));
      const like = seen.get(place);
      if (!like) seen.set(place, [sealed]);
      else if (like.some((other) => ballot.isSame(other, sealed))) return true;
      else like.push(sealed);
      return false;
    };
  }

  /** Return of an item's lists what each group's cell holds; the second of two alike is invalid. */
  function groupsOf(paper, item, lists, textsOf) {
    const sealed = paper.pad + 48;
    const published = new Map();
    const choicesOf = (text) => {
      if (!published.has(text)) {
        published.set(text, ballot.publishedOf(item, ballot.readAnswer(paper, item, text)));
      }
      return published.get(text);
    };
    return lists.map((list) => {
      const bytes = new Uint8Array(list.bytes);
      const cell = { groups: [list.group], invalid: 0, answers: [] };
      const isSeen = remembering();
      textsOf(list).forEach((text, at) => {
        const isSecond = isSeen(bytes.subarray(at * sealed, (at + 1) * sealed));
        if (text === null || isSecond) cell.invalid += 1;
        else cell.answers.push(choicesOf(text));
      });
      return cell;
    });
  }

  function startWorkers(count, scripts, begin) {
    return Array.from({ length: count }, () => {
      const worker = new Worker(scripts.worker);
      worker.postMessage({ begin: { ...begin, scripts: [scripts.libsodium, scripts.answers] } });
      return worker;
    });
  }

  const workersFor = (asked) => asked || Math.max(2, Math.min(4, navigator.hardwareConcurrency || 2));

  /** Open a box; resolves to the opening, rejects with BallotError.

     `paper` as `readPaper` gives it; `lists` of `{item, group, bytes: ArrayBuffer}`; `expected` the
     box's digest as it was fixed at closing (hexadecimal); `scripts` the addresses `worker`,
     `before`, `libsodium` and `answers`; `onProgress(opened, all)`. */
  async function openBox({ paper, lists, expected, publicKey, secretKey, scripts, workers, onProgress }) {
    const digest = boxDigest(paper, lists);
    if (digest !== expected) throw new ballot.BallotError("box_other");
    const sealed = paper.pad + 48;
    const all = lists.reduce((sum, list) => sum + list.bytes.byteLength / sealed, 0);
    const pieces = piecesOf(lists, sealed);
    const begin = {
      paper: { pad: paper.pad, scales: paper.scales, items: paper.items },
      paperDigest: paper.digest, publicKey, secretKey,
    };
    const started = startWorkers(workersFor(workers), scripts, begin);
    let opened = 0;
    let texts;
    try {
      texts = await openedBy(started, pieces, (count) => {
        opened += count;
        if (onProgress) onProgress(opened, all);
      });
    } finally {
      started.forEach((worker) => worker.terminate());
    }
    const byList = lists.map(() => []);
    pieces.forEach((piece, at) => byList[piece.list].push(texts[at]));
    const textsOf = (list) => byList[lists.indexOf(list)].flat();
    return {
      version: 1,
      poll: paper.poll,
      paper_digest: ballot.toHex(paper.digest),
      box_digest: digest,
      items: paper.items.map((item) => {
        const own = lists.filter((list) => list.item === item.number).sort((a, b) => a.group - b.group);
        return { item: item.number, cells: ballot.publishedCells(groupsOf(paper, item, own, textsOf)) };
      }),
    };
  }

  Object.assign(ballot, { listsOf, boxDigest, openBox });
})();
