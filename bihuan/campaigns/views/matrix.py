"""The progress matrix, one of its cells, the workbook, and what is required of one unit."""

import datetime as dt
import io
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.campaigns.access import campaign_for
from bihuan.campaigns.models import Campaign, RequirementScope
from bihuan.campaigns.requirements.access import (
    may_run,
    requirement_of,
    unit_seen,
)
from bihuan.campaigns.requirements.cells import open_cell
from bihuan.campaigns.requirements.progress import matrix, overall
from bihuan.campaigns.requirements.showing import (
    ShownProgress,
    cell_urls,
    shown_matrix,
    shown_progress,
    standing_by_scope,
)
from bihuan.campaigns.requirements.whom import Subject
from bihuan.campaigns.requirements.wording import asked_of, due, missing, shown, wanted
from bihuan.campaigns.requirements.workbook import write_matrix
from bihuan.figures.links import trace_url
from bihuan.figures.models import Definition
from bihuan.figures.tracing import TracedRow
from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.registers.links import register_url
from bihuan.registers.yardsticks import registers_of
from bihuan.ui.tables import Cell, Head, Row

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LINES = 200
MOST_VALUES = 5


@login_required
@require_safe
def progress(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Show how far everybody is with what is required of them."""
    actor = actor_of(request)
    campaign = campaign_for(actor, campaign_id)
    on = _day(request)
    by_scope = standing_by_scope(campaign, on)
    scope = _scope(request, by_scope)
    context: dict[str, Any] = {
        "campaign": campaign,
        "scope": scope,
        "tabs": [
            (one.value, one.label, len(by_scope[one.value]))
            for one in RequirementScope
            if by_scope[one.value]
        ],
        "on": on,
        "is_past": on < clock.today(),
        "may_change": may_run(actor, campaign),
    }
    if scope == RequirementScope.OVERALL:
        found = overall(campaign, by_scope[scope], on, actor=actor)
        context["overall"] = [
            shown_progress(each, trace_url(each.column.definition.code, each.answer.scope))
            for each in found
        ]
    else:
        context |= _lines(request, campaign, by_scope[scope], on, actor)
    return render(request, "campaigns/requirements/matrix.html", context)


def _lines(
    request: HttpRequest, campaign: Campaign, asked: Any, on: dt.date, actor: Actor
) -> dict[str, Any]:
    """Return the rows of a page; units alone can be narrowed to those with something open."""
    found = matrix(campaign, asked, on, actor=actor)
    is_of_units = bool(asked) and asked[0].scope == RequirementScope.UNIT
    only_open = is_of_units and request.GET.get("open") == "1"
    lines = [line for line in found.lines if not only_open or line.open_count]
    page = request.GET.get("page", "1")
    start = (int(page) - 1) * MOST_LINES if page.isascii() and page.isdigit() else 0
    start = max(start, 0)
    query = request.GET.copy()
    query["page"] = str(start // MOST_LINES + 2)
    return {
        "matrix": shown_matrix(campaign, found, lines[start : start + MOST_LINES]),
        "is_of_units": is_of_units,
        "only_open": only_open,
        "count": len(found.lines),
        "next_url": f"?{query.urlencode()}" if len(lines) > start + MOST_LINES else "",
    }


@login_required
@require_safe
def workbook(request: HttpRequest, campaign_id: UUID) -> FileResponse:
    """Download the matrix: what the page shows, whole."""
    actor = actor_of(request)
    campaign = campaign_for(actor, campaign_id)
    on = _day(request)
    by_scope = standing_by_scope(campaign, on)
    scope = _scope(request, by_scope)
    if scope == RequirementScope.OVERALL:
        scope = RequirementScope.UNIT
    found = matrix(campaign, by_scope[scope], on, actor=actor)
    target = io.BytesIO()
    write_matrix(found, target)
    target.seek(0)
    name = _("%(title)s进度（%(day)s）.xlsx") % {"title": campaign.title, "day": on}
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


@login_required
@require_safe
def cell(request: HttpRequest, campaign_id: UUID, requirement_id: UUID, key: UUID) -> HttpResponse:
    """Open a cell: the records behind it."""
    actor = actor_of(request)
    campaign = campaign_for(actor, campaign_id)
    requirement = requirement_of(campaign, requirement_id)
    opened = open_cell(requirement, key, actor=actor)
    definition = opened.cell.column.definition
    is_of_unit = isinstance(opened.subject.of, Unit)
    context = {
        "campaign": campaign,
        "requirement": requirement,
        "definition": definition,
        "opened": opened,
        "wanted": wanted(requirement, definition),
        "due": due(requirement),
        "asked_of": asked_of(requirement),
        "cell": shown(opened.cell),
        "missing": missing(opened.cell),
        "is_of_unit": is_of_unit,
        "parts": [(behind, *_table(behind.rows)) for behind in opened.behind],
    }
    return render(request, "campaigns/requirements/cell.html", context)


@login_required
@require_safe
def own(request: HttpRequest, campaign_id: UUID, unit_id: UUID) -> HttpResponse:
    """Show a unit what is required of it, what is missing, and where to enter it."""
    actor = actor_of(request)
    campaign = campaign_for(actor, campaign_id)
    unit = unit_seen(actor, campaign, unit_id)
    asked = standing_by_scope(campaign, clock.today())[RequirementScope.UNIT]
    mine = [
        one
        for one in asked
        if unit.kind in one.unit_kinds
        or unit.pk in {row.unit_id for row in one.required_units.all()}
    ]
    subject = Subject(unit, frozenset(one.pk for one in mine))
    found = matrix(campaign, mine, clock.today(), actor=actor, subjects=[subject])
    rows = [
        shown_progress(each, cell_urls(campaign, each.column.requirement))
        for line in found.lines
        for each in line.cells
        if each is not None
    ]
    key = str(unit.pk)
    entered = _entered([c.definition for c in found.columns], campaign, unit, actor)
    rows = [
        _with_addresses(row, key, entered.get(row.requirement.figure, ("", ""))) for row in rows
    ]
    context = {
        "campaign": campaign,
        "unit": unit,
        "open": [row for row in rows if row.cell.is_open],
        "done": [row for row in rows if not row.cell.is_open],
        "sees_whole": actor.may(Permission.SEE_CAMPAIGNS, campaign.home),
    }
    return render(request, "campaigns/requirements/own.html", context)


def _entered(
    definitions: list[Definition], campaign: Campaign, unit: Unit, actor: Actor
) -> dict[str, tuple[str, str]]:
    """Return by figure where the unit's records of it are entered, and the register's name."""
    found = registers_of(definitions, campaign.home)
    return {
        definition.code: (register_url(register, "new", unit=unit.code), register.label)
        for definition in definitions
        if (register := found.get(definition.source)) is not None
        and actor.may(Permission.ENTER_RECORDS, unit, register.seen_by)
    }


def _with_addresses(row: ShownProgress, key: str, entered: tuple[str, str]) -> ShownProgress:
    url = row.cell.url.replace("00000000-0000-0000-0000-000000000000", key)
    return replace(
        row, cell=replace(row.cell, url=url), enter_url=entered[0], enter_label=entered[1]
    )


def _day(request: HttpRequest) -> dt.date:
    """Return the day that is asked for, today where none is; never one to come."""
    today = clock.today()
    try:
        return min(today, dt.date.fromisoformat(request.GET.get("on", "")))
    except ValueError:
        return today


def _scope(request: HttpRequest, by_scope: dict[str, Any]) -> str:
    """Return the scope that is asked for, else the first that has requirements, units first."""
    asked = request.GET.get("of", "")
    if asked in by_scope:
        return asked
    order = (RequirementScope.UNIT, RequirementScope.PERSON, RequirementScope.OVERALL)
    return next((one.value for one in order if by_scope[one.value]), RequirementScope.UNIT.value)


def _table(rows: Any) -> tuple[list[Head], list[Row]]:
    """Return the records behind a cell as a table."""
    labels = list(dict.fromkeys(label for row in rows for label in row.values))[:MOST_VALUES]
    has_day = any(row.date for row in rows)
    heads = [Head(_("日期"))] if has_day else []
    heads += [Head(_("单位")), *(Head(label) for label in labels)]
    return heads, [_row(row, labels, has_day=has_day) for row in rows]


def _row(row: TracedRow, labels: list[str], *, has_day: bool) -> Row:
    day = write_date(dt.date.fromisoformat(row.date)) if row.date else "—"
    values = [
        Cell(row.values.get(label, ""), url="" if has_day or at else row.url)
        for at, label in enumerate(labels)
    ]
    return Row([*([Cell(day, url=row.url)] if has_day else []), Cell(row.unit), *values])
