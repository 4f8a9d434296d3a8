"""What the search box finds of this room: units, people by name or post, teams."""

from typing import Any

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.bigrams import marked, words_of
from bihuan.orgs.access import Actor, people_visible_to, teams_visible_to, units_visible_to
from bihuan.orgs.models import Person, PostTerm, Team, Unit
from bihuan.orgs.permissions import Permission
from bihuan.search.declaring import Named
from bihuan.ui.searching import Hit


def named(actor: Actor, words: str) -> list[Named[Any]]:
    """Declare units, people and teams, each by a plain look at their names."""
    if not actor.may(Permission.SEE_PEOPLE):
        return []
    asked, code = words_of(words), words.strip()
    units = units_visible_to(actor).filter(
        _each(asked, "name", "short_name") | Q(code=code) | Q(division_code=code)
    )
    held = PostTerm.objects.on(clock.today()).filter(_each(asked, "post__title"))
    people = people_visible_to(actor).filter(
        _each(asked, "name") | Q(pk__in=held.values("person_id"))
    )
    teams = teams_visible_to(actor).filter(_each(asked, "name"))
    return [
        Named(
            units,
            lambda found: [_unit(each, asked, code) for each in found],
            only=("name", "code", "division_code", "closed_on", "parent__name"),
        ),
        Named(
            people,
            lambda found: [_person(each, asked) for each in found],
            only=("name", "unit__name"),
        ),
        Named(
            teams, lambda found: [_team(each, asked) for each in found], only=("name", "unit__name")
        ),
    ]


def _each(words: list[str], *fields: str) -> Q:
    condition = Q()
    for word in words:
        either = Q()
        for field in fields:
            either |= Q(**{f"{field}__icontains": word})
        condition &= either
    return condition


def _unit(unit: Unit, asked: list[str], code: str) -> Hit:
    closed = _("（已撤销）") if unit.closed_on else ""
    return Hit(
        kind=_("单位"),
        title=marked(unit.name + closed, asked),
        url=_address("unit", unit),
        where=unit.parent.name if unit.parent else "",
        icon="building",
        is_exact=code in (unit.code, unit.division_code or unit.code),
    )


def _person(person: Person, asked: list[str]) -> Hit:
    return Hit(
        kind=_("人员"),
        title=marked(person.name, asked),
        url=_address("person", person),
        where=person.unit.name,
        icon="user",
    )


def _team(team: Team, asked: list[str]) -> Hit:
    return Hit(
        kind=_("工作组"),
        title=marked(team.name, asked),
        url=_address("team", team),
        where=team.unit.name,
        icon="users",
    )


def _address(page: str, thing: Model) -> str:
    return reverse(f"orgs:{page}", args=[thing.pk])
