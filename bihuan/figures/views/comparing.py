"""A figure at a moment held against now."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.figures.asking import Scope, effective_period
from bihuan.figures.comparing import Difference, compare
from bihuan.figures.computing import definitions_in
from bihuan.figures.forms import ScopeForm
from bihuan.figures.links import trace_url
from bihuan.figures.periods import write_period
from bihuan.lib.errors import Invalid
from bihuan.lib.moments import write_moment
from bihuan.orgs.access import Actor

MOST_VALUES = 5


@login_required
@require_safe
def figure_comparison(request: HttpRequest, code: str) -> HttpResponse:
    """Show a figure then and now, and the records that account for the difference."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = ScopeForm(request.GET, actor)
    definition = definitions_in(form.wanted.home, [code])[code]
    if not form.is_valid():
        raise Invalid("；".join(str(said) for errors in form.errors.values() for said in errors))
    scope = form.scope()
    found = compare(definition, scope, actor=actor)
    assert scope.as_of is not None
    context: dict[str, Any] = {
        "definition": definition,
        "scope": scope,
        "found": found,
        "period": write_period(effective_period(definition, scope.period)),
        "moment": write_moment(scope.as_of),
        "then_url": trace_url(code, scope),
        "now_url": trace_url(code, Scope(scope.unit, scope.period)),
        "parts": [
            (title, [_line(difference) for difference in differences])
            for title, differences in (
                (_("新计入"), found.added),
                (_("有改动"), found.changed),
                (_("不再计入"), found.gone),
            )
            if differences
        ],
        "term_urls": [
            (each, trace_url(each, scope, "comparison"))
            for each in (definition.numerator, definition.denominator)
            if definition.is_ratio
        ],
    }
    return render(request, "figures/comparison.html", context)


def _line(difference: Difference) -> dict[str, Any]:
    """Return a record as a line: when, whose, what it says and what became of it."""
    row = difference.row
    said = [f"{label}：{text}" for label, text in list(row.values.items())[:MOST_VALUES] if text]
    return {
        "row": row,
        "title": next((text for text in row.values.values() if text), _("（未填名称）")),
        "said": "；".join(said[1:]),
        "changes": difference.changes,
        "became": difference.became,
    }
