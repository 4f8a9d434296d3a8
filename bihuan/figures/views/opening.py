"""Opening a figure: its value, what it means, and the records behind it."""

import re
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.figures.asking import Answer, Scope, effective_period
from bihuan.figures.computing import compute, definitions_in
from bihuan.figures.errors import UnknownFigure
from bihuan.figures.forms import ScopeForm
from bihuan.figures.links import trace_url
from bihuan.figures.models import Definition
from bihuan.figures.periods import write_period
from bihuan.figures.rules import NATURE_LABELS, Nature
from bihuan.figures.tracing import PAGE, Trace, TracedRow, trace
from bihuan.figures.views.listing import now_url
from bihuan.lib.errors import Invalid
from bihuan.lib.moments import write_moment
from bihuan.orgs.access import Actor
from bihuan.ui.tables import Cell, Head, Row

MOST_COLUMNS = 6
_QUANTITY = re.compile(r"-?[0-9][0-9,.]*[^0-9\s]{0,4}")
LAST_PAGE = 2_000


@dataclass(frozen=True)
class Shown:
    """A figure as a link: its label, its words and where it opens."""

    label: str
    answer: Answer
    url: str
    part: str = ""


@login_required
@require_safe
def figure_trace(request: HttpRequest, code: str) -> HttpResponse:
    """Show a figure's trace; htmx asks for the rows of another page only."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = ScopeForm(request.GET, actor)
    definition = definitions_in(form.wanted.home, [code])[code]
    scope = form.scope() if form.is_valid() else Scope(form.wanted)
    page = _page(request.GET)
    opened, scope, has_history = _opened(definition, scope, actor, page)
    context = _rows_context(opened, request.GET, page) | {"form": form, "definition": definition}
    if request.headers.get("HX-Target") == "rows":
        fragment = render(request, "figures/_rows.html", context)
        patch_vary_headers(fragment, ["HX-Target"])
        return fragment
    context |= _figure_context(definition, scope, opened, actor) | _past(scope, request.GET)
    response = render(request, "figures/trace.html", context | {"has_history": has_history})
    patch_vary_headers(response, ["HX-Target"])
    return response


def _past(scope: Scope, query: QueryDict) -> dict[str, Any]:
    if scope.as_of is None:
        return {"as_of": ""}
    return {"as_of": write_moment(scope.as_of), "now_url": now_url(query)}


def _page(query: QueryDict) -> int:
    text = query.get("page", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() else 1


def _opened(
    definition: Definition, scope: Scope, actor: Actor, page: int
) -> tuple[Trace, Scope, bool]:
    """Open a figure; one whose source keeps no history is opened as it stands now, and says so."""
    try:
        return trace(definition, scope, actor=actor, page=page), scope, True
    except Invalid:
        if scope.as_of is None:
            raise
    scope = replace(scope, as_of=None)
    return trace(definition, scope, actor=actor, page=page), scope, False


def _figure_context(
    definition: Definition, scope: Scope, opened: Trace, actor: Actor
) -> dict[str, Any]:
    period = effective_period(definition, scope.period)
    return {
        "answer": opened.answer,
        "scope": scope,
        "period": write_period(period),
        "nature": NATURE_LABELS[Nature(definition.nature)],
        "source": opened.source,
        "comparison_url": trace_url(definition.code, scope, "comparison") if scope.as_of else "",
        "said": _said(definition, scope, opened.answer),
        "terms": [
            Shown(
                term.answer.definition.label,
                term.answer,
                trace_url(term.answer.definition.code, scope),
                part,
            )
            for term, part in zip(opened.terms, (_("分子"), _("分母")), strict=False)
        ],
        "check": _check(definition, scope, actor),
        "waiting_heads": _heads(opened.waiting_rows),
        "waiting_rows": _table(opened.waiting_rows, _labels(opened.waiting_rows)),
    }


def _rows_context(opened: Trace, query: QueryDict, page: int) -> dict[str, Any]:
    return {
        "opened": opened,
        "heads": _heads(opened.rows),
        "rows": _table(opened.rows, _labels(opened.rows)),
        "hidden": opened.answer.records - opened.visible,
        "from_row": (page - 1) * PAGE + 1,
        "to_row": (page - 1) * PAGE + len(opened.rows),
        "previous_url": _at_page(query, page - 1) if page > 1 else "",
        "next_url": _at_page(query, opened.next_page) if opened.next_page else "",
    }


def _at_page(query: QueryDict, page: int) -> str:
    asked = query.copy()
    asked["page"] = str(page)
    return f"?{asked.urlencode()}"


def _check(definition: Definition, scope: Scope, actor: Actor) -> Shown | None:
    """Return the figure that shows whether a norm is kept, where the definition names one."""
    if not definition.checked_by:
        return None
    try:
        by = definitions_in(scope.unit.home, [definition.checked_by])[definition.checked_by]
    except UnknownFigure:
        return None
    answer = compute([by], scope, actor=actor)[by.code]
    return Shown(by.label, answer, trace_url(by.code, scope))


def _said(definition: Definition, scope: Scope, answer: Answer) -> str:
    """Return the figure as a sentence to be copied into a message or another paper."""
    period = write_period(effective_period(definition, scope.period))
    note = _("；口径：%(note)s") % {"note": definition.note} if definition.note else ""
    said = _("%(unit)s%(label)s：%(text)s（%(period)s，%(records)s条记录%(note)s%(as_of)s）")
    moment = _("；截至%(at)s") % {"at": write_moment(scope.as_of)} if scope.as_of else ""
    return said % {
        "unit": scope.unit,
        "label": definition.label,
        "text": answer.text,
        "period": period,
        "records": answer.records,
        "note": note,
        "as_of": moment,
    }


def _labels(rows: tuple[TracedRow, ...]) -> list[str]:
    """Return the labels of the values that the rows have, in order, as many as a table bears.

    The column that is the rows' day is left out: the table begins with it.
    """
    labels = dict.fromkeys(label for row in rows for label in row.values)
    told = [label for label in labels if any(row.values.get(label) != row.date for row in rows)]
    return told[:MOST_COLUMNS]


def _heads(rows: tuple[TracedRow, ...]) -> list[Head]:
    day = [Head(_("日期"))] if any(row.date for row in rows) else []
    values = (Head(label, is_number=_is_quantity(rows, label)) for label in _labels(rows))
    return [*day, Head(_("单位")), *values]


def _table(rows: tuple[TracedRow, ...], labels: list[str]) -> list[Row]:
    has_day = any(row.date for row in rows)
    numbers = [_is_quantity(rows, label) for label in labels]
    return [_row(row, labels, numbers, has_day=has_day) for row in rows]


def _is_quantity(rows: tuple[TracedRow, ...], label: str) -> bool:
    """Tell whether every value of a column is a number, perhaps with its unit."""
    texts = [text for row in rows if (text := row.values.get(label, ""))]
    return bool(texts) and all(_QUANTITY.fullmatch(text) for text in texts)


def _row(row: TracedRow, labels: list[str], numbers: list[bool], *, has_day: bool) -> Row:
    texts = [row.values.get(label, "") for label in labels]
    opens = next((at for at, text in enumerate(texts) if text), 0)
    values = [
        Cell(text, url=row.url if at == opens else "", is_number=numbers[at])
        for at, text in enumerate(texts)
    ]
    return Row([*([Cell(row.date)] if has_day else []), Cell(row.unit), *values])
