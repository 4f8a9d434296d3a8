"""The list of opinions, one opinion, and the list as a workbook."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions.access import RECORD, SEE, SORT, homes_with_opinions, opinion_for
from bihuan.opinions.forms import FilterForm, VoidForm
from bihuan.opinions.listing import opinions_asked, page_of
from bihuan.opinions.models import Category, Move, Opinion, OpinionState
from bihuan.opinions.presenting import SHOWN, answer_of, given_by, marked, state_of
from bihuan.opinions.rules import shortened
from bihuan.opinions.sheets import write_opinions
from bihuan.opinions.views.answers import workbook
from bihuan.opinions.views.contact import contact_card
from bihuan.opinions.views.inbox import choices_of
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit

MOST_IN_A_WORKBOOK = 20_000


@login_required
@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    """List the opinions in sight, the newest first."""
    actor = actor_of(request)
    form = _form(request, actor)
    asked = form.asked()
    found = page_of(
        opinions_asked(actor, asked, form.units),
        request.GET.get("after", ""),
        request.GET.get("before", ""),
    )
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    context = {
        "form": form,
        "asked": asked,
        "rows": [
            {
                "opinion": each,
                "words": shortened(each.text, 120),
                "state": state_of(each),
                "answer": answer_of(each.group) if each.group else None,
            }
            for each in found.rows
        ],
        "query": query.urlencode(),
        "next_url": _page_url(query, after=found.next),
        "previous_url": _page_url(query, before=found.previous),
        "may_record": actor.may(RECORD),
        "may_sort": actor.may(SORT),
        "may_see": actor.may(SEE),
    }
    return render(request, "opinions/list.html", context)


@login_required
@require_safe
def download(request: HttpRequest) -> FileResponse:
    """Download the opinions that the list shows as a workbook."""
    actor = actor_of(request)
    form = _form(request, actor)
    rows = opinions_asked(actor, form.asked(), form.units).order_by("pk")
    if rows.count() > MOST_IN_A_WORKBOOK:
        raise Invalid(
            _("一次最多下载%(n)d条，请用日期或类别缩小范围。") % {"n": MOST_IN_A_WORKBOOK}
        )
    name = _("意见-%(day)s.xlsx") % {"day": f"{clock.today():%Y%m%d}"}
    return workbook(write_opinions(rows), name)


@login_required
@require_safe
def opinion(request: HttpRequest, opinion_id: UUID) -> HttpResponse:
    """Show one opinion: its words, where it came from, what became of it."""
    actor = actor_of(request)
    found = opinion_for(actor, opinion_id)
    may_sort = actor.may(SORT, found.unit) and found.state != OpinionState.VOID
    whole = "whole" in request.GET or len(found.text) <= SHOWN
    context: dict[str, Any] = {
        "opinion": found,
        "pieces": marked(found.text if whole else found.text[:SHOWN], found.spoke_for),
        "hidden": 0 if whole else len(found.text) - SHOWN,
        "state": state_of(found),
        "group": found.group,
        "answer": answer_of(found.group) if found.group else None,
        "said": given_by(found.group) if found.group else "",
        "may_see_group": actor.may(SEE, found.path),
        "may_sort": may_sort,
        "choices": choices_of(found, None) if may_sort else (),
        "void_form": VoidForm(),
        "contact": contact_card(actor, found),
        "moves": history_of(found) if actor.may(SEE, found.path) else (),
    }
    return render(request, "opinions/opinion.html", context)


def history_of(opinion: Opinion) -> list[dict[str, Any]]:
    """Return where an opinion went, the newest first, for the history component."""
    moves = Move.objects.filter(opinion=opinion).select_related("to_group").order_by("-id")
    return [
        {
            "what": move.get_kind_display(),
            "who": move.by_name,
            "at": move.at,
            "note": _("到 %(label)s “%(wording)s” %(reason)s")
            % {
                "label": move.to_group.label,
                "wording": move.to_group.wording[:40],
                "reason": move.reason,
            },
            "icon": "git-compare",
        }
        for move in moves
    ]


def _form(request: HttpRequest, actor: Actor) -> FilterForm:
    homes = homes_with_opinions(actor)
    if not homes:
        raise NotAllowed(_("您的账号没有登记或查看意见的权限，请与单位的系统管理员联系。"))
    condition = actor.within(SEE, "path") | actor.within(RECORD, "path")
    # A county is offered its own units, and takes a town that a link names.
    named = Q(home__in=homes) | Q(code=request.GET.get("unit", ""))
    units = list(Unit.objects.filter(condition, named).order_by("path")[:400])
    return FilterForm(request.GET, list(Category.objects.filter(home__in=homes)), units)


def _page_url(query: Any, **place: UUID | None) -> str:
    [(name, id_)] = place.items()
    if id_ is None:
        return ""
    asked = query.copy()
    asked[name] = str(id_)
    return f"?{asked.urlencode()}"
