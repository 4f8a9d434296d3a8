"""The stand-alone programs in the words of the browser's tests, which are held against them."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nacl.public import PublicKey, SealedBox

from bihuan.appraisals.standalone import open_box, recount, vote

SIGNS = recount.SIGNS
hashed = recount.H
check_sign = open_box.check_sign
make_slip = vote.new_slip
joined = open_box.combine
opening_digest = recount.opening_digest
Lists = dict[tuple[int, int], list[bytes]]
"""The sealed answers of a box, by item and group, each list ascending."""


def to_signs(given: bytes) -> str:
    """Write bytes as signs of five bits, filled up with zero bits."""
    return recount.written(given).replace("-", "")


def share_lines(share: bytes) -> list[str]:
    """Write a share of 33 bytes as four lines of 16 signs."""
    return [line.replace("-", "") for line in open_box.share_lines(share)]


@dataclass(frozen=True)
class Paper:
    """A paper: its text as the server gives it, and what it says."""

    text: str

    @property
    def says(self) -> dict[str, Any]:
        """Return the paper as read from its text."""
        says: dict[str, Any] = json.loads(self.text)
        return says

    @property
    def digest(self) -> bytes:
        """Return H(paper; text)."""
        return hashed("paper", self.text.encode())

    def laid_out(self, group: int, item: int, answer: str) -> bytes:
        """Lay a group's answer into the paper's fixed length."""
        return open_box.laid_out(self.digest, group, item, answer, self.says["pad"])

    def sealed(self, public_key: bytes, group: int, item: int, answer: str) -> bytes:
        """Seal one answer."""
        return SealedBox(PublicKey(public_key)).encrypt(self.laid_out(group, item, answer))


def choices_of(paper: dict[str, Any], item: dict[str, Any], answer: str) -> list[str] | None:
    """Return what is published of an answer; None where the item does not allow it."""
    try:
        return recount.choices_of(item, paper["scales"], answer)
    except recount.Faulty:
        return None


def published(groups: Sequence[tuple[Sequence[Sequence[str]], int]]) -> list[dict[str, Any]]:
    """Merge groups 1, 2, …, each valid answers and how many invalid; every list is sorted."""
    cells = [
        recount.Cell([number], len(answers), invalid, [each for one in answers for each in one])
        for number, (answers, invalid) in enumerate(groups, start=1)
    ]
    said = [open_box._said(cell) for cell in recount.merged(cells)]
    return [{**cell, "answers": sorted(cell["answers"])} for cell in said]


def box_digest(paper: Paper, lists: Lists) -> str:
    """Return the digest that is fixed at closing."""
    return open_box.digest_of_box(paper.digest, _in_order(paper, lists))


def _in_order(paper: Paper, lists: Lists) -> list[tuple[int, int, list[bytes]]]:
    places = [(item["number"], g) for item in paper.says["items"] for g in sorted(item["groups"])]
    return [(item, group, lists[item, group]) for item, group in places]


def opening_of(paper: Paper, lists: Lists, keys: tuple[bytes, bytes]) -> dict[str, Any]:
    """Open a box with its public and its secret key; every list of answers is sorted."""
    box = {
        "paper": paper.text,
        "public_key": keys[0].hex(),
        "box_digest": box_digest(paper, lists),
        "lists": [
            {"item": item, "group": group, "content": base64.b64encode(b"".join(sealed)).decode()}
            for item, group, sealed in _in_order(paper, lists)
        ],
    }
    opening: dict[str, Any] = open_box.open_box(box, keys[1])
    for item in opening["items"]:
        for cell in item["cells"]:
            cell["answers"].sort()
    return opening
