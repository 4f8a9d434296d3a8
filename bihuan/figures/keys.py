"""What figures are grouped by where many units or persons are asked for at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db.models import Q

from bihuan.figures.asking import Scope
from bihuan.figures.periods import Period
from bihuan.figures.scoping import STEP, around
from bihuan.figures.statement import Key
from bihuan.lib.errors import Invalid
from bihuan.lib.sources import Source
from bihuan.orgs.models import Person, Unit

Group = Mapping[str, Any]
Groups = Mapping[Any, Group]
Value = TypeVar("Value")
FEW = 200  # persons that a statement names one by one
TOGETHER: dict[str, Callable[[Any, Any], Any]] = {
    "COUNT": lambda a, b: a + b,
    "SUM": lambda a, b: a + b,
    "MIN": min,
    "MAX": max,
}


class Keys(Protocol):
    """Units or persons in an order: the condition of their rows, and how groups become theirs."""

    @property
    def is_flat(self) -> bool:
        """Tell whether none of them lies below another."""

    @property
    def asked_units(self) -> Sequence[Unit]:
        """Return the units that are asked for."""

    @property
    def ids(self) -> list[UUID]:
        """Return whose rows they are, in order."""

    def within(self, source: Source, period: Period) -> Q:
        """Return the condition of all rows that count for any of them."""

    def finest(self, source: Source) -> Key:
        """Return the key whose groups can be put together to each one's."""

    def levels(self, source: Source) -> list[Key]:
        """Return the keys whose groups are each one's without putting together."""

    def aligned(self, found: Mapping[Any, Value], level: Key, /) -> list[Value | None]:
        """Return the groups of a level in order; None where another level has one's group."""

    def merged(self, found: Groups, functions: Mapping[str, str], /) -> list[Group | None]:
        """Return the groups of `finest`, put together, in order; None where one has none."""

    def scopes_over(self, period: Period) -> list[Scope]:
        """Return the scope of each over a period, in order."""


class ByUnit:
    """Units, each with all below it; some may lie below others."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.asked_units = units
        self.ids: list[UUID] = [unit.pk for unit in units]
        self._paths: list[str] = [unit.path for unit in units]
        self._widths = sorted({len(path) for path in self._paths})
        self.is_flat = len(self._widths) == 1

    def within(self, source: Source, period: Period) -> Q:
        """Return the condition of the smallest subtree that holds all of them."""
        return source.within(around(self._paths), period)

    def finest(self, source: Source) -> Key:
        """Return the beginning of a path, as long as the deepest unit's."""
        return Key(source.path, self._widths[-1])

    def levels(self, source: Source) -> list[Key]:
        """Return the beginnings of a path, one for each depth of units."""
        return [Key(source.path, width) for width in self._widths]

    def aligned(self, found: Mapping[Any, Value], level: Key, /) -> list[Value | None]:
        """Return the groups of units that are as deep as the level."""
        return [found.get(path) if len(path) == level.width else None for path in self._paths]

    def merged(self, found: Groups, functions: Mapping[str, str], /) -> list[Group | None]:
        """Return each unit's group; of several depths, put together along the path."""
        if self.is_flat:
            return [found.get(path) for path in self._paths]
        wanted = set(self._paths)
        merged: dict[str, dict[str, Any]] = {}
        for path, row in found.items():
            for end in range(STEP, len(path) + 1, STEP):
                if (begin := path[:end]) in wanted:
                    _put_together(merged.setdefault(begin, {}), row, functions)
        return [merged.get(path) for path in self._paths]

    def scopes_over(self, period: Period) -> list[Scope]:
        """Return each unit's scope over a period."""
        return [Scope(unit, period) for unit in self.asked_units]


class ByPerson:
    """Persons, each with the rows under a unit that are about them."""

    is_flat = True

    def __init__(self, persons: Sequence[Person], under: Unit) -> None:
        self.asked_units: Sequence[Unit] = ()
        self.ids: list[UUID] = [person.pk for person in persons]
        self._under = under

    def within(self, source: Source, period: Period) -> Q:
        """Return the condition that a row is about one of them; about anybody, of many."""
        person = _person_of(source)
        about = Q(**{f"{person}__in": self.ids})
        if len(self.ids) > FEW:  # as many rows are read, and the others' groups are left out
            about = Q(**{f"{person}__isnull": False})
        return source.within(self._under.path, period) & about

    def finest(self, source: Source) -> Key:
        """Return where the source keeps the person."""
        return Key(_person_of(source))

    def levels(self, source: Source) -> list[Key]:
        """Return the one key that there is."""
        return [self.finest(source)]

    def aligned(self, found: Mapping[Any, Value], _level: Key, /) -> list[Value | None]:
        """Return each person's group; SQLite gives an id as text, without its hyphens."""
        by_text = {getattr(raw, "hex", raw): group for raw, group in found.items()}
        return [by_text.get(id_.hex) for id_ in self.ids]

    def merged(self, found: Groups, _functions: Mapping[str, str], /) -> list[Group | None]:
        """Return each person's group."""
        return self.aligned(found, Key(""))

    def scopes_over(self, period: Period) -> list[Scope]:
        """Return the same scope for each, over a period."""
        return [Scope(self._under, period)] * len(self.ids)


def _person_of(source: Source) -> str:
    if source.person is None:
        raise Invalid(f"“{source.label}”的记录不写明是谁的，不能按人计算。")
    return source.person


def _put_together(
    into: dict[str, Any], row: Mapping[str, Any], functions: Mapping[str, str]
) -> None:
    """Add a group to another; nothing is the other's value."""
    for name, value in row.items():
        before = into.get(name)
        if before is None or value is None:
            into[name] = value if before is None else before
        else:
            into[name] = TOGETHER[functions[name]](before, value)
