"""A small server of one poll for the pages' scripts: the addresses they ask, kept in memory.

It answers as the protocol says and remembers all that it was sent, for tests to look for what
must not be in it.
"""

import json
import random
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route

from bihuan.appraisals.standalone import open_box, recount
from bihuan.appraisals.tests import blank_page, papers, reference
from bihuan.appraisals.tests.reference import Lists, Paper

ORIGIN = blank_page.ORIGIN


def page_of(name: str, **words: str) -> str:
    """Return a page of the harness, words in capitals replaced."""
    text = (blank_page.HERE / "harness" / f"{name}.html").read_text("utf-8")
    tags = "\n".join(f'<script src="{a}" defer></script>' for a in blank_page.page_scripts(name))
    for word, value in {"SCRIPTS": tags, "POLL": papers.POLL.hex(), **words}.items():
        text = text.replace(word, value)
    return text


@dataclass
class Hall:
    """One poll as its server knows it."""

    paper: Paper
    key: str = ""
    commitments: list[str] = field(default_factory=list)
    proof_kept: str = ""
    slips: dict[bytes, tuple[int, bool]] = field(default_factory=dict)
    ballots: dict[bytes, bytes] = field(default_factory=dict)
    tags: dict[bytes, bytes] = field(default_factory=dict)
    lists: Lists = field(default_factory=dict)
    opening: dict[str, Any] = field(default_factory=dict)
    is_closed: bool = False
    down: int = 0
    """How many requests for a ballot are to get no answer."""
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    """Everything that was posted: address, headers, body."""

    @property
    def digest(self) -> str:
        """Return the digest of the sealed lists."""
        return reference.box_digest(self.paper, self.lists)

    def pages(self) -> dict[str, str]:
        """Return the pages as they stand."""
        words = {"KEY": self.key, "COMMITMENTS": " ".join(self.commitments)}
        words["DIGEST"] = self.digest if self.lists else ""
        return {
            "/ceremony": page_of("ceremony"),
            "/slips": page_of("slips", IS_PAPER=""),
            "/slips-paper": page_of("slips", IS_PAPER="data-is-paper"),
            "/v/": page_of("voting", **words),
            "/entry": page_of("entry", **words),
            "/opening": page_of("opening", MODE="open", **words),
            "/verify": page_of("opening", MODE="verify", **words),
        }

    def answer(self, route: Route) -> None:
        """Answer a request, as the server would."""
        request = route.request
        path = request.url.removeprefix(ORIGIN).partition("#")[0]
        if request.method == "POST":
            self.came.append((path, request.all_headers(), request.post_data_buffer or b""))
            posted = POSTED.get(path)
            assert posted, path
            posted(self, route, request.post_data_buffer or b"")
        elif path.startswith("/list?"):
            item, group = (int(part.partition("=")[2]) for part in path.split("?")[1].split("&"))
            route.fulfill(body=b"".join(self.lists[item, group]))
        elif path == "/paper.json":
            route.fulfill(body=self.paper.text, content_type="text/plain; charset=utf-8")
        else:
            blank_page.answered(route, self.pages())

    def take_key(self, route: Route, body: bytes) -> None:
        """Keep what the ceremony's form sends."""
        fields = dict(part.partition("=")[::2] for part in body.decode().split("&"))
        self.key, self.proof_kept = fields["public_key"], fields["proof_kept"]
        given = (fields[f"commitment_{number}"] for number in range(1, 5))
        self.commitments = [each for each in given if each]
        route.fulfill(body="ok", content_type="text/html")

    def register(self, route: Route, body: bytes) -> None:
        """Register slips by what is kept of them."""
        said = json.loads(body)
        for kept in said["kept"]:
            self.slips[bytes.fromhex(kept)] = said["group"], said["is_paper"]
        route.fulfill(json={"count": len(said["kept"])})

    def give_paper(self, route: Route, body: bytes) -> None:
        """Give the paper to whoever has a slip."""
        kept = reference.hashed("kept", body)
        if self.is_closed or kept not in self.slips:
            said = "投票已经结束，没有收下。" if self.is_closed else "没有这张票证，请核对。"
            route.fulfill(status=403, json={"said": said})
            return
        group, is_paper = self.slips[kept]
        said_of = {"group": group, "is_paper": is_paper, "has_ballot": kept in self.ballots}
        route.fulfill(json={"paper": self.paper.text, **said_of})

    def take_ballot(self, route: Route, body: bytes) -> None:
        """Keep a ballot in place of an earlier one."""
        if self.down:
            self.down -= 1
            route.abort()
            return
        if self.is_closed:
            route.fulfill(status=409, json={"said": "投票已经结束，没有收下。"})
            return
        self.ballots[reference.hashed("kept", body[:32])] = body[32:]
        route.fulfill(json={"receipt": recount.written(recount.receipt_of(body[32:]))})

    def take_paper(self, route: Route, body: bytes) -> None:
        """Keep a paper ballot, or compare it with its first typing."""
        kept = reference.hashed("kept", body[:32])
        items = self.items_of(self.slips[kept][0])
        tags, ballot = body[32 : 32 + 16 * len(items)], body[32 + 16 * len(items) :]
        if kept not in self.tags:
            self.tags[kept], self.ballots[kept] = tags, ballot
            route.fulfill(json={"state": "first"})
            return
        first = self.tags[kept]
        differing = [
            item
            for at, item in enumerate(items)
            if first[16 * at : 16 * at + 16] != tags[16 * at : 16 * at + 16]
        ]
        route.fulfill(json={"state": "differs" if differing else "agreed", "differing": differing})

    def take_opening(self, route: Route, body: bytes) -> None:
        """Keep an opening, or compare its digest with the first."""
        said = json.loads(body)
        kept = reference.hashed("proofkept", bytes.fromhex(said["proof"])).hex()
        assert kept == self.proof_kept
        if "opening_digest" in said:
            agrees = recount.opening_digest(self.opening) == said["opening_digest"]
            route.fulfill(json={"agrees": agrees, "url": "/v/"})
            return
        self.opening = said["opening"]
        route.fulfill(json={"url": "/v/"})

    def items_of(self, group: int) -> list[int]:
        """Return the numbers of a group's items."""
        return [item["number"] for item in self.paper.says["items"] if group in item["groups"]]

    def close(self) -> None:
        """Take the ballots apart into lists."""
        self.is_closed = True
        size = self.paper.says["pad"] + open_box.OVERHEAD
        for item in self.paper.says["items"]:
            for group in item["groups"]:
                self.lists[item["number"], group] = []
        for kept, ballot in self.ballots.items():
            group = self.slips[kept][0]
            for at, item in enumerate(self.items_of(group)):
                self.lists[item, group].append(ballot[at * size : (at + 1) * size])
        for sealed in self.lists.values():
            random.SystemRandom().shuffle(sealed)
            sealed.sort()


POSTED = {
    "/key": Hall.take_key,
    "/register": Hall.register,
    "/paper": Hall.give_paper,
    "/office/paper": Hall.give_paper,
    "/ballots": Hall.take_ballot,
    "/office/ballot": Hall.take_paper,
    "/opening": Hall.take_opening,
}


def entered(browser: Browser, hall: Hall, errors: list[str], **options: Any) -> BrowserContext:
    """Return a browser of somebody in the hall; errors of scripts are added to the list."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, **options)
    context.set_default_timeout(15_000)
    context.route(f"{ORIGIN}/**", hall.answer)

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())

    context.on("page", watch)
    return context
