"""Names of places and bodies in a message, found by the words they end in.

A name is what stands between a word that cannot belong to it (在, 的, 附近, a stop) or a superior
place (某某镇) and a word that such names end in (村, 小区, 渠, 学校). No list of names is kept:
every county has its own.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

LONGEST_STEM = 8
_WORDS = tomllib.loads(Path(__file__).with_name("place_words.toml").read_text("utf-8"))
_ENDINGS = _WORDS["endings"].split()
_GENERAL = frozenset(_WORDS["general"].split())
_SITES = tuple(_WORDS["sites"].split())
_ENDING_SIGNS = frozenset(ending[-1] for ending in _ENDINGS)
_SUPERIOR = re.compile(
    r"^(?:[^\W_]{1,3}?(?:省|市|区|县|州)|[^\W_]{1,4}?(?:街道办事处|街道办|街道|镇|乡))"
)
_BREAK = re.compile(
    r"附近|旁边|影响|污染|扰民|噪音|修建|新建|建设|违建|违规|违法|非法|强制|组织|拖欠|涉嫌|施工|解决|位于|家住|居住"
    r"|旁|[的了在是于从到对请和与及或把被将为让给向由就也都还很又再无没不何怎哪这那该我你他您们"
    r"要求盼望希诉映议询举报关注问咨建反投处]|[\W_]"
)
# 新塘村 is a village, not a pond: a short ending counts where no other follows.
_SHORT = "".join(ending for ending in _ENDINGS if len(ending) == 1)
_LONG = "|".join(ending for ending in _ENDINGS if len(ending) > 1)
_NAME = re.compile(
    rf"([^\W_]{{1,{LONGEST_STEM + 4}}}?)({_LONG}|[{_SHORT}](?![{_SHORT}]|小区|社区|大道))"
)
_DIVISION = re.compile(
    r"(?:[a-z]\d+|(?<![^\W_])[^\W\d_a-z]{1,3}|[^\W\d_a-z]{2})(?:省|市|区|县|镇|乡|街道)"
)


@dataclass(frozen=True)
class Name:
    """A name and where it stands in its text: from `begin`, its ending from `ending` to `end`."""

    begin: int
    ending: int
    end: int
    text: str


def names_in(text: str) -> list[Name]:
    """Return the names in a folded text, in order."""
    found: list[Name] = []
    begin = 0
    for piece in _BREAK.split(text):
        at = text.index(piece, begin)
        begin = at + len(piece)
        if len(piece) < 2 or not _ENDING_SIGNS.intersection(piece):
            continue
        at += _above(piece)
        for match in _NAME.finditer(text[at:begin]):
            stem = match.group(1)
            start = at + match.start() + _above(stem)
            ending, end = at + match.end(1), at + match.end()
            name = text[start:end]
            if text[start:ending] in _GENERAL or ending - start > LONGEST_STEM:
                continue
            if not name.endswith(_SITES):
                found.append(Name(start, ending, end, name))
    return found


def divisions_in(text: str) -> list[tuple[int, int]]:
    """Return where towns, districts and counties are named in a folded text."""
    return [match.span() for match in _DIVISION.finditer(text)]


def _above(name: str) -> int:
    """Return how many signs of a name are superior places written before it."""
    at = 0
    while (found := _SUPERIOR.match(name[at:])) and len(name) - at - found.end() >= 2:
        at += found.end()
    return at
