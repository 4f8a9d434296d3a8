"""Problems in order, a page at a time by key, never by offset; how many there are of each state."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.many_ids import IdText
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.rectification.access import sees_administrations, visible_condition
from bihuan.rectification.models import LATE_STATES, OPEN_STATES, Problem, State

PAGE = 50
CHUNK = 500
_SHOWN = (
    *("year", "number", "title", "due_on", "own_due_on", "state", "state_at", "origin"),
    *("reopened_on", "home__path", "unit__name", "unit__short_name"),
    *("category__label", "leader__name"),
)
OPEN, OVERDUE, ALL = "open", "overdue", ""
"""What is asked of states, beside the single ones; empty: all that are not void."""


@dataclass(frozen=True)
class Criteria:
    """Which problems. `state` is a state, open, overdue, or empty for all but void ones."""

    state: str = OPEN
    unit: Unit | None = None
    category: UUID | None = None
    origin: str = ""
    horizon: str = ""
    leader: UUID | None = None
    text: str = ""

    @property
    def narrows(self) -> bool:
        """Tell whether anything but the open ones was asked for."""
        return self != Criteria()

    @property
    def by_due(self) -> bool:
        """Tell whether they stand by day, the most overdue first; else the newest first."""
        return self.state in (OPEN, OVERDUE) or self.state in OPEN_STATES


@dataclass(frozen=True)
class Page:
    """Some problems, and the keys to ask for the pages beside it; empty where there is none."""

    rows: list[Problem]
    next_key: str = ""
    previous_key: str = ""


def rows_for(actor: Actor, criteria: Criteria) -> QuerySet[Problem]:
    """Return the problems that the actor may see and the criteria keep, in no order."""
    rows = walked(Problem.objects.filter()).filter(_seen(actor, criteria), in_state(criteria.state))
    if criteria.unit is not None:
        path = criteria.unit.path
        rows = rows.filter(path__gte=path, path__lt=path + "~")
    for name in ("category", "leader"):
        if getattr(criteria, name):
            rows = rows.filter(**{f"{name}_id": getattr(criteria, name)})
    for name in ("origin", "horizon"):
        if getattr(criteria, name):
            rows = rows.filter(**{name: getattr(criteria, name)})
    if criteria.text:
        rows = rows.filter(_said(criteria.text))
    return rows


def page(rows: QuerySet[Problem], criteria: Criteria, *, after: str = "", before: str = "") -> Page:
    """Return the page after, or before, a key; the first one without either."""
    order = _Order(criteria.by_due)
    ids = order.ids(rows, after=after, before=before)
    more, ids = len(ids) > PAGE, ids[:PAGE]
    if before:
        ids.reverse()
    found = read(ids)
    if not found:
        return Page([])
    has_next = more if not before else True
    has_previous = bool(after) if not before else more
    return Page(
        found,
        next_key=order.key(found[-1]) if has_next else "",
        previous_key=order.key(found[0]) if has_previous else "",
    )


def read(ids: list[UUID]) -> list[Problem]:
    """Read problems with what a row shows, in the order of their ids."""
    rows = Problem.objects.select_related("home", "unit", "category", "leader")
    found = rows.only(*_SHOWN).in_bulk(ids)
    return [found[id_] for id_ in ids if id_ in found]


def pieces(
    rows: QuerySet[Problem], criteria: Criteria, *, most: int | None = None, size: int = CHUNK
) -> Iterator[list[str]]:
    """Go through the ids of all rows in their order, or the first of them, a piece at a time.

    They are the texts that `bihuan.lib.many_ids` reads and asks by.
    """
    ordered = _Order(criteria.by_due).sorted(rows).values_list(IdText("pk"), flat=True)
    ids = list(ordered[:most])
    for at in range(0, len(ids), size):
        yield ids[at : at + size]


def counts(actor: Actor, unit: Unit | None = None) -> dict[str, int]:
    """Return how many visible problems there are by state, and of them overdue; one statement."""
    rows = walked(Problem.objects.filter()).filter(_seen(actor, Criteria(unit=unit)))
    if unit is not None:
        rows = rows.filter(path__gte=unit.path, path__lt=unit.path + "~")
    return by_state(rows)


def by_state(rows: QuerySet[Problem]) -> dict[str, int]:
    """Return how many rows there are by state, and of them overdue; one statement."""
    late = Q(own_due_on__lt=clock.today())
    found = (
        rows.order_by()
        .values("state")
        .annotate(n=Count("*"), late=Count("own_due_on", filter=late))
    )
    counted: dict[str, int] = {OVERDUE: 0}
    for row in found:
        counted[row["state"]] = row["n"]
        if row["state"] in LATE_STATES:
            counted[OVERDUE] += row["late"]
    return counted


def _seen(actor: Actor, criteria: Criteria) -> Q:
    """Return the condition that a problem is seen.

    Where an administration's many problems are read in order, the path is held against each as it
    comes, so that the database walks the index of that order and stops after a page, in the place
    of gathering all and sorting them.
    """
    walks = criteria.unit is None and sees_administrations(actor)
    return visible_condition(actor, "walked" if walks else "path")


def walked(rows: QuerySet[Problem]) -> QuerySet[Problem]:
    """Give rows the path under a name that no index knows."""
    return rows.alias(walked=Coalesce("path", Value("")))


def in_state(state: str) -> Q:
    """Return the condition that a problem is in a state, open, overdue, or not void."""
    if state == OPEN:
        return Q(state__in=[str(each) for each in OPEN_STATES])
    if state == OVERDUE:
        late = [str(each) for each in LATE_STATES]
        return Q(state__in=late, own_due_on__lt=clock.today())
    if state in State.values:
        return Q(state=state)
    return ~Q(state=State.VOID)


def _said(text: str) -> Q:
    year, _dash, number = text.partition("-")
    if year.isdecimal() and number.isdecimal() and len(year) == 4 and len(number) < 9:
        return Q(year=int(year), number=int(number))
    return Q(title__contains=text) | Q(detail__contains=text)


class _Order:
    """An order of problems: by the own day, or the newest first; then by id."""

    def __init__(self, by_due: bool) -> None:
        self.by_due = by_due
        self.fields = ("own_due_on", "id") if by_due else ("-id",)

    def sorted(self, rows: QuerySet[Problem]) -> QuerySet[Problem]:
        return rows.order_by(*self.fields)

    def ids(self, rows: QuerySet[Problem], *, after: str, before: str) -> list[UUID]:
        backwards = bool(before)
        key = before or after
        if key:
            rows = rows.filter(self._beyond(key, backwards=backwards))
        ordered = self.sorted(rows)
        if backwards:
            ordered = ordered.reverse()
        return list(ordered.values_list("pk", flat=True)[: PAGE + 1])

    def key(self, problem: Problem) -> str:
        return f"{problem.pk}~{problem.own_due_on}" if self.by_due else str(problem.pk)

    def _beyond(self, key: str, *, backwards: bool) -> Q:
        id_, _mark, day = key.partition("~")
        try:
            pk = UUID(id_)
            on = dt.date.fromisoformat(day) if self.by_due else None
        except ValueError as error:
            raise Invalid(_("翻页的位置不对，请回到第一页。")) from error
        if on is None:
            return Q(id__gt=pk) if backwards else Q(id__lt=pk)
        word = "lt" if backwards else "gt"
        first: dict[str, Any] = {f"own_due_on__{word}e": on}
        return Q(**first) & (
            Q(**{f"own_due_on__{word}": on}) | Q(own_due_on=on, **{f"id__{word}": pk})
        )
