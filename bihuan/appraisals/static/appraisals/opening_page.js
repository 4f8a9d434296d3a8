/* The opening (开票), and its check by a second one (核验): shares, lists, answers, what is sent. The
   secret key and what is not published stay in this page and end with it. */
(function () {
  "use strict";
  const ballot = self.BihuanBallot;
  const root = document.getElementById("opening");
  if (!root) return;
  const { found, showStep, tell, saying } = ballot;
  const AT_ONCE = 6; // requests under way, as many as a browser makes anyway
  const TRIES = 3;

  ballot.sayAlso({
    fetching: "正在读取密封选票：{done}/{all}",
    opening: "正在开票：{done}/{all}",
    agrees: "核验一致：这次开票与已记录的开票逐项相同。",
    differs: "核验不一致：请保留现场，换一台设备再核验一次，并报告负责人。",
    sent: "开票结果已经送出。",
    not_sent_yet: "开票结果还没有送出，离开本页后须重新输入密钥。",
  });

  const isCheck = root.dataset.mode === "verify";
  const poll = ballot.fromHex(root.dataset.poll);
  const publicKey = ballot.fromHex(root.dataset.publicKey);
  const wordsOf = (text) => text.split(/\s+/).filter(Boolean);
  const scripts = {
    worker: root.dataset.workerUrl, libsodium: root.dataset.libsodiumUrl, answers: root.dataset.answersUrl,
  };
  let done = null; // { opening, digest, proof }

  function showProgress(code, count, all) {
    const bar = found(root, "bar");
    bar.max = all || 1;
    bar.value = count;
    found(root, "progress").textContent = ballot.say(code, { done: count, all });
  }

  async function fetched(address) {
    for (let tried = 1; ; tried += 1) {
      try {
        return await ballot.getBytes(address);
      } catch (error) {
        if (error.code !== "network" || tried === TRIES) throw error;
      }
    }
  }

  /** Fetch all lists of the box, a few at a time. */
  async function fetchLists(paper) {
    const lists = ballot.listsOf(paper).map((place) => ({ ...place, bytes: null }));
    let next = 0;
    let come = 0;
    async function fetchOn() {
      while (next < lists.length) {
        const list = lists[next];
        next += 1;
        const address = `${root.dataset.listUrl}?item=${list.item}&group=${list.group}`;
        list.bytes = await fetched(address);
        come += 1;
        showProgress("fetching", come, lists.length);
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, fetchOn));
    return lists;
  }

  async function readPaper() {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return ballot.readPaper(text.decode(await fetched(root.dataset.paperUrl)));
  }

  async function open(secretKey) {
    showStep(root, "opening");
    const paper = await readPaper();
    const lists = await fetchLists(paper);
    const opening = await ballot.openBox({
      paper, lists, publicKey, secretKey, scripts, expected: root.dataset.boxDigest,
      onProgress: (count, all) => showProgress("opening", count, all),
    });
    const proof = ballot.toHex(ballot.proofOf(poll, secretKey));
    done = { opening, digest: ballot.openingDigest(opening), proof };
    found(root, "tally").replaceChildren(ballot.drawTally(paper, opening));
    found(root, "digest").textContent = done.digest;
    showStep(root, "tally");
  }

  async function send() {
    tell(root, "");
    const { opening, digest, proof } = done;
    const body = isCheck ? { opening_digest: digest, proof } : { opening, proof };
    const answer = await ballot.postFromOffice(root.dataset.sendUrl, body);
    done = null;
    const code = isCheck ? (answer.agrees ? "agrees" : "differs") : "sent";
    found(root, "sent").textContent = ballot.say(code);
    found(root, "onward").hidden = !answer.url;
    if (answer.url) found(root, "onward").href = answer.url;
    showStep(root, "sent");
  }

  /** Ask for the shares and open; what fails while opening leads back to the shares. */
  async function begin() {
    await ballot.ready;
    showStep(root, "shares");
    const secretKey = await ballot.askShares({
      container: found(root, "shares"), poll, publicKey, needed: Number(root.dataset.needed),
      commitments: wordsOf(root.dataset.commitments), labels: JSON.parse(root.dataset.labels),
      tell: (said) => tell(root, said),
    });
    try {
      await open(secretKey);
    } catch (error) {
      tell(root, ballot.sentenceOf(error));
      begin();
    } finally {
      secretKey.fill(0);
    }
  }

  found(root, "send").addEventListener("click", async (event) => {
    event.currentTarget.disabled = true;
    await saying(root, send);
    found(root, "send").disabled = false;
  });
  self.addEventListener("beforeunload", (event) => {
    if (!done) return;
    event.preventDefault();
    event.returnValue = ballot.say("not_sent_yet");
  });
  saying(root, begin);
})();
