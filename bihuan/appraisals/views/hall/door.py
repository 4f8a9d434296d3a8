"""The door: ticking the roll, or only writing down how many have come."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bihuan.appraisals.access import RUN, poll_for
from bihuan.appraisals.actions import set_present, tick_roll
from bihuan.appraisals.actions.chairing import BEFORE_ENDING
from bihuan.appraisals.forms.door import PresentForm
from bihuan.appraisals.hall_access import roll_line_of, roll_of
from bihuan.appraisals.models import Poll, VoterGroup
from bihuan.appraisals.views.hall.live import of_hall
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor, actor_of
from bihuan.ui.middleware import is_fragment


@login_required
@require_safe
def door(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the roll by groups, to be ticked; groups without one are counted."""
    actor = actor_of(request)
    poll = poll_for(actor, pk)
    actor.require(RUN, poll.path)
    return render(request, "appraisals/door.html", _context(actor, poll))


@login_required
@require_POST
def tick(request: HttpRequest, pk: UUID, line_id: UUID) -> HttpResponse:
    """Tick a name, or take the tick back; answers the name alone where htmx asked."""
    actor = actor_of(request)
    poll = poll_for(actor, pk)
    actor.require(RUN, poll.path)
    line = roll_line_of(poll, line_id)
    line.is_present = request.POST.get("is_present") == "1"
    tick_roll(actor=actor, poll=poll, line=line, is_present=line.is_present)
    if not is_fragment(request):
        here = reverse("appraisals:door", args=[poll.pk])
        return HttpResponseRedirect(f"{here}#group-{line.group.number}")
    groups = list(poll.groups.all())
    line.group = next(each for each in groups if each.pk == line.group_id)
    context = {"poll": poll, "line": line, "is_open": True, **_came(groups)}
    return render(request, "appraisals/hall/_ticked.html", context)


@login_required
@require_POST
def presence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record how many of each group have come, where there is no roll."""
    actor = actor_of(request)
    poll = poll_for(actor, pk)
    actor.require(RUN, poll.path)
    form = PresentForm(_counted(poll), request.POST)
    if form.is_valid():
        try:
            set_present(actor=actor, poll=poll, present=form.present())
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记到会人数。"))
            return HttpResponseRedirect(reverse("appraisals:door", args=[poll.pk]))
    return render(request, "appraisals/door.html", _context(actor, poll, form), status=422)


def _counted(poll: Poll) -> list[VoterGroup]:
    return [group for group, lines in roll_of(poll) if not lines]


def _context(actor: Actor, poll: Poll, form: PresentForm | None = None) -> dict[str, Any]:
    rolls = roll_of(poll)
    counted = [group for group, lines in rolls if not lines]
    return {
        **of_hall(actor, poll, "door"),
        "rolls": [(group, lines) for group, lines in rolls if lines],
        "form": form or (PresentForm(counted) if counted else None),
        "is_open": poll.state in BEFORE_ENDING,
        **_came([group for group, _lines in rolls]),
    }


def _came(groups: Sequence[VoterGroup]) -> dict[str, int]:
    return {name: sum(getattr(group, name) for group in groups) for name in ("should", "present")}
