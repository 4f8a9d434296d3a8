"""Setting up teams, joining and leaving them."""

import datetime as dt
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.orgs import rules
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import doing
from bihuan.orgs.models import Person, Team, TeamKind, TeamMember, Unit
from bihuan.orgs.models.team import roles_of
from bihuan.orgs.permissions import Permission


class TeamChanges(TypedDict, total=False):
    """What may change in a team; `disband_team` ends it."""

    name: str
    kind: str


@doing.action("team.set_up")
def set_up_team(
    *,
    actor: Actor,
    unit: Unit,
    code: str,
    name: str,
    kind: str,
    from_on: dt.date,
    to_on: dt.date | None = None,
) -> Team:
    """Set up a team of a unit from a day, up to and not including `to_on`."""
    actor.require(Permission.MANAGE_PEOPLE, unit)
    doing.checked_term(from_on, to_on)
    doing.require_open(unit, from_on)
    team = Team(
        home=unit.home,
        unit=unit,
        code=doing.checked_code(code, 60),
        name=doing.checked_text(_("名称"), name, 80),
        kind=doing.checked_choice(_("工作组类别"), kind, TeamKind),
        from_on=from_on,
        to_on=to_on,
    )
    doing.refuse_taken(Team.objects.filter(home=unit.home), code, _("工作组"))
    team.save(force_insert=True)
    doing.record(actor, "team.set_up", team, unit.path, team.name)
    return team


@doing.action("team.update")
def update_team(*, actor: Actor, team: Team, **changes: Unpack[TeamChanges]) -> Team:
    """Change a team's name or kind; raises Invalid where a member's role does not suit the kind."""
    actor.require(Permission.MANAGE_PEOPLE, team.unit)
    if "name" in changes:
        changes["name"] = doing.checked_text(_("名称"), changes["name"], 80)
    if "kind" in changes:
        changes["kind"] = doing.checked_choice(_("工作组类别"), changes["kind"], TeamKind)
    team = doing.locked(team)
    differing = doing.apply(team, changes, TeamChanges.__annotations__)
    if "kind" in differing:
        for role in team.members.order_by().values_list("role", flat=True).distinct():
            _check_role(team, role)
    if differing:
        note = _("改动：%(what)s") % {"what": doing.field_labels(team, differing)}
        doing.record(actor, "team.update", team, team.unit.path, note)
    return team


@doing.action("team.disband")
def disband_team(*, actor: Actor, team: Team, to_on: dt.date) -> Team:
    """End a team, and every membership in it that lasts beyond that day."""
    actor.require(Permission.MANAGE_PEOPLE, team.unit)
    team, differs = doing.finish(team, to_on)
    if differs:
        lasting = team.members.exclude(to_on__lte=to_on)
        lasting.filter(from_on__lte=to_on).update(to_on=to_on)
        for member in lasting.filter(from_on__gt=to_on):  # never took it up: void
            doing.apply(member, {"to_on": member.from_on}, ("to_on",))
        doing.record(actor, "team.disband", team, team.unit.path, team.name)
    return team


@doing.action("team_member.join")
def join_team(
    *,
    actor: Actor,
    team: Team,
    person: Person,
    role: str,
    from_on: dt.date,
    to_on: dt.date | None = None,
    sort_order: int = 0,
) -> TeamMember:
    """Give a person a role in a team from a day; one person may have two roles in it."""
    actor.require(Permission.MANAGE_PEOPLE, team.unit)
    actor.require(Permission.SEE_PEOPLE, person.unit)
    doing.checked_term(from_on, to_on)
    _check_role(team, role)
    team = doing.locked(team)
    _check_within(team, from_on, to_on)
    for other in TeamMember.objects.filter(team=team, person=person, role=role):
        if rules.overlaps(other, from_on, to_on):
            raise Invalid(
                _("%(person)s自%(day)s起已是“%(team)s”的%(role)s，不必重复登记。")
                % {"person": person, "day": other.from_on, "team": team, "role": role}
            )
    member = doing.begin(
        TeamMember(
            home=team.home,
            team=team,
            person=person,
            role=role,
            from_on=from_on,
            to_on=to_on,
            sort_order=sort_order,
        ),
        TeamMember.objects.filter(team=team, person=person, role=role, from_on=from_on),
        _("该成员"),
    )
    doing.record(actor, "team_member.join", member, team.unit.path, f"{team.name}·{role}")
    return member


@doing.action("team_member.leave")
def leave_team(*, actor: Actor, member: TeamMember, to_on: dt.date) -> TeamMember:
    """End a person's role in a team."""
    team = member.team
    actor.require(Permission.MANAGE_PEOPLE, team.unit)
    team = doing.locked(team)
    member, differs = doing.finish(member, to_on)
    if differs:
        _check_within(team, member.from_on, to_on)
        note = f"{team.name}·{member.role}"
        doing.record(actor, "team_member.leave", member, team.unit.path, note)
    return member


def _check_role(team: Team, role: str) -> None:
    known = roles_of(team.kind)
    if role not in known:
        raise Invalid(
            _("%(kind)s没有“%(role)s”这一职务，可用的有：%(known)s。")
            % {"kind": team.get_kind_display(), "role": role, "known": "、".join(known)}
        )


def _check_within(team: Team, from_on: dt.date, to_on: dt.date | None) -> None:
    if from_on < team.from_on:
        raise Invalid(
            _("“%(team)s”于%(day)s成立，成员不能从更早的日期起。")
            % {"team": team.name, "day": team.from_on}
        )
    if team.to_on is not None and (to_on is None or to_on > team.to_on):
        raise Invalid(
            _("“%(team)s”到%(day)s为止，成员不能超过这一天。")
            % {"team": team.name, "day": team.to_on}
        )
