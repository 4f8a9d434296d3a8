"""One line of a self-check: added, changed, taken out."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.figures.models import Definition
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import actor_of
from bihuan.oversight import actions
from bihuan.oversight.access import RUN, gate_for, line_for
from bihuan.oversight.forms import LineForm, NewLineForm, RemovalForm
from bihuan.oversight.models import GateRequest
from bihuan.oversight.views.checking import back

MOST_FIGURES = 300


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_line(request: HttpRequest, gate_id: UUID) -> HttpResponse:
    """Add a line of one's own."""
    actor = actor_of(request)
    found = gate_for(actor, gate_id)
    actor.require(RUN, found.path)
    form = NewLineForm(request.POST if request.method == "POST" else None, _figures(found))
    if form.is_bound and form.is_valid():
        try:
            actions.add_line(actor=actor, request=found, spec=form.spec())
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已添加。"))
            return back(found)
    context = {"gate": found, "form": form, "title": _("添加自查事项")}
    return render(request, "oversight/line.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Change a line's words; beneath, take it out with a reason."""
    actor = actor_of(request)
    found = line_for(actor, line_id)
    actor.require(RUN, found.request.path)
    form = LineForm(request.POST if request.method == "POST" else None, found)
    if form.is_bound and form.is_valid():
        try:
            actions.change_line(actor=actor, line=found, spec=form.spec())
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已保存。"))
            return back(found.request)
    context = {
        "gate": found.request,
        "line": found,
        "form": form,
        "removal": RemovalForm(),
        "title": _("修改自查事项"),
    }
    return render(request, "oversight/line.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def line_removal(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Take a line out, with a reason."""
    actor = actor_of(request)
    found = line_for(actor, line_id)
    try:
        actions.remove_line(actor=actor, line=found, reason=request.POST.get("reason", ""))
    except (Invalid, Conflict) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("已移出；理由留在自查下面。"))
    return back(found.request)


def _figures(found: GateRequest) -> list[Definition]:
    above = [found.path[:end] for end in range(4, len(found.path) + 1, 4)]
    rows = Definition.objects.filter(home__path__in=above).order_by("sort_order", "code")
    return list(rows[:MOST_FIGURES])
