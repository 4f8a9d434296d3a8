"""Find the numerals that somebody typed: in the text of a finished document, outside its figures.

A document is written from records, so a numeral that stands neither in a figure nor in a set word
(固定词语) was typed and traces to nothing. Digits always count. A Chinese numeral counts when it
states a quantity: with a measure word or unit after it; 一 alone only where it is meant as a number
(至少一条, 每村一名, 未出现一起).
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from bihuan.documents.set_words import NUMERAL_SIGNS, plainly, set_word_stretches

TEXT = "text"
FIGURE = "figure"
CONTEXT_LENGTH = 15
"""Characters of context on each side of a typed numeral."""

# Stand-ins, as long as the span they hide: a figure that begins or ends with a numeral must not
# be lengthened by typing at it.
_HIDDEN, _OPENS, _CLOSES, _BOTH = "\ufffc", "\ufff9", "\ufffb", "\ufffa"
_FILE = Path(__file__).with_name("measure_words.toml")
_DIGITS = (
    r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?"
    r"(?:[余多]?(?:[十百千]?[万亿]+|[百千])(?![米瓦克伏卡]|分点)[余多]?|[余多])?"
)
_CAPITALS = "[壹贰叁肆伍陆柒捌玖拾佰仟]{2,}"
_FRACTION_SIGNS = "[¼-¾⅐-⅞]"
_BREAK = "，。；：！？,;:!?\\s"


class Span(Protocol):
    """A stretch of a finished document's text, of one kind, in one paragraph."""

    @property
    def kind(self) -> str:
        """`text` for words that were typed, `figure` for a figure; any other kind is not read."""

    @property
    def text(self) -> str:
        """What is printed."""

    @property
    def paragraph(self) -> int:
        """The paragraph's place in the document; spans of one paragraph come in order."""


@dataclass(frozen=True)
class TypedNumeral:
    """A numeral as typed; `start` counts characters of its paragraph, figures included."""

    text: str
    paragraph: int
    start: int
    context: str


def typed_numerals(spans: Sequence[Span], names: Iterable[str] = ()) -> list[TypedNumeral]:
    """Return the numerals typed in the text spans, in the document's order.

    `names` are further set words of this document, such as the names of its villages. A numeral
    split over neighbouring text spans is one; a span of another kind parts what stands around it.
    """
    known = tuple(names)
    paragraphs: dict[int, list[Span]] = {}
    for span in spans:
        paragraphs.setdefault(span.paragraph, []).append(span)
    return [
        found for number, parts in paragraphs.items() for found in _typed_in(number, parts, known)
    ]


def _typed_in(number: int, parts: list[Span], names: tuple[str, ...]) -> Iterator[TypedNumeral]:
    printed = "".join(part.text if part.kind == TEXT else part.text or _HIDDEN for part in parts)
    plain = plainly("".join(_hidden(part) for part in parts))
    set_words = set_word_stretches(plain, names)
    for start, end in _numeral_stretches(plain):
        if any(first <= start and end <= last for first, last in set_words):
            continue
        context = printed[max(0, start - CONTEXT_LENGTH) : end + CONTEXT_LENGTH]
        yield TypedNumeral(printed[start:end], number, start, context)


def _hidden(part: Span) -> str:
    """Return a span's text if it was typed, else stand-ins of its length (one at least)."""
    if part.kind == TEXT:
        return part.text
    length = max(1, len(part.text))
    if part.kind != FIGURE:
        return _HIDDEN * length
    plain = plainly(part.text)
    opens, closes = _is_numeral(plain[:1]), _is_numeral(plain[-1:])
    if length == 1:
        return _BOTH if opens else _HIDDEN
    middle = _HIDDEN * (length - 2)
    return f"{_OPENS if opens else _HIDDEN}{middle}{_CLOSES if closes else _HIDDEN}"


def _is_numeral(sign: str) -> bool:
    return bool(sign) and (sign in NUMERAL_SIGNS or sign in "0123456789")


def _numeral_stretches(plain: str) -> list[tuple[int, int]]:
    """Return the stretches of numerals that state something, in order and without overlap."""
    found = sorted(
        (match.span(1) for pattern in _patterns() for match in pattern.finditer(plain)),
        key=lambda stretch: (stretch[0], -stretch[1]),
    )
    apart: list[tuple[int, int]] = []
    for start, end in found:
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of numerals; group 1 of each is the numeral."""
    words = tomllib.loads(_FILE.read_text("utf-8"))
    after = _any_of(words["after"])
    one = f"(一)(?!{_any_of(words['never_one'])})(?={after})"
    signs = f"[{NUMERAL_SIGNS}]"
    tail = "(?:点[〇一二三四五六七八九]+)?(?:[余多][万亿]?)?"
    count = (
        f"(?:[一二三四五六七八九两]{signs}+|[二三四五六七八九两]"
        f"|(?<![几数好])十{signs}*|(?<![几数好上])[百千万](?=[余多]))"
    )
    return tuple(
        re.compile(pattern)
        for pattern in (
            f"({_DIGITS})",
            f"({_CAPITALS}|{_FRACTION_SIGNS})",
            f"({count}{tail})(?={after})",
            f"({signs}+分之{signs}+(?:点[〇一二三四五六七八九]+)?)",
            "(一半|半数|过半)",
            "(半)(?=年|天|日|个|小时|亩)",
            f"翻({signs}*)番",
            f"(?:{_any_of(words['one_follows'])}){one}",
            f"每[^一{_BREAK}][^{_BREAK}]{{0,14}}?{one}",
            f"至少[^一{_BREAK}]{{0,6}}?{one}",
            f"各{one}",
            f"{one}{after}以上",
            f"(?:未|没有?|无)(?:{_any_of(words['zero_verbs'])})?过?{one}",
            f"({signs}+)(?=[{_OPENS}{_BOTH}])",
            f"(?<=[{_CLOSES}{_BOTH}])([十百千万亿余多]+)",
        )
    )


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"
