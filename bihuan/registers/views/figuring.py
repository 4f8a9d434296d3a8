"""Making a figure of a register in the browser: described, tried on the records, saved."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.figures.actions import FigureSpec, define_figure, refuse_uncountable
from bihuan.figures.asking import Answer, Scope
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import compute
from bihuan.figures.links import trace_url
from bihuan.figures.models import Definition
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers.access import register_to_define
from bihuan.registers.figure_form import FigureForm
from bihuan.registers.links import register_url
from bihuan.registers.models import Register
from bihuan.registers.views.asking import actor_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """Describe a figure, see what it would be now over the whole home, save it."""
    actor = actor_of(request)
    register = register_to_define(actor, code, request.GET.get("home", ""))
    standing = Definition.objects.filter(home=register.home).values_list("code", "label")
    form = FigureForm(
        request.POST if request.method == "POST" else None,
        register,
        labels={label for _code, label in standing},
        codes={code for code, _label in standing},
    )
    if request.method != "POST":
        return _page(request, register, form)
    if not form.is_valid():
        return _page(request, register, form, status=422)
    spec = form.spec()
    try:
        answer = _tried(actor, register.home, spec)
        if "save" not in request.POST:
            return _page(request, register, form, answer=answer)
        definition = define_figure(actor=actor, home=register.home, spec=spec)
    except Invalid as error:
        form.add_error(None, error.message)
        return _page(request, register, form, status=422)
    messages.success(request, _("已定义数据“%(label)s”。") % {"label": definition.label})
    return HttpResponseRedirect(trace_url(definition.code, Scope(register.home)))


def _tried(actor: Actor, home: Unit, spec: FigureSpec) -> Answer:
    """Compute a figure that is not kept yet."""
    refuse_uncountable(spec, sources(home, frozenset({spec.source}))[spec.source])
    values = asdict(spec) | {"where": [dict(part) for part in spec.where], "wording": {}}
    definition = Definition(home=home, **values)
    return compute([definition], Scope(home), actor=actor, with_waiting=True)[spec.code]


def _page(
    request: HttpRequest,
    register: Register,
    form: FigureForm,
    *,
    answer: Answer | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "register": register,
        "form": form,
        "answer": answer,
        "table_url": register_url(register),
    }
    return render(request, "registers/figure.html", context, status=status)
