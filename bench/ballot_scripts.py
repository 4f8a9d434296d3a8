"""How long the ballot's scripts take in Chromium: `python -m bench.ballot_scripts [BALLOTS]`.

A paper of 60 persons × 5 questions: the voter's page until it can be filled in, a ballot until its
receipt is compared, and so many ballots (2,000) opened, merged and digested by two workers.
"""

import http.server
import json
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey
from playwright.sync_api import Page, sync_playwright

from bihuan.appraisals.standalone import recount, vote
from bihuan.appraisals.tests import blank_page, hall, papers, reference
from bihuan.appraisals.tests.reference import Paper
from tests.support.browser import ARGUMENTS
from tests.support.programs import chromium

BALLOTS, WORKERS = 2_000, 2
READY_MS, CAST_MS, OPEN_MS = 1_000, 1_000, 60_000
TICKS = os.sysconf("SC_CLK_TCK")


def made() -> Paper:
    """Return a paper of 60 persons × 5 questions for two groups."""
    items = [
        {
            "number": number,
            "form": "grade",
            "subject": f"干部{1 + (number - 1) // 5:02}",
            "question": "德能勤绩廉"[(number - 1) % 5],
            "scale": 0,
            "weight": "1",
            "cap": 0,
            "groups": [1, 2],
        }
        for number in range(1, 301)
    ]
    scale = [{"label": each, "points": "1"} for each in ("优秀", "称职", "基本称职", "不称职")]
    says = papers.SAYS | {"items": items, "scales": [scale], "pad": 16}
    return Paper(json.dumps(says, ensure_ascii=False))


def ballot(given: tuple[str, bytes, int]) -> bytes:
    """Return one ballot with answers that differ from voter to voter."""
    text, key, voter = given
    answers = {item: str(1 + (voter * item + voter // 7) % 4) for item in range(1, 301)}
    return vote.ballot_of(text, key, 1, answers)


def processor_seconds() -> float:
    """Return what Chromium's processes begun by this one have used so far."""
    used: dict[int, tuple[int, float]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # ended meanwhile
        used[int(folder.name)] = int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS
    total = 0.0
    for parent, seconds in used.values():
        above = parent
        while above in used and above != os.getpid():
            above = used[above][0]
        total += seconds if above == os.getpid() else 0
    return total


class Served(http.server.BaseHTTPRequestHandler):
    """The voter's page, its scripts and the two addresses it asks."""

    page: str
    text: str

    def do_GET(self) -> None:
        """Give a page or a script."""
        file = blank_page._file(self.path)
        body = file.read_bytes() if file else self.page.encode()
        kind = "text/html; charset=utf-8"
        if file:
            kind = "text/css" if file.suffix == ".css" else "text/javascript; charset=utf-8"
        self._give(kind, body)

    def do_POST(self) -> None:
        """Give the paper, or take a ballot."""
        body = self.rfile.read(int(self.headers["content-length"]))
        said: dict[str, Any] = {"paper": self.text, "group": 1, "has_ballot": False}
        if self.path == "/ballots":
            said = {"receipt": recount.written(recount.receipt_of(body[32:]))}
        self._give("application/json", json.dumps(said).encode())

    def _give(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.send_header("content-security-policy", blank_page.POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def told(name: str, limit: float, act: Callable[[], float]) -> None:
    """Print what took how long, on the clock and of the processor."""
    worked = processor_seconds()
    took = act()
    work = processor_seconds() - worked
    clock, processor = f"{took:,.0f} ms on the clock", f"{work:.2f} s of the processor"
    print(f"{name}: {clock}, {processor} (limit {limit:,.0f} ms)")


def ready(page: Page, address: str) -> float:
    """Open the page with a slip; return the milliseconds until the form stands."""
    page.goto("about:blank")
    page.goto(f"{address}/v/#{reference.make_slip()}")
    page.wait_for_selector("[data-step=paper]:not([hidden])")
    return float(page.evaluate("performance.now()"))


CAST = """() => new Promise((resolve) => {
  const began = performance.now();
  const step = document.querySelector("[data-step=receipt]");
  new MutationObserver(() => step.hidden || resolve(performance.now() - began))
    .observe(step, { attributes: true });
  document.querySelector("[data-cast]").click();
  setTimeout(() => document.querySelector("[data-cast-now]").click(), 0);
})"""
OPEN = """async ([text, publicKey, secretKey, scripts, workers]) => {
  const b = BihuanBallot;
  const paper = b.readPaper(text);
  const bytes = new Uint8Array(await b.getBytes("/box"));
  const each = bytes.length / paper.items.length;
  const lists = paper.items.flatMap(({ number }, at) => [
    { item: number, group: 1, bytes: bytes.slice(at * each, (at + 1) * each).buffer },
    { item: number, group: 2, bytes: new ArrayBuffer(0) },
  ]);
  const expected = b.boxDigest(paper, lists);
  const began = performance.now();
  const opening = await b.openBox({
    paper, lists, expected, scripts, workers,
    publicKey: b.fromHex(publicKey), secretKey: b.fromHex(secretKey),
  });
  const digest = b.openingDigest(opening);
  const valid = opening.items.reduce((sum, item) => sum + item.cells[0].ballots, 0);
  return [performance.now() - began, valid, digest];
}"""


def opened(page: Page, paper: Paper, key: PrivateKey, box: bytes) -> float:
    """Open a box in a page; return the milliseconds."""
    page.route("**/box", lambda route: route.fulfill(body=box))
    vendored, ours = blank_page.VENDORED[0], "/appraisals"
    scripts = {"libsodium": vendored, "answers": f"{ours}/answers.js"}
    scripts["worker"] = f"{ours}/opening_worker.js"
    keys = [bytes(key.public_key).hex(), bytes(key).hex()]
    took, valid, _digest = page.evaluate(OPEN, [paper.text, *keys, scripts, WORKERS])
    assert valid == len(box) // (16 + 48), valid
    return float(took)


def main(ballots: int) -> None:
    """Print the three rows."""
    paper, key = made(), PrivateKey.generate()
    public = bytes(key.public_key)
    Served.page = hall.page_of("voting", KEY=public.hex())
    Served.text = paper.text
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Served)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    with multiprocessing.Pool(2) as pool:
        sealed = pool.map(ballot, [(paper.text, public, voter) for voter in range(ballots)], 20)
    box = b"".join(each[at : at + 64] for at in range(0, 300 * 64, 64) for each in sealed)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page()
        told("page ready, first visit", READY_MS, partial(ready, page, address))
        told("page ready, again", READY_MS, partial(ready, page, address))
        told("300 items sealed, receipted", CAST_MS, lambda: float(page.evaluate(CAST)))
        Served.page = blank_page.blank().replace("</html>", "", 1)
        elements = '<script src="/appraisals/elements.js"></script></html>'
        Served.page += elements
        page.goto(f"{address}/opening")
        name = f"{300 * ballots:,} answers opened by {WORKERS} workers"
        told(name, OPEN_MS, partial(opened, page, paper, key, box))
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else BALLOTS)
