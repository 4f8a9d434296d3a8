"""Who may be assessed: holders of posts in villages, in the order of villages and posts."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from bihuan.lib import clock
from bihuan.orgs.models import Person, PostKind, PostTerm, Unit, UnitKind

POST_KINDS = (
    *(PostKind.VILLAGE_SECRETARY, PostKind.VILLAGE_DIRECTOR),
    *(PostKind.CADRE, PostKind.OTHER),
)
"""Kinds of posts that village cadres hold; the first two are picked where nothing is said."""
LONGEST_POST = 120


@dataclass(frozen=True)
class Cadre:
    """Somebody who holds posts in a village: the first of them says where they stand."""

    person: Person
    unit: Unit
    posts: str
    kinds: frozenset[str]


def day_of(year: int) -> dt.date:
    """Return the day whose posts count for a year: its last, or today while it runs."""
    return min(dt.date(year, 12, 31), clock.today())


def cadres_of(unit: Unit, day: dt.date, kinds: Collection[str] = ()) -> list[Cadre]:
    """Return who holds posts of some kinds (all where none are named) in villages under a unit.

    Each stands once, at their first post; a branch's post counts for its village.
    """
    in_village = Q(post__unit__kind__in=(UnitKind.VILLAGE, UnitKind.GROUP))
    in_branch = Q(post__unit__kind=UnitKind.BRANCH, post__unit__parent__kind=UnitKind.VILLAGE)
    terms = (
        PostTerm.objects.on(day)
        .filter(in_village | in_branch, post__kind__in=kinds or POST_KINDS)
        .filter(post__unit__path__gte=unit.path, post__unit__path__lt=unit.path + "~")
        .select_related("post__unit__parent", "person__unit")
    )
    held: dict[UUID, list[PostTerm]] = {}
    for term in sorted(terms, key=_place):
        held.setdefault(term.person_id, []).append(term)
    return [_cadre(own) for own in held.values()]


def _place(term: PostTerm) -> tuple[str, int, int, str, int, str]:
    """Return where a term stands: by village, kind and order of the post, then the person."""
    post, person = term.post, term.person
    kind = list(PostKind.values).index(post.kind)
    place = _village(post.unit).path
    return place, kind, post.sort_order, post.code, person.sort_order, person.code


def _village(unit: Unit) -> Unit:
    parent = unit.parent
    return parent if unit.kind == UnitKind.BRANCH and parent is not None else unit


def _cadre(own: list[PostTerm]) -> Cadre:
    titles = "、".join(dict.fromkeys(term.post.title for term in own))
    return Cadre(
        person=own[0].person,
        unit=_village(own[0].post.unit),
        posts=titles[:LONGEST_POST],
        kinds=frozenset(term.post.kind for term in own),
    )


def by_village(cadres: Iterable[Cadre]) -> list[tuple[Unit, list[Cadre]]]:
    """Return cadres by their village, in its order."""
    groups: dict[UUID, tuple[Unit, list[Cadre]]] = {}
    for one in cadres:
        groups.setdefault(one.unit.pk, (one.unit, []))[1].append(one)
    return list(groups.values())
