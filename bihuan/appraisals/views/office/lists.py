"""The list of polls and its workbook."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.appraisals.access import RUN, SEE, polls_visible_to
from bihuan.appraisals.forms.polls import FilterForm
from bihuan.appraisals.listing import first_year, lines_of, narrowed, page_of, sheet_of
from bihuan.lib.workbooks.answering import workbook_of
from bihuan.orgs.access import actor_of


@login_required
@require_safe
def polls(request: HttpRequest) -> HttpResponse:
    """List the polls that the actor may see, newest first."""
    actor = actor_of(request)
    actor.require(SEE)
    rows = polls_visible_to(actor)
    form = FilterForm(request.GET, first_year(rows))
    asked = form.asked()
    found, next_key = page_of(narrowed(rows, asked), request.GET.get("after", ""))
    context = {
        "form": form,
        "lines": lines_of(found),
        "may_run": actor.may(RUN),
        **_paging(request, next_key, asked),
    }
    return render(request, "appraisals/office/list.html", context)


@login_required
@require_safe
def workbook(request: HttpRequest) -> FileResponse:
    """Download what the list shows."""
    actor = actor_of(request)
    actor.require(SEE)
    rows = polls_visible_to(actor)
    asked = FilterForm(request.GET, first_year(rows)).asked()
    return workbook_of([sheet_of(narrowed(rows, asked))], _("测评台账"))


def _paging(request: HttpRequest, next_key: str, asked: Any) -> dict[str, Any]:
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
