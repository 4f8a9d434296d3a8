"""A small paper with every form of item, and boxes filled for it."""

import json
import secrets
from typing import Any

from nacl.public import PrivateKey

from bihuan.appraisals.tests.reference import Lists, Paper

POLL = bytes(range(16))
GROUPS = (1, 2, 3)
FORMS: list[dict[str, Any]] = [
    {"form": "grade", "subject": "甲", "question": "德", "scale": 0, "weight": "1"},
    {"form": "names", "candidates": ["甲", "乙", "丙", "丁"], "most": 3, "write_ins": True},
    {"form": "post", "candidates": ["甲", "乙", "丙"], "seats": 1, "write_ins": 1},
    {"form": "names", "candidates": ["甲", "乙"], "most": 2, "write_ins": False},
]
PLACES = {1: [1, 2, 3], 2: [1, 2, 3], 3: [2, 1], 300: [3]}
ITEMS = [
    {"number": number, "groups": groups, **form}
    for (number, groups), form in zip(PLACES.items(), FORMS, strict=True)
]
SAYS = {
    "version": 1,
    "poll": POLL.hex(),
    "kind": "appraisal",
    "title": "测评",
    "pad": 96,
    "groups": [{"number": number, "label": f"第{number}组", "weight": "30"} for number in GROUPS],
    "scales": [[{"label": label, "points": "60"} for label in ("优秀", "称职", "不称职")]],
    "items": ITEMS,
}


def make_paper(**changes: Any) -> Paper:
    """Return the small paper, its text with blanks as no program of ours writes it."""
    return Paper(json.dumps(SAYS | changes, ensure_ascii=False, indent=1))


def make_key() -> tuple[bytes, bytes]:
    """Return a public and its secret key."""
    key = PrivateKey.generate()
    return bytes(key.public_key), bytes(key)


VALID = {
    1: ("0", "1", "2", "3"),
    2: ("", "1", "1,4", "2|村里的会计", "|𠮷野家的", "|\ufefe张", "1|乙|甲 乙", "|" + "长" * 20),
    3: ("yna", "nnn", "aaa|木匠", "nny"),
    300: ("", "1", "2", "1,2"),
}
INVALID = {
    1: ("", "4", "01", "-1", "1 ", "１", "y"),
    2: (
        "4,1",
        "1,1",
        "5",
        "1,2,3|四",
        "|",
        "|甲|甲",
        "1,",
        ",",
        "|" + "长" * 21,
        "01",
        "1|",
        "| 甲",
        "|甲\u3000",
        "|甲\x85",
        "|甲\x1f",
        "|\x7f",
    ),
    3: ("yn", "ynaa", "yya", "YNA", "ynn|木匠", "nnn|一|二", "nnn|", ""),
    300: ("1|另写", "3", "|"),
}


def make_box(paper: Paper, public_key: bytes, counts: dict[int, int]) -> Lists:
    """Fill a box: so many ballots a group, valid answers in turn, and every bad kind."""
    lists: Lists = {}
    for item in ITEMS:
        number = item["number"]
        for group in item["groups"]:
            good = VALID[number]
            answers = [good[(at + group) % len(good)] for at in range(counts[group])]
            lists[number, group] = [
                paper.sealed(public_key, group, number, each) for each in answers
            ]
    _spoil(paper, public_key, lists)
    return {place: sorted(sealed) for place, sealed in lists.items()}


def _spoil(paper: Paper, public_key: bytes, lists: Lists) -> None:
    """Add what must be counted as invalid."""
    other = make_paper(title="另一次测评")
    altered = bytearray(paper.sealed(public_key, 1, 1, "1"))
    altered[-1] ^= 1
    lists[1, 1] += [
        bytes(altered),
        secrets.token_bytes(len(altered)),
        paper.sealed(public_key, 1, 2, "1"),  # of another item
        paper.sealed(public_key, 2, 1, "1"),  # of another group
        other.sealed(public_key, 1, 1, "1"),  # of another poll's paper
        lists[1, 1][0],  # copied in the same group
        *(paper.sealed(public_key, 1, 1, answer) for answer in INVALID[1]),
    ]
    lists[1, 2] += [lists[1, 1][1]]  # copied from another group
    lists[2, 2] += [paper.sealed(public_key, 2, 2, answer) for answer in INVALID[2]]
    lists[3, 2] += [paper.sealed(public_key, 2, 3, answer) for answer in INVALID[3]]
    lists[300, 3] += [paper.sealed(public_key, 3, 300, answer) for answer in INVALID[300]]
