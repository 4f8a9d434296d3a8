"""Pure rules: the quorum, which days a step is due on, what pair two people make."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bihuan.lib.numerals import to_hanzi

_NUMBER = re.compile(
    r"^[（(]?([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})([、．）)]|\.(?![0-9]))\s*"
)
"""The number of a list's line: 1. 1、 （1） 一、 but not that of 3.5公里."""


@dataclass(frozen=True)
class QuorumRule:
    """So many parts of so many must come: at least, or more than. No parts: no rule."""

    part: int
    of: int
    is_more_than: bool = False

    @property
    def exists(self) -> bool:
        """Tell whether there is a rule at all."""
        return self.part > 0

    @property
    def words(self) -> str:
        """Return it as people say it: 三分之二以上, 过半数."""
        if (self.part, self.of) == (1, 2):
            return "过半数" if self.is_more_than else "半数以上"
        share = f"{to_hanzi(self.of)}分之{to_hanzi(self.part)}"
        return f"超过{share}" if self.is_more_than else f"{share}以上"

    def needed(self, should: int) -> int:
        """Return how many must come, of how many should; never more than all of them."""
        whole, rest = divmod(self.part * should, self.of)
        return min(whole + 1 if self.is_more_than or rest else whole, should)

    def holds(self, should: int, came: int) -> bool:
        """Tell whether enough came; a quorum of nobody never holds."""
        return should > 0 and came >= self.needed(should)


@dataclass(frozen=True)
class Quorum:
    """A quorum with its two terms, as it was when attendance was recorded."""

    rule: QuorumRule
    should: int
    came: int
    category: str

    @property
    def holds(self) -> bool:
        """Tell whether enough came."""
        return self.rule.holds(self.should, self.came)

    @property
    def needed(self) -> int:
        """Return how many must come."""
        return self.rule.needed(self.should)

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept with a meeting."""
        return {
            "part": self.rule.part,
            "of": self.rule.of,
            "is_more_than": self.rule.is_more_than,
            "should": self.should,
            "came": self.came,
            "category": self.category,
        }

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Quorum | None":
        """Return what is kept with a meeting; None where its kind has no quorum."""
        if not kept:
            return None
        rule = QuorumRule(kept["part"], kept["of"], kept["is_more_than"])
        return cls(rule, kept["should"], kept["came"], kept["category"])


def due_day(
    meeting_day: dt.date, days: int, is_workday: Callable[[dt.date], bool], *, longest: int = 30
) -> dt.date:
    """Return the day that lies so many calendar days before (negative) or after a meeting.

    On a free day: before a meeting the workday before it, after it the workday that follows, so
    that nobody is given less time than the rule allows. Looks `longest` days at most.
    """
    day = meeting_day + dt.timedelta(days=days)
    step = dt.timedelta(days=-1 if days < 0 else 1)
    for _more in range(longest):
        if is_workday(day):
            return day
        day += step
    return day


def doubled(keys: Iterable[Any]) -> Any:
    """Return the first that stands twice, None where none does."""
    seen = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None


def lines_of(text: str) -> list[str]:
    """Return the lines that say something, each without its number or mark: one point a line."""
    lines = (line.strip().lstrip("·•●○-—*").strip() for line in text.splitlines())
    return [_NUMBER.sub("", line, count=1).strip() or line for line in lines if line]
