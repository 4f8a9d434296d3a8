"""What the room offers to be counted: units, posts held, team members, contact points, liaisons.

Names are those of docs/reference/packs.md. What is held counts on a period's last day.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.sources import Expression, Field, FieldType, Labels, Source
from bihuan.orgs.access import Actor
from bihuan.orgs.models import (
    ROLES_IN_ORDER,
    ContactPoint,
    Liaison,
    PostKind,
    PostTerm,
    Schooling,
    Team,
    TeamKind,
    TeamMember,
    TermQuerySet,
    Unit,
    UnitKind,
)
from bihuan.orgs.permissions import Permission

HELD = ("from_on", "to_on")


def sources(home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the room's sources in a home: all, or those asked for."""
    return [make(home) for code, make in OFFERED.items() if codes is None or code in codes]


def _units(_home: Unit) -> Source:
    return Source(
        code="orgs.units",
        label=_("单位"),
        rows=lambda _as_of: Unit.objects.all(),
        fields=_fields(
            _field("kind", _("类别"), "choice", "kind", UnitKind),
            _field("unit_id", _("单位"), "unit", "id"),
        ),
        visible_to=_seen_under("path"),
        describe=lambda unit: {
            _("名称"): unit.name,
            _("类别"): unit.get_kind_display(),
            _("区划代码"): unit.division_code,
        },
        url=lambda unit: reverse("orgs:unit", args=[unit.pk]),
        path="path",
        unit="id",
        unit_of=lambda unit: unit,
        term=("opened_on", "closed_on"),
        order=("path",),
        page=lambda: reverse("orgs:units"),
    )


def _post_terms(_home: Unit) -> Source:
    age = Value(clock.today().year) - F("person__birth_year")
    return Source(
        code="orgs.post_terms",
        label=_("任职"),
        rows=_rows(PostTerm.objects.all()),
        fields=_fields(
            _field("post_kind", _("职务类别"), "choice", "post__kind", PostKind),
            _field("title", _("职务"), "text", "post__title"),
            Field("age", _("年龄"), "number", age, unit_of_measure=_("岁")),
            Field(
                "schooling",
                _("学历"),
                "choice",
                "person__schooling",
                choices={str(each.value): str(each.label) for each in Schooling},
            ),
            _field("unit_id", _("单位"), "unit", "post__unit_id"),
            _field("person", _("人员"), "person", "person_id"),
        ),
        visible_to=_seen_under("post__unit__path"),
        describe=lambda term: {
            _("职务"): term.post.title,
            _("姓名"): term.person.name,
            _("任职时间"): _term_of(term),
        },
        url=lambda term: reverse("orgs:person", args=[term.person_id]),
        path="post__unit__path",
        unit="post__unit_id",
        unit_of=lambda term: term.post.unit,
        term=HELD,
        person="person_id",
        order=("post__unit__path", "post__sort_order", "pk"),
        related=("post__unit", "person"),
        page=lambda: reverse("orgs:structure"),
    )


def _team_members(home: Unit) -> Source:
    teams = Team.objects.filter(home__path__startswith=home.path).values_list("code", "name")
    roles = {role: role for role in ROLES_IN_ORDER}
    return Source(
        code="orgs.team_members",
        label=_("工作组成员"),
        rows=_rows(TeamMember.objects.all()),
        fields=_fields(
            Field("team", _("工作组"), "choice", "team__code", choices=Labels(teams)),
            _field("team_kind", _("工作组类别"), "choice", "team__kind", TeamKind),
            Field("role", _("职务"), "choice", "role", choices=roles),
            _field("unit_id", _("单位"), "unit", "team__unit_id"),
            _field("person", _("人员"), "person", "person_id"),
        ),
        visible_to=_seen_under("team__unit__path"),
        describe=lambda member: {
            _("工作组"): member.team.name,
            _("职务"): member.role,
            _("姓名"): member.person.name,
            _("任职时间"): _term_of(member),
        },
        url=lambda member: reverse("orgs:team", args=[member.team_id]),
        path="team__unit__path",
        unit="team__unit_id",
        unit_of=lambda member: member.team.unit,
        term=HELD,
        person="person_id",
        order=("team__unit__path", "team__code", "sort_order", "pk"),
        related=("team__unit", "person"),
        page=lambda: reverse("orgs:teams"),
    )


def _contact_points(_home: Unit) -> Source:
    return Source(
        code="orgs.contact_points",
        label=_("联系点"),
        rows=_rows(ContactPoint.objects.all()),
        fields=_fields(
            _field("unit_id", _("单位"), "unit", "unit_id"),
            _field("person", _("人员"), "person", "person_id"),
        ),
        visible_to=_seen_under("unit__path"),
        describe=lambda row: {
            _("联系领导"): row.person.name,
            _("联系点"): row.unit.name,
            _("起止时间"): _term_of(row),
        },
        url=lambda row: reverse("orgs:person", args=[row.person_id]),
        term=HELD,
        person="person_id",
        order=("unit__path", "pk"),
        related=("unit", "person"),
        page=lambda: reverse("orgs:coverage"),
    )


def _liaisons(_home: Unit) -> Source:
    return Source(
        code="orgs.liaisons",
        label=_("联络干部"),
        rows=_rows(Liaison.objects.all()),
        fields=_fields(
            _field("unit_id", _("党支部"), "unit", "branch_id"),
            _field("person", _("人员"), "person", "person_id"),
        ),
        visible_to=_seen_under("branch__path"),
        describe=lambda row: {
            _("联络干部"): row.person.name,
            _("党支部"): row.branch.name,
            _("起止时间"): _term_of(row),
        },
        url=lambda row: reverse("orgs:person", args=[row.person_id]),
        path="branch__path",
        unit="branch_id",
        unit_of=lambda row: row.branch,
        term=HELD,
        person="person_id",
        order=("branch__path", "pk"),
        related=("branch", "person"),
        page=lambda: reverse("orgs:coverage"),
    )


OFFERED: Mapping[str, Callable[[Unit], Source]] = {
    "orgs.units": _units,
    "orgs.post_terms": _post_terms,
    "orgs.team_members": _team_members,
    "orgs.contact_points": _contact_points,
    "orgs.liaisons": _liaisons,
}


def _rows(held: TermQuerySet[Any]) -> Callable[[object], QuerySet[Any]]:
    return lambda _as_of: held.ever_held()


def _field(
    code: str, label: str, type: FieldType, expression: Expression, choices: Any = None
) -> Field:
    labels = {str(each.value): str(each.label) for each in choices or ()}
    return Field(code, label, type, expression, choices=labels)


def _fields(*fields: Field) -> dict[str, Field]:
    return {field.code: field for field in fields}


def _seen_under(path: str) -> Callable[[Actor], Q]:
    return lambda actor: actor.within(Permission.SEE_PEOPLE, path)


def _term_of(row: Any) -> str:
    if row.to_on is None:
        return _("%(from)s起") % {"from": row.from_on}
    return _("%(from)s至%(to)s") % {"from": row.from_on, "to": row.to_on}
