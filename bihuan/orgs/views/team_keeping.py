"""Keeping teams and their members in the browser."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.orgs import actions, forms_keeping
from bihuan.orgs.access import actor_of
from bihuan.orgs.forms import EndForm
from bihuan.orgs.models import Team, TeamMember
from bihuan.orgs.permissions import Permission
from bihuan.orgs.views.keeping import answer, kept, kept_unit, with_code


def _team(request: HttpRequest, pk: UUID) -> Team:
    team: Team = kept(request, Team, pk, "unit__path", "unit", "home")
    actor_of(request).require(Permission.MANAGE_PEOPLE, team.unit)
    return team


def _back(pk: UUID) -> str:
    return reverse("orgs:team", args=[pk])


@login_required
def new_team(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set up a team of a unit."""
    actor, unit = kept_unit(request, pk)
    form = forms_keeping.NewTeamForm(request.POST or None, initial={"from_on": clock.today()})

    def do(given: dict[str, Any]) -> None:
        taken = set(Team.objects.filter(home=unit.home).values_list("code", flat=True))
        actions.set_up_team(actor=actor, unit=unit, **with_code(given, given["name"], taken))

    title = _("成立工作组：%(unit)s") % {"unit": unit.name}
    back = reverse("orgs:unit", args=[pk])
    return answer(request, form, do, title=title, back=back, done=_("工作组已成立。"))


@login_required
def team_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a team's name or kind."""
    team = _team(request, pk)
    initial = {"name": team.name, "kind": team.kind}
    form = forms_keeping.TeamForm(request.POST or None, initial=initial)

    def do(given: dict[str, Any]) -> None:
        actions.update_team(actor=actor_of(request), team=team, **given)

    title = _("修改工作组：%(team)s") % {"team": team.name}
    done = _("工作组已修改。")
    return answer(request, form, do, title=title, back=_back(pk), done=done, tab="teams")


@login_required
def team_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a team, and every membership in it."""
    team = _team(request, pk)
    form = EndForm(request.POST or None, initial={"to_on": clock.today()})

    def do(given: dict[str, Any]) -> None:
        actions.disband_team(actor=actor_of(request), team=team, **given)

    title = _("撤销工作组：%(team)s") % {"team": team.name}
    done = _("工作组已撤销。")
    return answer(request, form, do, title=title, back=_back(pk), done=done, tab="teams")


@login_required
def new_member(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a person a role in a team."""
    team = _team(request, pk)
    initial = {"from_on": max(clock.today(), team.from_on)}
    form = forms_keeping.MemberForm(request.POST or None, team=team, initial=initial)

    def do(given: dict[str, Any]) -> None:
        actions.join_team(actor=actor_of(request), team=team, **given)

    title = _("添加成员：%(team)s") % {"team": team.name}
    done = _("成员已添加。")
    return answer(request, form, do, title=title, back=_back(pk), done=done, tab="teams")


@login_required
def member_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a person's role in a team."""
    member: TeamMember = kept(request, TeamMember, pk, "team__unit__path", "team__unit", "person")
    actor = actor_of(request)
    actor.require(Permission.MANAGE_PEOPLE, member.team.unit)
    form = EndForm(request.POST or None, initial={"to_on": clock.today()})

    def do(given: dict[str, Any]) -> None:
        actions.leave_team(actor=actor, member=member, **given)

    words = {"person": member.person.name, "team": member.team.name, "role": member.role}
    title = _("退出：%(team)s %(role)s %(person)s") % words
    done = _("成员已退出。")
    back = _back(member.team_id)
    return answer(request, form, do, title=title, back=back, done=done, tab="teams")
