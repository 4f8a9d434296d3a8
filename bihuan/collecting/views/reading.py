"""The list of collections, one collection, what is asked of one unit, and the workbooks."""

import io
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.collecting.access import (
    ask_for,
    asks_in_order,
    collection_for,
    collections_visible_to,
    homes_to_ask_in,
    may_ask_in,
)
from bihuan.collecting.actions.returning import records_of
from bihuan.collecting.forms import DueForm, WaiverForm
from bihuan.collecting.models import Ask
from bihuan.collecting.presenting import line_of, lines_of, passing_on, reminder
from bihuan.collecting.rules import State
from bihuan.collecting.workbooks import name_of, write_all, write_one
from bihuan.orgs.access import actor_of
from bihuan.orgs.permissions import Permission
from bihuan.registers.drop_form import DropForm
from bihuan.registers.links import register_url

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LISTED = 100


@login_required
@require_safe
def collections(request: HttpRequest) -> HttpResponse:
    """List the collections, those still open first."""
    actor = actor_of(request)
    actor.require(Permission.VERIFY_RECORDS)
    found = collections_visible_to(actor).prefetch_related("asks__returns")[:MOST_LISTED]
    rows = [(one, lines_of(list(one.asks.all()))) for one in found]
    context = {
        "rows": [
            {
                "collection": one,
                "asked": len(lines),
                "open": sum(line.is_open for line in lines),
            }
            for one, lines in sorted(rows, key=lambda row: not row[0].is_open)
        ],
        "may_ask": bool(homes_to_ask_in(actor)),
    }
    return render(request, "collecting/list.html", context)


@login_required
@require_safe
def collection(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    """Show who was asked and what came back, in the units' own order."""
    actor = actor_of(request)
    found = collection_for(actor, collection_id)
    lines = lines_of(asks_in_order(found))
    context = {
        "collection": found,
        "lines": lines,
        "waited_for": [line for line in lines if line.state is State.WAITING],
        "partly": [line for line in lines if line.state is State.PARTLY],
        "came": [line for line in lines if not line.is_open],
        "passing_on": passing_on(found),
        "reminder": reminder(found, lines),
        "drop_form": DropForm(initial={"hint": str(found.pk)}),
        "may_ask": may_ask_in(actor, found.home),
        "may_enter": actor.may(Permission.ENTER_RECORDS, found.home, found.register.seen_by),
        "due_form": DueForm(initial={"due_on": found.due_on}),
        "waiver_form": WaiverForm(),
        "register_url": register_url(found.register),
    }
    return render(request, "collecting/collection.html", context)


@login_required
@require_safe
def ask(request: HttpRequest, ask_id: UUID) -> HttpResponse:
    """Show a unit what is asked of it, and the ways to return it."""
    actor = actor_of(request)
    found = ask_for(actor, ask_id)
    register, unit = found.collection.register, found.unit
    context = {
        "ask": found,
        "collection": found.collection,
        "line": line_of(found, 1),
        "returns": list(found.returns.all())[::-1],
        "count": records_of(found).count(),
        "may_enter": found.collection.is_open
        and actor.may(Permission.ENTER_RECORDS, unit, register.seen_by),
        "sees_whole": actor.may(Permission.VERIFY_RECORDS, found.collection.home),
        "new_url": register_url(register, "new", unit=unit.code),
        "import_url": register_url(register, "import"),
        "table_url": register_url(
            register,
            unit=unit.code,
            since=found.collection.first.isoformat() if found.collection.first else "",
            until=found.collection.last.isoformat() if found.collection.last else "",
        ),
    }
    return render(request, "collecting/ask.html", context)


@login_required
@require_safe
def workbook(request: HttpRequest, ask_id: UUID) -> FileResponse:
    """Download one unit's workbook."""
    actor = actor_of(request)
    found = ask_for(actor, ask_id)
    target = io.BytesIO()
    write_one(actor, found, target)
    target.seek(0)
    return FileResponse(
        target,
        as_attachment=True,
        filename=name_of(found, _number_of(found)),
        content_type=XLSX,
    )


@login_required
@require_safe
def workbooks(request: HttpRequest, collection_id: UUID) -> FileResponse:
    """Download the workbooks of all units in one archive."""
    actor = actor_of(request)
    found = collection_for(actor, collection_id)
    file = write_all(actor, asks_in_order(found))
    name = _("%(title)s（各单位填报表）.zip") % {"title": found.title}
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


def _number_of(found: Ask) -> int:
    order = [each.pk for each in asks_in_order(found.collection)]
    return order.index(found.pk) + 1
