"""The digest (汇总表), one group, and the digest as a workbook and as text."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.lib import clock
from bihuan.opinions.access import SEE, SORT, group_for, homes_with_opinions
from bihuan.opinions.alike import groups_alike
from bihuan.opinions.forms import AnswerForm, PeriodForm, PublicForm, WithdrawalForm, WordingForm
from bihuan.opinions.listing import groups_asked, opinions_of_digest
from bihuan.opinions.models import Category, GroupState, Move, OpinionGroup, OpinionState
from bihuan.opinions.presenting import answer_of, as_text, by_way, given_by, marked
from bihuan.opinions.rules import LONGEST_WORDING
from bihuan.opinions.sheets import write_digest
from bihuan.opinions.views.answers import workbook
from bihuan.orgs.access import Actor, actor_of

MOST_SHOWN = 600
MOST_MEMBERS = 100


@login_required
@require_safe
def digest(request: HttpRequest) -> HttpResponse:
    """Show the digest: class, wording, how many, what was answered."""
    actor = actor_of(request)
    form = _form(request, actor)
    asked = form.asked()
    groups = list(groups_asked(actor, asked)[: MOST_SHOWN + 1])
    is_cut = len(groups) > MOST_SHOWN
    groups = _counted(groups[:MOST_SHOWN], asked)
    context = {
        "form": form,
        "asked": asked,
        "sections": _sections(groups),
        "count": len(groups),
        "raw": sum(group.raw_count for group in groups),
        "is_cut": is_cut,
        "ways": by_way(opinions_of_digest(actor, asked)),
        "text": as_text(groups),
        "query": request.GET.urlencode(),
        "home": next(iter(homes_with_opinions(actor)), None),
        "may_sort": actor.may(SORT),
    }
    return render(request, "opinions/digest.html", context)


@login_required
@require_safe
def digest_download(request: HttpRequest) -> FileResponse:
    """Download the digest as a workbook."""
    actor = actor_of(request)
    asked = _form(request, actor).asked()
    groups = _counted(list(groups_asked(actor, asked)), asked)
    name = _("意见汇总表-%(day)s.xlsx") % {"day": f"{clock.today():%Y%m%d}"}
    return workbook(write_digest(groups), name)


@login_required
@require_safe
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Show one group: its opinions, its answer, what residents read, where all came from."""
    actor = actor_of(request)
    found = group_for(actor, group_id)
    members = list(found.opinions.exclude(state=OpinionState.VOID).select_related("unit", "home"))
    may_sort = actor.may(SORT, found.unit) and found.state != GroupState.EMPTY
    public = {"wording": found.public_wording or found.wording, "outcome": _outcome(found)}
    context: dict[str, Any] = {
        "group": found,
        "answer": answer_of(found),
        "said": given_by(found),
        "members": [(each, marked(each.text[:600], ())) for each in members[:MOST_MEMBERS]],
        "more": max(0, len(members) - MOST_MEMBERS),
        "may_sort": may_sort,
        "wording_form": WordingForm(initial={"wording": found.wording}),
        "answer_form": AnswerForm.of(found),
        "public_form": PublicForm(initial=public),
        "withdrawal_form": WithdrawalForm(auto_id="withdraw_%s"),
        "history": _history(found),
        "alike": groups_alike(actor, members[0], 3) if may_sort and members else (),
        "longest": LONGEST_WORDING,
    }
    return render(request, "opinions/group.html", context)


def _outcome(group: OpinionGroup) -> str:
    return group.public_outcome or given_by(group)


def _history(group: OpinionGroup) -> list[dict[str, Any]]:
    moves = (
        Move.objects.filter(Q(to_group=group) | Q(from_group=group))
        .select_related("opinion", "from_group", "to_group")
        .order_by("-id")[:60]
    )
    return [
        {
            "what": move.get_kind_display(),
            "who": move.by_name,
            "at": move.at,
            "note": _moved(group, move),
            "icon": "git-compare",
        }
        for move in moves
    ]


def _moved(group: OpinionGroup, move: Move) -> str:
    words = {"label": move.opinion.label, "reason": move.reason}
    if move.to_group_id == group.pk:
        if move.from_group is None:
            return _("%(label)s 归入") % words
        words["from"] = move.from_group.label
        return _("%(label)s 自 %(from)s 移来 %(reason)s") % words
    words["to"] = move.to_group.label
    return _("%(label)s 移到 %(to)s %(reason)s") % words


def _counted(groups: list[OpinionGroup], asked: dict[str, Any]) -> list[OpinionGroup]:
    """Let groups say how many of their opinions were raised in the period that was asked for."""
    if not asked.get("since") and not asked.get("until"):
        return groups
    rows = OpinionGroup.objects.filter(pk__in=[each.pk for each in groups])
    condition = Q(opinions__state=OpinionState.SORTED)
    if since := asked.get("since"):
        condition &= Q(opinions__raised_on__gte=since)
    if until := asked.get("until"):
        condition &= Q(opinions__raised_on__lte=until)
    counts = dict(
        rows.order_by().annotate(n=Count("opinions", filter=condition)).values_list("pk", "n")
    )
    for each in groups:
        each.raw_count = counts[each.pk]
    return [each for each in groups if each.raw_count]


def _sections(groups: Sequence[OpinionGroup]) -> list[dict[str, Any]]:
    """Return groups class by class, with what each class adds up to."""
    sections: list[dict[str, Any]] = []
    for number, each in enumerate(groups, 1):
        if not sections or sections[-1]["category"].pk != each.category_id:
            sections.append({"category": each.category, "rows": [], "raw": 0})
        sections[-1]["rows"].append(
            {"number": number, "group": each, "answer": answer_of(each), "said": each.answer_reason}
        )
        sections[-1]["raw"] += each.raw_count
    return sections


def _form(request: HttpRequest, actor: Actor) -> PeriodForm:
    actor.require(SEE)
    homes = homes_with_opinions(actor)
    return PeriodForm(request.GET, list(Category.objects.filter(home__in=homes)))
