"""Placeholders and tags as they stand in a paragraph's words, and whether they pair.

A tag is read the same here and by the language: it holds no braces and no backslash, and its quotes
pair, so nothing that follows it can be drawn into it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

HARD = "\ufffc"  # stands in a paragraph's words for what is no word: a picture, a tab, a field
_LIKE = str.maketrans("｛｝％＃", "{}%#")
_TAG = re.compile(
    rf"\{{\{{([^{{}}{HARD}]*)\}}\}}|\{{%([^{{}}{HARD}]*)%\}}|\{{#([^{{}}{HARD}]*)#\}}"
)
_LEFT = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_STRING = re.compile(r"""("[^"]*"|'[^']*')""")
_PAIRED = re.compile(r"""(?:[^"'\\]|"[^"\\]*"|'[^'\\]*')*""")
_FULL_WIDTH = str.maketrans("（），＝＞＜！．＿－　\xa0\t\r\n", "(),=><!._-     ")
_MARKS = re.compile("[\ufdd0-\ufdef]")
_LEVEL = re.compile(r"(tr|tc|p|r)\s+(?=[a-z]+\b)")
OPENS = {"for": "endfor", "if": "endif"}
WITHIN = {"elif": ("if",), "else": ("if", "for")}
KEYWORDS = frozenset({*OPENS, *OPENS.values(), *WITHIN})

INCOMPLETE, UNPAIRED_QUOTES, UNKNOWN_TAG = "incomplete", "unpaired_quotes", "unknown_tag"
NOT_PAIRED_HERE, IN_BOX, NO_COLUMNS = "not_paired_here", "in_box", "no_columns"
FAULTS = frozenset({INCOMPLETE, UNPAIRED_QUOTES, UNKNOWN_TAG, NOT_PAIRED_HERE, IN_BOX, NO_COLUMNS})


@dataclass(frozen=True)
class Place:
    """Where something stands: the part, its paragraph (from 1), or table, row and cell (from 1).

    `near` is how the paragraph begins.
    """

    part: str = "body"
    paragraph: int = 0
    cells: tuple[tuple[int, int, int], ...] = ()
    near: str = ""


@dataclass(frozen=True)
class Tag:
    """A placeholder (`keyword` is empty) or a tag, from `start` to `end` of the words."""

    content: str
    keyword: str
    start: int
    end: int
    place: Place = Place()
    fault: str = ""

    @property
    def is_placeholder(self) -> bool:
        """Tell whether something is printed here."""
        return not self.keyword

    def at(self, place: Place) -> "Tag":
        """Return the tag with its place."""
        return replace(self, place=place)


@dataclass(frozen=True)
class Fault:
    """Something that the file alone shows to be wrong; `written` is what stands there."""

    code: str
    written: str
    place: Place

    def to_json(self) -> dict[str, Any]:
        """Return the fault for the server."""
        return {"code": self.code, "written": self.written, "place": place_json(self.place)}


def place_json(place: Place) -> list[Any]:
    """Return a place as a list."""
    return [place.part, place.paragraph, [list(cell) for cell in place.cells], place.near]


def has_tags(words: str) -> bool:
    """Tell whether words hold anything that opens or closes a tag."""
    return _LEFT.search(words.translate(_LIKE)) is not None


def tags_in(words: str) -> tuple[list[Tag], str]:
    """Return the tags of a paragraph, and what is left over of broken ones ("" for nothing)."""
    looked_at = words.translate(_LIKE)
    found: list[Tag] = []
    rest, end = "", 0
    for match in _TAG.finditer(looked_at):
        rest += looked_at[end : match.start()] + HARD
        end = match.end()
        at = (match.start(), match.end())
        if match[1] is not None:
            found.append(_placeholder(words[match.start(1) : match.end(1)], at))
        elif match[2] is not None:
            found.append(_statement(words[match.start(2) : match.end(2)], at))
        else:
            found.append(Tag("", "#", *at))
    rest += looked_at[end:]
    left = _LEFT.search(rest)
    return found, rest[left.start() : left.start() + 40].split(HARD)[0] if left else ""


def tidied(words: str) -> str:
    """Return words with their tags as the language writes them; broken ones stay as they are."""
    pieces: list[str] = []
    end = 0
    for tag in tags_in(words)[0]:
        pieces.append(words[end : tag.start])
        end = tag.end
        if tag.fault or tag.keyword == "#":
            pieces.append(words[tag.start : tag.end])
        else:
            sign = "%" if tag.keyword else ""
            pieces.append(f"{{{sign or '{'} {tag.content} {sign or '}'}}}")
    return "".join(pieces) + words[end:]


def _placeholder(written: str, at: tuple[int, int]) -> Tag:
    content = normalised(written.removeprefix("-").removesuffix("-"))
    return Tag(content, "", *at, fault="" if _PAIRED.fullmatch(content) else UNPAIRED_QUOTES)


def _statement(written: str, at: tuple[int, int]) -> Tag:
    content = normalised(written.strip("-+"))
    level = _LEVEL.match(content)
    content = content[level.end() :] if level else content
    keyword = re.match(r"\w*", content)[0] or "?"  # type: ignore[index]  # it matches nothing, too
    fault = ""
    if level and level[1] == "tc":
        fault = NO_COLUMNS
    elif keyword not in KEYWORDS:
        fault = UNKNOWN_TAG
    elif not _PAIRED.fullmatch(content):
        fault = UNPAIRED_QUOTES
    return Tag(content, keyword, *at, fault=fault)


def normalised(written: str) -> str:
    """Return a tag's content with quotes and signs as the language writes them.

    Word and Chinese input methods make them curly and full-width; within quotes all stays.
    """
    text = _MARKS.sub("", written)
    if '"' not in text:
        text = re.sub("[“”„‟＂]", '"', text)
    if "'" not in text and '"' not in text:
        text = re.sub("[‘’‚‛＇]", "'", text)
    parts = _STRING.split(text)
    parts[::2] = [part.translate(_FULL_WIDTH) for part in parts[::2]]
    return " ".join("".join(parts).split("\n")).strip()


def unpaired(tags: Iterable[Tag]) -> list[Tag]:
    """Return the tags of one level (a paragraph; those alone in theirs; rows) that do not pair."""
    stack: list[Tag] = []
    wrong: list[Tag] = []
    for tag in tags:
        if tag.keyword in OPENS:
            stack.append(tag)
        elif tag.keyword in WITHIN:
            if not stack or stack[-1].keyword not in WITHIN[tag.keyword]:
                wrong.append(tag)
        elif tag.keyword in OPENS.values():
            if stack and OPENS[stack[-1].keyword] == tag.keyword:
                stack.pop()
            else:
                wrong.append(tag)
    return wrong + stack


def level_faults(tags: Sequence[Tag]) -> list[Fault]:
    """Return the faults of the tags of one level; with any of them the level cannot be filled."""
    broken = [tag for tag in tags if tag.fault]
    known = [tag for tag in tags if not tag.fault]
    if any(tag.keyword for tag in broken):  # what pairs with it is no fault of its own
        return [Fault(tag.fault, tag.content, tag.place) for tag in broken]
    lonely = [Fault(NOT_PAIRED_HERE, tag.content, tag.place) for tag in unpaired(known)]
    return [Fault(tag.fault, tag.content, tag.place) for tag in broken] + lonely
