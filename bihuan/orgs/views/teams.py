"""The teams there are, and one team as the annex of an official document lists it."""

from itertools import groupby
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.orgs.access import actor_of, teams_visible_to
from bihuan.orgs.models import PostTerm, Team, TeamKind, TeamMember
from bihuan.orgs.permissions import Permission
from bihuan.ui.tables import Cell, Head, Row

MOST = 200


@login_required
def teams(request: HttpRequest) -> HttpResponse:
    """List the teams that stand, by kind where one is asked for; with `past`, those that ended."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    today = clock.today()
    kind, is_past = request.GET.get("kind", ""), "past" in request.GET
    held = Q(members__from_on__lte=today) & ~Q(members__to_on__lte=today)
    found = teams_visible_to(actor)
    found = found.filter(to_on__lte=today) if is_past else found.on(today)
    if kind:
        found = found.filter(kind=kind)
    sized = found.select_related("unit").annotate(size=Count("members", filter=held))
    shown = list(sized[: MOST + 1])
    heads = [
        Head(_("名称")),
        Head(_("类别")),
        Head(_("所属单位")),
        Head(_("人数"), _("人"), is_number=True),
        Head(_("成立日期")),
    ]
    context = {
        "tab": "teams",
        "kind": kind,
        "kinds": TeamKind.choices,
        "is_past": is_past,
        "heads": heads,
        "rows": [_row(team, team.size) for team in shown[:MOST]],
        "most": MOST if len(shown) > MOST else 0,
    }
    return render(request, "orgs/teams.html", context)


@login_required
def team(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one team: its roles in official order, the people in each, and who has left."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    found = get_object_or_404(teams_visible_to(actor).select_related("unit"), pk=pk)
    today = clock.today()
    members = TeamMember.objects.ever_held().filter(team=found).select_related("person").in_order()
    # A team that ended is shown as it stood at its end.
    standing = [m for m in members if m.to_on is None or m.to_on > today or m.to_on == found.to_on]
    titles = _titles([member.person_id for member in standing])
    context = {
        "tab": "teams",
        "team": found,
        "is_kept": actor.may(Permission.MANAGE_PEOPLE, found.unit),
        "size": len({member.person_id for member in standing}),
        "roles": [
            (role, [(member.person, _title(member, titles), member) for member in group])
            for role, group in groupby(standing, key=lambda member: member.role)
        ],
        "left": [member for member in members if member not in standing],
    }
    return render(request, "orgs/team.html", context)


def _row(team: Team, size: int) -> Row:
    return Row(
        [
            Cell(team.name, url=reverse("orgs:team", args=[team.pk])),
            Cell(team.get_kind_display()),
            Cell(team.unit.name),
            Cell(str(size), is_number=True),
            Cell(write_date(team.from_on)),
        ]
    )


def _title(member: TeamMember, titles: dict[UUID, str]) -> str:
    """Return what stands in brackets; nothing where the name is a post's (demonstrations)."""
    title = titles.get(member.person_id, "")
    return "" if title in member.person.name else title


def _titles(people: list[UUID]) -> dict[UUID, str]:
    """Return the posts that people hold today, as the annex names them in brackets."""
    terms = PostTerm.objects.on(clock.today()).filter(person__in=people).select_related("post")
    titles: dict[UUID, str] = {}
    for term in terms.order_by("post__sort_order", "post__code"):
        before = titles.get(term.person_id)
        titles[term.person_id] = f"{before}、{term.post.title}" if before else term.post.title
    return titles
