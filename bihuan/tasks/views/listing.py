"""The list of tasks, as a page and as a workbook; counting days anew by the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.lib import clock
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.permissions import Permission
from bihuan.tasks.about_links import links_of
from bihuan.tasks.access import Sight
from bihuan.tasks.actions import recount_due_days
from bihuan.tasks.days import Near
from bihuan.tasks.filter_form import FilterForm
from bihuan.tasks.lamps import Lamps
from bihuan.tasks.lines import Line, lines_of
from bihuan.tasks.listing import FOR_ME, SHOWN, counts_of, page_of
from bihuan.tasks.models import Task
from bihuan.tasks.views.assigning import homes_to_assign_in, may_assign
from bihuan.tasks.workbooks import write_list

TABS = ("mine", "open", "overdue", "soon", "assigned", "doing", "submitted", "verified")
MORE = ("returned_all", "extension", "suspended", "closed", "void", "all")


@dataclass(frozen=True)
class Tab:
    """What the list may show, with how many there are (None: not counted)."""

    label: str
    url: str
    count: int | None
    is_current: bool


@login_required
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """List the tasks in sight: open ones by their day, so that the overdue stand first."""
    actor = actor_of(request)
    actor.require(Permission.SEE_TASKS)
    form = FilterForm(request.GET or None, actor)
    criteria = form.criteria()
    today = clock.today()
    near, sight = Near(today), Sight(actor)
    soon = near.until(_own_path(actor))
    page = page_of(actor, criteria, today, soon, request.GET.get("after", ""), sight)
    counts = counts_of(actor, sight, criteria.unit, today, soon)
    kept = form.kept()
    context = {
        "form": form,
        "criteria": criteria,
        "tabs": _tabs(TABS, criteria.show, kept, counts),
        "more_tabs": _tabs(MORE, criteria.show, kept, counts),
        "title": str(SHOWN.get(criteria.show, SHOWN["mine"])),
        "lines": _lines(actor, page.rows, near),
        "is_cut": page.is_cut,
        "counts": counts,
        "next_url": _url({**kept, "show": criteria.show, "after": page.next_key})
        if page.next_key
        else "",
        "first_url": _url({**kept, "show": criteria.show}) if "after" in request.GET else "",
        "plain_url": _url({"show": criteria.show}),
        "workbook_url": _url({**kept, "show": criteria.show}, "workbook"),
        "may_assign": may_assign(actor),
        "units": form.offered_units(),
    }
    return render(request, "tasks/list.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def workbook(request: HttpRequest) -> FileResponse:
    """Download the tasks of the list as an Excel workbook."""
    actor = actor_of(request)
    actor.require(Permission.SEE_TASKS)
    form = FilterForm(request.GET or None, actor)
    today = clock.today()
    soon = Near(today).until(_own_path(actor))
    return write_list(actor, form.criteria(), today, soon)


@login_required
@require_POST
def recount(request: HttpRequest) -> HttpResponse:
    """Count the days of the open tasks anew, as the calendar stands now."""
    actor = actor_of(request)
    actor.require(Permission.ASSIGN_TASKS)
    moved = sum(recount_due_days(actor=actor, home=home) for home in homes_to_assign_in(actor))
    said = (
        _("按最新日历重算：%(n)d项任务的期限有变动，已记入各自的办理经过。") % {"n": moved}
        if moved
        else _("按最新日历算过了，没有任务的期限需要变动。")
    )
    messages.success(request, said)
    return HttpResponseRedirect(reverse("tasks:list"))


def _own_path(actor: Actor) -> str:
    """Return the path of the administration whose preset says what is near: the actor's own."""
    return min(actor.homes.get(Permission.SEE_TASKS, ("",)))


def _lines(actor: Actor, rows: Sequence[Task], near: Near) -> list[Line]:
    lamps, links = Lamps(near.today, rows, near), links_of(actor, rows)
    base = reverse("tasks:list")
    return lines_of(rows, lamps, links, base)


def _tabs(
    keys: Sequence[str], shown: str, kept: dict[str, str], counts: dict[str, int]
) -> list[Tab]:
    current = "mine" if shown in FOR_ME else shown
    return [
        Tab(str(SHOWN[key]), _url({**kept, "show": key}), counts.get(key), key == current)
        for key in keys
    ]


def _url(query: dict[str, Any], page: str = "list") -> str:
    given = {key: value for key, value in query.items() if value}
    return f"{reverse(f'tasks:{page}')}?{urlencode(given)}"
