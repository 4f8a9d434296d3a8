"""The board, the list, the ledger as a workbook and on paper, what waits, the rates."""

import io

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.workbooks.writing import write_workbook
from bihuan.orgs.access import Actor, actor_of, homes_of, units_visible_to
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.rectification import board as boards
from bihuan.rectification import listing
from bihuan.rectification.forms import FilterForm
from bihuan.rectification.ledger import HEADS, lines_of, sheet_of
from bihuan.rectification.presenting import shown_all
from bihuan.rectification.rates import rates_of
from bihuan.rectification.rollup import roll_up
from bihuan.rectification.waiting import kinds_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ON_PAPER = 500
MOST_OF_A_KIND = 30


@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show problems by state."""
    actor = _seeing(request)
    counts = listing.counts(actor)
    columns = boards.columns_of(actor, counts)
    context = {
        "columns": columns[:5],
        "rests": [column for column in columns[5:] if column.count],
        "total": sum(column.count for column in columns),
        "overdue": counts[listing.OVERDUE],
        "may_open": actor.may(Permission.ASSIGN_TASKS),
    }
    return render(request, "rectification/board.html", context)


@login_required
@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """List problems, filtered, a page at a time."""
    actor = _seeing(request)
    form = FilterForm(request.GET, actor=actor, home=_home(actor))
    criteria = form.criteria()
    rows = listing.rows_for(actor, criteria)
    asked = {name: request.GET.get(name, "") for name in ("after", "before")}
    found = listing.page(rows, criteria, **asked)
    query = _query(request)
    context = {
        "form": form,
        "criteria": criteria,
        "rows": shown_all(found.rows),
        "query": query,
        "next_url": _beside(query, "after", found.next_key),
        "previous_url": _beside(query, "before", found.previous_key),
        "first_url": f"?{query}" if found.previous_key else "",
        "may_open": actor.may(Permission.ASSIGN_TASKS),
    }
    return render(request, "rectification/list.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> FileResponse:
    """Download the ledger of what the list shows, all of it."""
    actor = _seeing(request)
    criteria = FilterForm(request.GET, actor=actor, home=_home(actor)).criteria()
    target = io.BytesIO()
    write_workbook(target, [sheet_of(listing.rows_for(actor, criteria), criteria)])
    target.seek(0)
    name = _("整改台账%(day)s.xlsx") % {"day": clock.today().isoformat()}
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


@login_required
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the ledger as it is printed."""
    actor = _seeing(request)
    home = _home(actor)
    criteria = FilterForm(request.GET, actor=actor, home=home).criteria()
    asked = listing.rows_for(actor, criteria)
    found = listing.pieces(asked, criteria, most=MOST_ON_PAPER + 1)
    ids = [pk for some in found for pk in some]
    context = {
        "home": home,
        "heads": [label for label, _width in HEADS],
        "lines": lines_of(ids[:MOST_ON_PAPER]),
        "is_cut": len(ids) > MOST_ON_PAPER,
        "most": MOST_ON_PAPER,
        "query": _query(request),
    }
    return render(request, "rectification/ledger.html", context)


@login_required
@require_safe
def waiting_page(request: HttpRequest) -> HttpResponse:
    """Show what waits for the actor, kind by kind."""
    actor = _seeing(request)
    kinds = kinds_for(actor)
    ids = [
        list(
            kind.rows(actor)
            .order_by("own_due_on", "id")
            .values_list("pk", flat=True)[: MOST_OF_A_KIND + 1]
        )
        for kind in kinds
    ]
    problems = listing.read(list(dict.fromkeys(pk for some in ids for pk in some)))
    rows = dict(zip([each.pk for each in problems], shown_all(problems), strict=True))
    shown = [
        {
            "kind": kind,
            "rows": [rows[pk] for pk in some[:MOST_OF_A_KIND]],
            "is_cut": len(some) > MOST_OF_A_KIND,
        }
        for kind, some in zip(kinds, ids, strict=True)
        if some
    ]
    return render(request, "rectification/waiting.html", {"kinds": shown})


@login_required
@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """Show the three rates with both their terms, and problems added up over the tree."""
    actor = _seeing(request)
    top = _top(request, actor)
    if top is None:
        raise Invalid(_("您的账号没有可查看的单位。"))
    context = {
        "top": top,
        "rates": rates_of(actor, top),
        "branches": roll_up(actor, top),
        "above": _above(actor, top),
    }
    return render(request, "rectification/rates.html", context)


def _seeing(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    actor.require(Permission.SEE_TASKS)
    return actor


def _home(actor: Actor) -> Unit | None:
    homes = homes_of(actor, Permission.SEE_TASKS)
    return homes[0] if homes else None


def _top(request: HttpRequest, actor: Actor) -> Unit | None:
    visible = units_visible_to(actor)
    code = request.GET.get("unit", "")
    if code:
        found = visible.filter(code=code).first()
        if found is not None:
            return found
    paths = actor.paths(Permission.SEE_TASKS)
    rows = visible.filter(parent=None) if "" in paths else visible.filter(path__in=paths)
    return rows.order_by("path").first()


def _above(actor: Actor, top: Unit) -> Unit | None:
    """Return the unit above, where the actor sees it."""
    return units_visible_to(actor).filter(children=top).first()


def _query(request: HttpRequest) -> str:
    given = request.GET.copy()
    for name in ("after", "before"):
        given.pop(name, None)
    return given.urlencode()


def _beside(query: str, word: str, key: str) -> str:
    if not key:
        return ""
    return f"?{query}&{word}={key}" if query else f"?{word}={key}"
