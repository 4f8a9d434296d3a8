"""Units: what a numeral counts, in its plain form (㎡ is 平方米, 个百分点 is 百分点)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("units.toml")
_LONGEST_WORD = 8
MONEY, RATIO, DURATION, MEASURED, COUNTED, AFTER_ARABIC = (
    "money",
    "ratio",
    "duration",
    "measured",
    "counted",
    "after_arabic",
)
_GROUPS = (MONEY, RATIO, DURATION, MEASURED, COUNTED, AFTER_ARABIC)
_SPLIT = re.compile("个([多余])(月|小时|星期|世纪|学期|季度|百分点)")
"""A qualifier inside a unit: 三个多月."""


@dataclass(frozen=True)
class Unit:
    """A unit as it stands in a text from `start` to `end`."""

    start: int
    end: int
    word: str
    group: str
    inner: str | None = None

    @property
    def is_none(self) -> bool:
        """Say whether no unit is written."""
        return not self.word


def unit_at(plain: str, start: int) -> Unit:
    """Return the unit that begins at `start`; an empty one if none does."""
    split = _SPLIT.match(plain, start)
    if split:
        word, group = _words()["个" + split[2]]
        return Unit(start, split.end(), word, group, split[1])
    found = _pattern().match(plain, start)
    if not found:
        return Unit(start, start, "", "")
    word, group = _words()[found[1]]
    end = found.end()
    further = _per().match(plain, end)
    if further:
        word = f"{word}/{_words().get(further[1], (further[1], None))[0]}"
        end = further.end()
    return Unit(start, end, word, group)


@cache
def _words() -> dict[str, tuple[str, str]]:
    """Return each spelling with its plain form and group; the first group that has it wins."""
    table = tomllib.loads(_FILE.read_text("utf-8"))
    words: dict[str, tuple[str, str]] = {}
    for group in _GROUPS:
        for entry in table[group]:
            spelling, _, word = entry.partition("=")
            words.setdefault(spelling, (word or spelling, group))
    return words


@cache
def _pattern() -> re.Pattern[str]:
    barred = _any_of(tomllib.loads(_FILE.read_text("utf-8"))["not_before"])
    return re.compile(rf"(?!{barred}) ?({_spellings()})")


@cache
def _per() -> re.Pattern[str]:
    return re.compile(f"[/／]({_spellings()}|月|季)")


def _spellings() -> str:
    """Return a pattern of all spellings; one in Latin letters ends where its letters end."""
    return "|".join(
        re.escape(word) + ("(?![A-Za-z0-9])" if word[-1].isascii() and word != "%" else "")
        for word in sorted(_words(), key=len, reverse=True)
    )


def _any_of(words: list[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"
