"""Of whom a requirement is asked on a day: units, those closed half-way too, or persons."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.campaigns.access import unit_key
from bihuan.campaigns.models import Campaign, Requirement, RequirementScope
from bihuan.lib.dates import write_date
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Person, PostTerm, TeamMember, Unit
from bihuan.orgs.permissions import Permission

SEE = Permission.SEE_CAMPAIGNS
OF_A_TERM = (
    *(f"person__{name}" for name in ("home", "unit", "code", "name")),
    *(f"post__{name}" for name in ("title", "kind", "sort_order")),
    *(f"post__unit__{name}" for name in ("path", "sort_order", "code", "name", "short_name")),
)


@dataclass(frozen=True)
class Subject:
    """A unit or a person, and which of the requirements (by id) are asked of it.

    `note` says what became of a unit that is no more; `title` is a person's post.
    """

    of: Unit | Person
    asked: frozenset[UUID]
    title: str = ""
    note: str = ""

    @property
    def is_closed(self) -> bool:
        """Tell whether it is a unit that is no more."""
        return bool(self.note)


Named = Mapping[UUID, set[UUID]]


def subjects_of(
    requirements: Sequence[Requirement],
    campaign: Campaign,
    on: dt.date,
    actor: Actor | None,
    named: Named | None = None,
) -> list[Subject]:
    """Return whom requirements of one scope are asked of, in the units' own order.

    Only those that the actor may see; everybody where no actor is named. `named` are the units
    asked by name, by requirement, where these are not saved.
    """
    if not requirements:
        return []
    if requirements[0].scope == RequirementScope.PERSON:
        return _persons(requirements, campaign, on, actor)
    if named is None:
        named = {one.pk: _named(one) for one in requirements}
    return _units(requirements, campaign, on, actor, named)


def _units(
    requirements: Sequence[Requirement],
    campaign: Campaign,
    on: dt.date,
    actor: Actor | None,
    named: Named,
) -> list[Subject]:
    kinds = {kind for one in requirements for kind in one.unit_kinds}
    ids = set().union(*named.values())
    rows = Unit.objects.under(campaign.home.path).filter(Q(kind__in=kinds) | Q(pk__in=ids))
    during = Q(closed_on__isnull=True) | Q(closed_on__gt=campaign.begins_on)
    rows = rows.filter(during, opened_on__lte=on).exclude(pk=campaign.home_id)
    if actor is not None:
        rows = rows.filter(actor.within(SEE, "path"))
    # One set for all units of a kind that nobody names: it is looked at once a kind.
    of_kind = {
        kind: frozenset(one.pk for one in requirements if kind in one.unit_kinds) for kind in kinds
    }
    found = []
    for unit in sorted(rows.select_related("successor", "home"), key=unit_key):
        asked = of_kind.get(unit.kind, frozenset())
        if unit.pk in ids:
            asked |= {one.pk for one in requirements if unit.pk in named[one.pk]}
        found.append(Subject(unit, asked, note=_closing(unit, on)))
    return found


def _named(requirement: Requirement) -> set[UUID]:
    """Return the units asked by name, with those that took the place of closed ones."""
    rows = requirement.required_units.all()  # prefetched with their units
    return {row.unit_id for row in rows} | {
        row.unit.successor_id for row in rows if row.unit.successor_id is not None
    }


def _closing(unit: Unit, on: dt.date) -> str:
    if unit.closed_on is None or unit.closed_on > on:
        return ""
    day = write_date(unit.closed_on)
    if unit.successor is None:
        return _("%(day)s撤销") % {"day": day}
    return _("%(day)s并入%(into)s") % {"day": day, "into": unit.successor}


def _persons(
    requirements: Sequence[Requirement], campaign: Campaign, on: dt.date, actor: Actor | None
) -> list[Subject]:
    asked: dict[UUID, set[UUID]] = {}
    people: dict[UUID, tuple[tuple[str, int, str], Person, str]] = {}
    for person, unit, title, place, of in _holders(requirements, campaign, on, actor):
        asked.setdefault(person.pk, set()).update(of)
        path, order, _own = unit_key(unit)
        key = (path, order * 1000 + place, person.code)
        if person.pk not in people or key < people[person.pk][0]:
            people[person.pk] = (key, person, title)
    ordered = sorted(people.values(), key=lambda found: found[0])
    return [Subject(person, frozenset(asked[person.pk]), title) for _key, person, title in ordered]


Holder = tuple[Person, Unit, str, int, list[UUID]]


def _holders(
    requirements: Sequence[Requirement], campaign: Campaign, on: dt.date, actor: Actor | None
) -> Iterator[Holder]:
    """Yield who holds a post or is of a team, with unit, title, place, and what is asked of them.

    Two statements, however many requirements.
    """
    kinds: dict[str, list[UUID]] = defaultdict(list)
    teams: dict[UUID, list[UUID]] = defaultdict(list)
    for one in requirements:
        if one.team_id is not None:
            teams[one.team_id].append(one.pk)
        for kind in one.post_kinds:
            kinds[kind].append(one.pk)
    if kinds:
        path = campaign.home.path
        terms = PostTerm.objects.on(on).filter(
            post__kind__in=kinds, post__unit__path__gte=path, post__unit__path__lt=path + "~"
        )
        if actor is not None:
            terms = terms.filter(actor.within(SEE, "post__unit__path"))
        for term in terms.select_related("person", "post__unit").only(*OF_A_TERM):
            post = term.post
            yield term.person, post.unit, post.title, post.sort_order, kinds[post.kind]
    if teams:
        members = TeamMember.objects.on(on).filter(team_id__in=teams)
        if actor is not None:
            members = members.filter(actor.within(SEE, "person__unit__path"))
        for at, member in enumerate(members.select_related("person__unit").in_order()):
            yield member.person, member.person.unit, member.role, at, teams[member.team_id]
