"""What is done to one opinion or one group: by POST, then back to its page."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.lib.errors import Invalid
from bihuan.opinions.access import category_for, group_for, opinion_for, standing_groups
from bihuan.opinions.actions import (
    answer_group,
    merge_groups,
    move_opinion,
    publish_group,
    sort_opinion,
    split_opinion,
    void_opinion,
    withdraw_group,
    word_group,
)
from bihuan.opinions.models import Opinion, OpinionGroup
from bihuan.opinions.views.answers import done
from bihuan.orgs.access import Actor, actor_of


@login_required
@require_POST
def opinion_class(request: HttpRequest, opinion_id: UUID) -> HttpResponse:
    """Give an opinion a class, or another one."""
    actor = actor_of(request)
    opinion = opinion_for(actor, opinion_id)

    def act() -> str:
        category = category_for(actor, opinion.home, request.POST.get("category", ""))
        sort_opinion(actor=actor, opinion=opinion, category=category)
        return _("%(label)s 已归入“%(category)s”。") % {
            "label": opinion.label,
            "category": category,
        }

    return done(request, act, opinion_url(opinion))


@login_required
@require_POST
def opinion_group(request: HttpRequest, opinion_id: UUID) -> HttpResponse:
    """Take an opinion out of its group (no group named), or move it into another."""
    actor = actor_of(request)
    opinion = opinion_for(actor, opinion_id)
    reason = request.POST.get("reason", "")

    def act() -> str:
        if wanted := request.POST.get("to", "").strip():
            to_group = group_numbered(actor, opinion, wanted)
            move_opinion(actor=actor, opinion=opinion, to_group=to_group, reason=reason)
            return _("%(label)s 已移到“%(group)s”。") % {
                "label": opinion.label,
                "group": to_group.wording[:30],
            }
        split_opinion(actor=actor, opinion=opinion, reason=reason)
        return _("%(label)s 已拆出，单独成条。") % {"label": opinion.label}

    return done(request, act, opinion_url(opinion))


@login_required
@require_POST
def opinion_voiding(request: HttpRequest, opinion_id: UUID) -> HttpResponse:
    """Make an opinion void, with a reason."""
    actor = actor_of(request)
    opinion = opinion_for(actor, opinion_id)

    def act() -> str:
        void_opinion(actor=actor, opinion=opinion, reason=request.POST.get("reason", ""))
        return _("%(label)s 已作废，不再计入。") % {"label": opinion.label}

    return done(request, act, opinion_url(opinion))


@login_required
@require_POST
def group_wording(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Write a group's wording."""
    actor = actor_of(request)
    group = group_for(actor, group_id)

    def act() -> str:
        word_group(actor=actor, group=group, wording=request.POST.get("wording", ""))
        return _("表述已改。")

    return done(request, act, group_url(group))


@login_required
@require_POST
def group_answer(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Answer a group."""
    actor = actor_of(request)
    group = group_for(actor, group_id)

    def act() -> str:
        given = {name: request.POST.get(name, "") for name in ("answer", "reason", "forwarded_to")}
        made = answer_group(actor=actor, group=group, **given)
        return _("已答复：%(answer)s。") % {"answer": made.get_answer_display()}

    return done(request, act, group_url(group))


@login_required
@require_POST
def group_publication(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Let residents read of a group, or take it off their page."""
    actor = actor_of(request)
    group = group_for(actor, group_id)

    def act() -> str:
        if request.POST.get("do") == "withdraw":
            withdraw_group(actor=actor, group=group, reason=request.POST.get("reason", ""))
            return _("已撤回，居民页面不再显示。")
        wording, outcome = request.POST.get("wording", ""), request.POST.get("outcome", "")
        publish_group(actor=actor, group=group, wording=wording, outcome=outcome)
        return _("已公开，居民可以看到这段表述和结果。")

    return done(request, act, group_url(group))


@login_required
@require_POST
def group_merging(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Merge another group, named by its number, into this one."""
    actor = actor_of(request)
    group = group_for(actor, group_id)

    def act() -> str:
        other = group_numbered(actor, group, request.POST.get("other", "").strip())
        made = merge_groups(
            actor=actor, into=group, others=[other], reason=request.POST.get("reason", "")
        )
        return _("已并入，现有%(n)d条。") % {"n": made.raw_count}

    return done(request, act, group_url(group))


def group_numbered(actor: Actor, beside: Opinion | OpinionGroup, text: str) -> OpinionGroup:
    """Return the standing group in sight with a number (2010-12) or id, of the same home."""
    rows = standing_groups(actor).filter(home=beside.home_id)
    try:
        found = rows.filter(pk=UUID(text)).first()
    except ValueError:
        year, _dash, number = text.removeprefix("归").partition("-")
        found = None
        if year.isdecimal() and number.isdecimal() and len(year) == 4 and len(number) < 9:
            found = rows.filter(year=int(year), number=int(number)).first()
    if found is None:
        raise Invalid(_("没有编号为“%(text)s”的归并意见，编号如 2010-12。") % {"text": text[:20]})
    return found


def opinion_url(opinion: Opinion) -> str:
    """Return the page of an opinion."""
    return reverse("opinions:opinion", args=[opinion.pk])


def group_url(group: OpinionGroup) -> str:
    """Return the page of a group."""
    return reverse("opinions:group", args=[group.pk])
