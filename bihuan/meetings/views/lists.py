"""The list of meetings and its workbook."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.lib.workbooks.answering import workbook_of
from bihuan.meetings.access import actor_sees_talks, meetings_visible_to
from bihuan.meetings.forms.filtering import FilterForm
from bihuan.meetings.listing import first_year, lines_of, narrowed, page_of, sheet_of
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.permissions import Permission


@login_required
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings that the actor may see, newest first."""
    actor = actor_of(request)
    actor.require(Permission.SEE_MEETINGS)
    rows = meetings_visible_to(actor)
    form = FilterForm(request.GET, first_year(rows))
    asked = form.asked()
    found = page_of(narrowed(rows, asked, _path(actor)), request.GET.get("after", ""))
    context = {
        "form": form,
        "lines": lines_of(found.rows),
        "may_keep": actor.may(Permission.KEEP_MEETINGS),
        "sees_talks": actor_sees_talks(actor),
        **paging(request, found.next_key, asked),
    }
    return render(request, "meetings/list.html", context)


@login_required
@require_safe
def workbook(request: HttpRequest) -> FileResponse:
    """Download what the list shows."""
    actor = actor_of(request)
    actor.require(Permission.SEE_MEETINGS)
    rows = meetings_visible_to(actor)
    asked = FilterForm(request.GET, first_year(rows)).asked()
    return workbook_of([sheet_of(narrowed(rows, asked, _path(actor)))], _("会议台账"))


def _path(actor: Actor) -> str:
    """Return where the actor's presets are asked: the topmost unit whose meetings they see."""
    return next(iter(actor.paths(Permission.SEE_MEETINGS)), "")


def paging(request: HttpRequest, next_key: str, asked: Any) -> dict[str, Any]:
    """Return the addresses of the pages around the one shown."""
    query = request.GET.copy()
    query.pop("after", None)
    plain = query.urlencode()
    return {
        "query": f"?{plain}" if plain else "",
        "is_narrowed": bool(asked),
        "next_url": _after(query, next_key) if next_key else "",
        "first_url": f"?{plain}" if request.GET.get("after") else "",
    }


def _after(query: QueryDict, key: str) -> str:
    changed = query.copy()
    changed["after"] = key
    return f"?{changed.urlencode()}"
