"""Who has no contact point, who several; which branch has no liaison, which two: gaps first.

It is the clerk's own list of what is not arranged yet, not a measure of anybody.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Count, Q

from bihuan.lib.counting import Scan, Told
from bihuan.orgs.models import (
    ContactPoint,
    Liaison,
    Person,
    PostKind,
    PostTerm,
    Unit,
    UnitKind,
)

Subject = TypeVar("Subject", Person, Unit)
Link = TypeVar("Link", ContactPoint, Liaison)
_ORDER = {"none": 0, "several": 1, "one": 2}


@dataclass(frozen=True)
class Covered(Generic[Subject, Link]):
    """A leader with their contact points, or a branch with its liaisons; `title` tells more."""

    subject: Subject
    title: str
    links: tuple[Link, ...]

    @property
    def state(self) -> str:
        """Return none, one or several."""
        return "several" if len(self.links) > 1 else "one" if self.links else "none"


@dataclass(frozen=True)
class Coverage:
    """The arrangement of one administration on a day, gaps first."""

    leaders: tuple[Covered[Person, ContactPoint], ...]
    branches: tuple[Covered[Unit, Liaison], ...]

    @property
    def leaders_without(self) -> int:
        """Count the leaders without a contact point."""
        return sum(each.state == "none" for each in self.leaders)

    @property
    def leaders_with_several(self) -> int:
        """Count the leaders with more than one contact point."""
        return sum(each.state == "several" for each in self.leaders)

    @property
    def branches_without(self) -> int:
        """Count the branches without a liaison."""
        return sum(each.state == "none" for each in self.branches)

    @property
    def branches_with_several(self) -> int:
        """Count the branches with more than one liaison."""
        return sum(each.state == "several" for each in self.branches)

    @property
    def gaps(self) -> int:
        """Count what a clerk has to arrange; nothing where the township does not use it at all.

        A leader with several contact points is no gap: some have two villages.
        """
        leaders = self.leaders_without if any(each.links for each in self.leaders) else 0
        used = any(each.links for each in self.branches)
        return leaders + (self.branches_without + self.branches_with_several if used else 0)


def gaps_told(home: Unit, day: dt.date, things: Callable[[int], Iterable[Any]]) -> Told:
    """Return what is told of the gaps of an administration, which are counted with other things.

    They come to what `Coverage.gaps` does, without a leader or a branch being read.
    """
    terms = PostTerm.objects.on(day).filter(post__home=home, post__kind=PostKind.LEADERSHIP)
    points = ContactPoint.objects.on(day).filter(home=home)
    linked = Liaison.objects.on(day).filter(home=home).order_by().values("branch_id")
    twice = linked.annotate(n=Count("pk")).filter(n__gt=1).values("branch_id")
    leaders = Scan(Person.objects.filter(pk__in=terms.values("person_id")))
    branches = Scan(Unit.objects.open_on(day).filter(home=home, kind=UnitKind.BRANCH))
    with_point, with_liaison = Q(pk__in=points.values("person_id")), Q(pk__in=linked)

    def told(placed: int, unplaced: int, used: int, none: int, several: int) -> Iterable[Any]:
        return things((unplaced if placed else 0) + (none + several if used else 0))

    wanted = [leaders.count(with_point), leaders.count(~with_point)]
    wanted += [branches.count(where) for where in (with_liaison, ~with_liaison, Q(pk__in=twice))]
    return Told(wanted, told)


def coverage(home: Unit, day: dt.date) -> Coverage:
    """Return who is in charge of what in an administration on a day, in three statements."""
    return Coverage(leaders=_leaders(home, day), branches=_branches(home, day))


def _leaders(home: Unit, day: dt.date) -> tuple[Covered[Person, ContactPoint], ...]:
    terms = (
        PostTerm.objects.on(day)
        .filter(post__home=home, post__kind=PostKind.LEADERSHIP)
        .select_related("post", "person")
        .order_by("post__sort_order", "post__code")
    )
    people: dict[UUID, Person] = {}
    titles: dict[UUID, list[str]] = defaultdict(list)
    for term in terms:
        people.setdefault(term.person_id, term.person)
        titles[term.person_id].append(term.post.title)
    links: dict[UUID, list[ContactPoint]] = defaultdict(list)
    found = ContactPoint.objects.on(day).filter(home=home).select_related("unit", "person")
    for link in found.order_by("unit__path"):
        links[link.person_id].append(link)
    return _gaps_first(
        Covered(person, "、".join(titles[pk]), tuple(links[pk])) for pk, person in people.items()
    )


def _branches(home: Unit, day: dt.date) -> tuple[Covered[Unit, Liaison], ...]:
    links: dict[UUID, list[Liaison]] = defaultdict(list)
    found = Liaison.objects.on(day).filter(home=home).select_related("person", "branch")
    for link in found.order_by("person__sort_order", "person__code"):
        links[link.branch_id].append(link)
    branches = Unit.objects.open_on(day).filter(home=home, kind=UnitKind.BRANCH)
    return _gaps_first(
        Covered(branch, branch.parent.name if branch.parent else "", tuple(links[branch.pk]))
        for branch in branches.select_related("parent")
    )


def _gaps_first(
    rows: Iterable[Covered[Subject, Link]],
) -> tuple[Covered[Subject, Link], ...]:
    return tuple(sorted(rows, key=lambda row: _ORDER[row.state]))
