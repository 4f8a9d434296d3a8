"""Pairs of groups that seem to speak of one problem, side by side, decided by one key."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.lib.errors import NotAllowed
from bihuan.opinions.access import SORT, groups_seen_by, homes_to_sort_in
from bihuan.opinions.actions import merge_groups
from bihuan.opinions.actions.learning import decline_proposal, start_proposing
from bihuan.opinions.models import MergeProposal, OpinionGroup, OpinionState
from bihuan.opinions.presenting import marked
from bihuan.opinions.views.answers import done
from bihuan.orgs.access import Actor, actor_of

LATER = "later"


@login_required
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Show the strongest pair that nobody has decided; `later` leaves some out."""
    actor = actor_of(request)
    actor.require(SORT)
    still = open_proposals(actor)
    later = [id_ for id_ in request.GET.getlist(LATER) if _is_id(id_)]
    pair = still.exclude(pk__in=later).order_by("-score", "pk").first() or still.first()
    context = {
        "count": still.count(),
        "pair": pair,
        "sides": [_side(pair.first), _side(pair.second)] if pair else (),
        "reasons": pair.reason.split("；") if pair else (),
        "later": later,
        "later_url": _later_url([*later, str(pair.pk)]) if pair else "",
        "may_look": bool(homes_to_sort_in(actor)),
    }
    return render(request, "opinions/proposals.html", context)


@login_required
@require_POST
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Merge the pair (into the first, or the second), or say that it is two problems."""
    actor = actor_of(request)
    found = open_proposals(actor).filter(pk=proposal_id).first()
    if found is None:
        raise Http404

    def act() -> str:
        do = request.POST.get("do")
        if do == "decline":
            decline_proposal(actor=actor, proposal=found)
            return _("记下了，这两条不是一个问题，不再提。")
        into, other = (found.second, found.first) if do == "second" else (found.first, found.second)
        made = merge_groups(actor=actor, into=into, others=[other], reason=found.reason[:200])
        return _("已并入“%(wording)s”，现有%(n)d条。") % {
            "wording": made.wording[:30],
            "n": made.raw_count,
        }

    return done(request, act, reverse("opinions:proposals"))


@login_required
@require_POST
def looking(request: HttpRequest) -> HttpResponse:
    """Look through all opinions for pairs, in the background."""
    actor = actor_of(request)
    homes = homes_to_sort_in(actor)
    if not homes:
        raise NotAllowed(_("您的账号不能归并意见，请与单位的系统管理员联系。"))

    def act() -> str:
        for home in homes:
            start_proposing(actor=actor, home=home)
        return _("已在后台查找，办好后首页会提醒您。")

    return done(request, act, reverse("opinions:proposals"))


def open_proposals(actor: Actor) -> QuerySet[MergeProposal]:
    """Return the pairs that wait for the actor's decision, both groups in their sight."""
    seen = OpinionGroup.objects.filter(groups_seen_by(actor)).values("pk")
    return MergeProposal.objects.filter(
        actor.within(SORT, "path"), accepted__isnull=True, first__in=seen, second__in=seen
    ).select_related("first__category", "first__unit", "second__category", "second__unit")


def _side(group: OpinionGroup) -> dict[str, object]:
    members = group.opinions.filter(state=OpinionState.SORTED).select_related("unit")
    return {
        "group": group,
        "members": [(each, marked(each.text[:400], ())) for each in members.order_by("pk")[:4]],
    }


def _later_url(ids: list[str]) -> str:
    return "?" + "&".join(f"{LATER}={id_}" for id_ in ids[-40:])


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
