"""What a town's clerk does with a self-check: begins it, writes it, sends it, takes it back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import actor_of
from bihuan.oversight import actions
from bihuan.oversight.access import RUN, gate_for, phase_to_check
from bihuan.oversight.forms import written_lines
from bihuan.oversight.models import GateLine, GateRequest


@login_required
@require_POST
def draft(request: HttpRequest, phase_id: UUID) -> HttpResponse:
    """Begin the self-check of a stage."""
    actor = actor_of(request)
    phase = phase_to_check(actor, phase_id)
    try:
        made = actions.draft_gate(actor=actor, phase=phase)
    except (Invalid, Conflict) as error:
        messages.warning(request, str(error))
        return HttpResponseRedirect(reverse("oversight:list"))
    messages.success(request, _("自查已由记录生成，请补上小结和没有数据的几项。"))
    return back(made)


@login_required
@require_POST
def check(request: HttpRequest, gate_id: UUID) -> HttpResponse:
    """Save what was written in a self-check and, where that was asked, send it."""
    actor = actor_of(request)
    found = gate_for(actor, gate_id)
    actor.require(RUN, found.path)
    lines = GateLine.objects.filter(request=found, removed_at=None)
    try:
        specs = written_lines(request.POST, lines)
        actions.write_summary(
            actor=actor, request=found, summary=request.POST.get("summary", found.summary)
        )
        actions.change_lines(actor=actor, request=found, specs=specs)
        if request.POST.get("do") == "send":
            actions.send_gate(actor=actor, request=found)
            messages.success(request, _("已报送，等指导检查组答复；答复前可以撤回。"))
        else:
            messages.success(request, _("已保存。"))
    except (Invalid, Conflict) as error:
        messages.warning(request, str(error))
    return back(found)


@login_required
@require_POST
def proposals(request: HttpRequest, gate_id: UUID) -> HttpResponse:
    """Put in what the records propose by now."""
    actor = actor_of(request)
    found = gate_for(actor, gate_id)
    try:
        n = actions.propose_lines(actor=actor, request=found)
    except (Invalid, Conflict) as error:
        messages.warning(request, str(error))
    else:
        said = _("补充了%(n)d项。") % {"n": n} if n else _("没有新的事项可补充。")
        messages.success(request, said)
    return back(found)


@login_required
@require_POST
def withdrawal(request: HttpRequest, gate_id: UUID) -> HttpResponse:
    """Take a request back before it is answered."""
    actor = actor_of(request)
    found = gate_for(actor, gate_id)
    reason = request.POST.get("reason", "")
    try:
        actions.withdraw_gate(actor=actor, request=found, reason=reason)
    except (Invalid, Conflict) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("已撤回，改好后可以再报送。"))
    return back(found)


def back(found: GateRequest) -> HttpResponseRedirect:
    """Lead back to the page of a request."""
    return HttpResponseRedirect(reverse("oversight:gate", args=[found.pk]))
