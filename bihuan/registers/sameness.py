"""When two records of a unit look like one: pure, no database.

They are the same where the columns of the register's `same_when` (its day and title, where it
names none) say the same, apart from blanks, case and width; they are alike where unit and day are
the same and the titles nearly so.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz

from bihuan.registers.models import Register
from bihuan.registers.reading import is_blank

ALIKE = 0.9
MOST_COMPARED = 60  # titles of one unit and day held against each other; more only where equal
_BLANKS = re.compile(r"\s+")
_NUMBERS = re.compile(r"[0-9.]+|[〇零一二三四五六七八九十百千]+")
Key = tuple[Any, ...]


def folded(value: Any) -> Any:
    """Return a value as it is compared: a text in one width and case, without blanks."""
    if isinstance(value, str):
        return _folded_text(value)
    if isinstance(value, list):
        return tuple(sorted(folded(each) for each in value))
    return value


def _folded_text(text: str) -> str:
    """Fold until nothing changes: a sign may come apart into a blank and another that joins."""
    for _again in range(4):
        before, text = text, _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
        if text == before:
            break
    return text


def are_alike(title: str, other: str) -> bool:
    """Tell whether two titles are nearly the same; those whose numbers differ are not."""
    first, second = folded(title), folded(other)
    if not first or not second or _NUMBERS.findall(first) != _NUMBERS.findall(second):
        return False
    return bool(fuzz.ratio(first, second, score_cutoff=ALIKE * 100))


class Sameness:
    """By what the records of one register are held to be the same."""

    def __init__(self, register: Register) -> None:
        self.day, self.title = register.day_column, register.title_column
        in_use = {column.code for column in register.columns_in_order}
        named = [code for code in register.same_when if code in in_use]
        self.codes: Sequence[str] = named or [self.day, self.title]

    @property
    def is_of_a_day(self) -> bool:
        """Tell whether records of different days are never held to be the same."""
        return self.day in self.codes

    def key(self, values: Mapping[str, Any]) -> Key | None:
        """Return what is compared of a record; None where it says nothing but its day."""
        if all(is_blank(values.get(code)) for code in self.codes if code != self.day):
            return None
        return tuple(folded(values.get(code)) for code in self.codes)

    def are_same(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        """Tell whether two records of a unit look like one, their days being the same too."""
        key = self.key(one)
        return key is not None and key == self.key(other)

    def pairs(self, rows: Sequence[Mapping[str, Any]]) -> set[tuple[int, int]]:
        """Return which of the rows of one unit and day look like one, by their places."""
        by_key: dict[Key, list[int]] = defaultdict(list)
        for at, values in enumerate(rows):
            if (key := self.key(values)) is not None:
                by_key[key].append(at)
        found = {pair for places in by_key.values() for pair in combinations(places, 2)}
        if len(rows) <= MOST_COMPARED:
            titles = [_as_text(values.get(self.title)) for values in rows]
            found |= {
                (a, b)
                for a, b in combinations(range(len(rows)), 2)
                if are_alike(titles[a], titles[b])
            }
        return found


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def joined(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the groups that pairs join together, each in order."""
    of: dict[int, set[int]] = {}
    for one, other in sorted(pairs):
        group = of.get(one, {one}) | of.get(other, {other})
        for member in group:
            of[member] = group
    groups = {min(group): sorted(group) for group in of.values()}
    return [groups[first] for first in sorted(groups)]
