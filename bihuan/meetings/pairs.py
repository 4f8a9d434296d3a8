"""Which pairs should talk, and which have: the leadership of an administration over some days.

Principals with each member, members with each other, a member with the heads of the units that
they are in charge of (contact points, branches they link with). Nobody is ranked by it: pairs
stand in the official order, and nothing is added up.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from bihuan.meetings.models import HeartTalk, TalkKind
from bihuan.meetings.policy import PRINCIPALS
from bihuan.orgs.models import ContactPoint, Liaison, Person, Post, PostKind, PostTerm, Unit
from bihuan.presets.asking import value_at

HEADS = (PostKind.VILLAGE_SECRETARY, PostKind.STATION_HEAD)


@dataclass(frozen=True)
class Leader:
    """A member of the leadership with the title of their first post."""

    person: Person
    title: str
    is_principal: bool


@dataclass(frozen=True)
class Order:
    """The official order of an administration's people on a day."""

    leaders: tuple[Leader, ...]
    places: dict[UUID, int] = field(default_factory=dict)

    def arranged(self, one: Person, other: Person) -> tuple[Person, Person]:
        """Return two people in the official order; leaders before others."""
        a, b = sorted((one, other), key=self._key)
        return a, b

    def _key(self, person: Person) -> tuple[int, int, str]:
        return self.places.get(person.pk, len(self.places)), person.sort_order, str(person.pk)

    def kind_of(self, first: Person, second: Person) -> str:
        """Return what kind of talk two people have, by who they are."""
        if first.pk not in self.places:
            return TalkKind.PARTY
        if second.pk not in self.places:
            return TalkKind.IN_CHARGE
        principal = self.leaders[self.places[first.pk]].is_principal
        return TalkKind.PRINCIPAL if principal else TalkKind.MEMBERS


@dataclass(frozen=True)
class Pair:
    """Two people who should talk, in the official order, and the newest day they did."""

    kind: str
    first: Person
    second: Person
    about: str = ""  # the unit in whose charge the first is
    on: dt.date | None = None

    @property
    def kind_label(self) -> str:
        """Return the kind in words."""
        return str(TalkKind(self.kind).label)


@dataclass(frozen=True)
class Pairs:
    """The pairs of an administration over some days."""

    home: Unit
    first: dt.date
    last: dt.date
    leaders: tuple[Leader, ...]
    pairs: tuple[Pair, ...]

    @property
    def missing(self) -> tuple[Pair, ...]:
        """Return the pairs that have not talked yet, in the official order."""
        return tuple(pair for pair in self.pairs if pair.on is None)

    @property
    def with_heads(self) -> tuple[Pair, ...]:
        """Return the pairs of a member and the head of a unit in their charge."""
        return tuple(pair for pair in self.pairs if pair.kind == TalkKind.IN_CHARGE)

    @property
    def grid(self) -> list[tuple[Leader, list[dt.date | None], int]]:
        """Return for each leader but the first the days with those before them, and the rest."""
        days = {_key(pair.first.pk, pair.second.pk): pair.on for pair in self.pairs}
        return [
            (
                leader,
                [days[_key(other.person.pk, leader.person.pk)] for other in before],
                len(self.leaders) - 1 - at,
            )
            for at, leader in enumerate(self.leaders)
            if (before := self.leaders[:at])
        ]


def order_in(home: Unit, day: dt.date) -> Order:
    """Return the official order of a home's leadership on a day."""
    terms = _terms(home, day).filter(post__kind=PostKind.LEADERSHIP)
    return _order(terms, int(value_at(PRINCIPALS, home.path, day)))


def pairs_of(home: Unit, first: dt.date, last: dt.date, principals: int | None = None) -> Pairs:
    """Return who should talk with whom, as the posts stand on the last day, and who did.

    Three statements, however many pairs there are, and one for the preset where its value is not
    given.
    """
    if principals is None:
        principals = int(value_at(PRINCIPALS, home.path, last))
    terms = list(_terms(home, last))
    order = _order((t for t in terms if t.post.kind == PostKind.LEADERSHIP), principals)
    wanted = [*_among(order), *_with_heads(home, last, order, terms)]
    talked = _talked(home, first, last)
    pairs = tuple(
        Pair(p.kind, p.first, p.second, p.about, talked.get(_key(p.first.pk, p.second.pk)))
        for p in wanted
    )
    return Pairs(home, first, last, order.leaders, pairs)


def _terms(home: Unit, day: dt.date) -> QuerySet[PostTerm]:
    """Return who holds which post of a home on a day, in the official order."""
    rows: QuerySet[PostTerm] = PostTerm.objects.on(day).filter(post__home=home)
    return rows.select_related("post", "person__unit").order_by(
        "post__sort_order", "post__code", "person__sort_order"
    )


def _order(terms: Iterable[PostTerm], principals: int) -> Order:
    found: dict[UUID, PostTerm] = {}
    for term in terms:
        found.setdefault(term.person_id, term)
    leaders = tuple(
        Leader(term.person, term.post.title, at < principals)
        for at, term in enumerate(found.values())
    )
    return Order(leaders, {pk: at for at, pk in enumerate(found)})


def _among(order: Order) -> Iterable[Pair]:
    for at, leader in enumerate(order.leaders):
        for other in order.leaders[at + 1 :]:
            yield Pair(order.kind_of(leader.person, other.person), leader.person, other.person)


def _with_heads(home: Unit, day: dt.date, order: Order, terms: Iterable[PostTerm]) -> list[Pair]:
    """Return the pairs of leaders with the heads of the units in their charge."""
    people = {leader.person.pk: leader.person for leader in order.leaders}
    heads = _heads(terms)
    found: dict[frozenset[UUID], Pair] = {}
    for pk, unit, name in _charges(home, day, people):
        head = heads.get(unit)
        if head is not None and head.pk not in people:
            pair = Pair(TalkKind.IN_CHARGE, people[pk], head, name)
            found.setdefault(_key(pk, head.pk), pair)
    return sorted(found.values(), key=lambda pair: (order.places[pair.first.pk], pair.about))


def _charges(home: Unit, day: dt.date, people: Iterable[UUID]) -> list[tuple[UUID, UUID, str]]:
    """Return which leader is in charge of which unit: contact points, and branches' own units."""
    points = ContactPoint.objects.on(day).filter(home=home, person__in=list(people))
    links = Liaison.objects.on(day).filter(home=home, person__in=list(people))
    told = points.values_list("person_id", "unit_id", "unit__name")
    rows = told.union(
        links.exclude(branch__parent=None).values_list(
            "person_id", "branch__parent_id", "branch__parent__name"
        )
    )
    return list(rows)


def _heads(terms: Iterable[PostTerm]) -> dict[UUID, Person]:
    """Return the head of each unit: its secretary or station head, else of its first post."""
    found: dict[UUID, tuple[bool, Person]] = {}
    for term in terms:
        post: Post = term.post
        is_head = post.kind in HEADS
        held = found.get(post.unit_id)
        if held is None or (is_head and not held[0]):
            found[post.unit_id] = (is_head, term.person)
    return {unit: person for unit, (_is_head, person) in found.items()}


def _talked(home: Unit, first: dt.date, last: dt.date) -> dict[frozenset[UUID], dt.date]:
    rows = HeartTalk.objects.filter(home=home, on__range=(first, last), void_on=None)
    found: dict[frozenset[UUID], dt.date] = {}
    for one, other, on in rows.order_by("on").values_list("first_id", "second_id", "on"):
        found[_key(one, other)] = on
    return found


def _key(one: UUID, other: UUID) -> frozenset[UUID]:
    return frozenset((one, other))
