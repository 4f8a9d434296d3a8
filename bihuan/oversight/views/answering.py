"""The group's answer to a gate: agree, with conditions or not, or return it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import actor_of
from bihuan.oversight import actions
from bihuan.oversight.access import AGREE, gate_for
from bihuan.oversight.forms import AnswerForm
from bihuan.oversight.views.checking import back
from bihuan.oversight.views.reading import gate_page, units_to_bind

AGREED, RETURNED = "agree", "return"


@login_required
@require_POST
def answer(request: HttpRequest, gate_id: UUID) -> HttpResponse:
    """Answer a gate; what was refused comes back with what was written."""
    actor = actor_of(request)
    found = gate_for(actor, gate_id)
    actor.require(AGREE, found.path)
    form = AnswerForm(request.POST, units_to_bind(found.home))
    if form.is_valid():
        reason, conditions = form.cleaned_data["reason"], form.conditions()
        try:
            if request.POST.get("do") == RETURNED:
                actions.return_gate(actor=actor, request=found, reason=reason)
                said = _("已退回，%(home)s补充后会再报送。")
            else:
                actions.agree_gate(actor=actor, request=found, reason=reason, conditions=conditions)
                said = (
                    _("已同意转段；附的条件已交给%(home)s办理。")
                    if conditions
                    else _("已同意转段。")
                )
        except Conflict as error:
            messages.warning(request, str(error))
            return back(found)
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said % {"home": found.home})
            return back(found)
    return gate_page(request, actor, found, form=form, status=422)
