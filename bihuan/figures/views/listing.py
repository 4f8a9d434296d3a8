"""The list of figures, each with its value for a unit and a period."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bihuan.figures.answering import answer_each
from bihuan.figures.asking import Answer, Scope
from bihuan.figures.computing import definitions_in
from bihuan.figures.forms import ScopeForm
from bihuan.figures.links import trace_url
from bihuan.figures.models import Definition
from bihuan.figures.rules import NATURE_LABELS, Nature
from bihuan.lib.moments import write_moment
from bihuan.orgs.access import Actor
from bihuan.ui.tables import Cell, Head, Row


@login_required
@require_safe
def figure_list(request: HttpRequest) -> HttpResponse:
    """Show every figure of the unit's administration over the scope asked for."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = ScopeForm(request.GET, actor)
    rows: list[Row] = []
    defined = 0
    if form.is_valid():
        definitions = definitions_in(form.wanted.home)
        defined = len(definitions)
        sought = form.cleaned_data["q"].strip()
        shown = [d for d in definitions.values() if sought in d.label or sought in d.code]
        rows = _rows(shown, form.scope(), actor)
    return render(
        request,
        "figures/list.html",
        {
            "form": form,
            "heads": _heads(is_past=form.moment is not None),
            "rows": rows,
            "defined": defined,
            "as_of": write_moment(form.moment) if form.moment else "",
            "now_url": now_url(request.GET),
        },
    )


def now_url(query: QueryDict) -> str:
    """Return the same page without its moment."""
    asked = query.copy()
    for key in ("as_of", "as_of_time", "page"):
        asked.pop(key, None)
    return f"?{asked.urlencode()}"


def _heads(*, is_past: bool) -> list[Head]:
    return [
        Head(_("数据")),
        Head(_("当时的值") if is_past else _("现在的值"), is_number=True),
        Head(_("记录数"), _("条"), is_number=True),
        Head(_("性质")),
        Head(_("口径")),
    ]


def _rows(definitions: list[Definition], scope: Scope, actor: Actor) -> list[Row]:
    answers, faults = answer_each(definitions, scope, actor=actor, with_waiting=True)
    return [
        _row(definition, scope, answers.get(definition.code), faults.get(definition.code, ""))
        for definition in definitions
    ]


def _row(definition: Definition, scope: Scope, answer: Answer | None, fault: str) -> Row:
    url = trace_url(definition.code, scope)
    waiting = (
        _("另有%(count)s条待审核") % {"count": answer.waiting} if answer and answer.waiting else ""
    )
    return Row(
        [
            Cell(definition.label, url=url),
            Cell(answer.text if answer else "—", url=url, is_number=True, note=waiting),
            Cell(str(answer.records) if answer else "", is_number=True),
            Cell(str(NATURE_LABELS[Nature(definition.nature)])),
            Cell(fault or definition.note),
        ]
    )
