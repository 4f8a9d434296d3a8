"""Notes on a town's campaign: the group writes, the town answers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import actor_of
from bihuan.oversight import actions
from bihuan.oversight.access import AGREE, RUN, campaign_seen_by, note_for, notes_visible_to
from bihuan.oversight.forms import NoteForm

MOST_NOTES = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Show what was said of a campaign; the group adds to it."""
    actor = actor_of(request)
    campaign = campaign_seen_by(actor, campaign_id)
    if request.method == "POST":
        actor.require(AGREE, campaign.path)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.add_note(actor=actor, campaign=campaign, text=form.cleaned_data["text"])
        except Invalid as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已提出，%(home)s会看到并回复。") % {"home": campaign.home})
            return HttpResponseRedirect(reverse("oversight:notes", args=[campaign.pk]))
    context = {
        "campaign": campaign,
        "notes": notes_visible_to(actor).filter(campaign=campaign)[:MOST_NOTES],
        "form": form,
        "may_add": actor.may(AGREE, campaign.path),
        "may_answer": actor.may(RUN, campaign.path),
    }
    return render(request, "oversight/notes.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def note_answer(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Answer a note."""
    actor = actor_of(request)
    note = note_for(actor, note_id)
    try:
        actions.answer_note(actor=actor, note=note, answer=request.POST.get("answer", ""))
    except (Invalid, Conflict) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("已回复。"))
    return HttpResponseRedirect(reverse("oversight:notes", args=[note.campaign_id]))
