"""The ceremony: the tellers named, the key made in the browser, each share on its own sheet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.appraisals import policy
from bihuan.appraisals.access import RUN, poll_for
from bihuan.appraisals.actions import key_poll
from bihuan.appraisals.actions.keying import MOST_TELLERS
from bihuan.appraisals.errors import PaperIncomplete
from bihuan.appraisals.forms.key import KeyForm, blank_rows
from bihuan.appraisals.hall_access import paper_for
from bihuan.appraisals.models import Poll
from bihuan.appraisals.views.hall.live import of_hall
from bihuan.appraisals.views.sealing import seals
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor, actor_of
from bihuan.presets.asking import value_at


@seals
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ceremony(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what the ceremony needs and what it risks; take the public key that it made."""
    actor = actor_of(request)
    poll = poll_for(actor, pk)
    actor.require(RUN, poll.path)
    if request.method != "POST":
        return render(request, "appraisals/ceremony.html", _context(actor, poll))
    form = KeyForm(request.POST)
    try:
        key_poll(
            actor=actor,
            poll=poll,
            public_key=form.public_key,
            proof_kept=form.proof_kept,
            needed=form.needed,
            tellers=form.tellers,
        )
    except Invalid as error:
        poll.refresh_from_db()
        context = {**_context(actor, poll), "said": error.message, "rows": form.rows()}
        return render(request, "appraisals/ceremony.html", context, status=422)
    messages.success(request, _("密钥已制作，票面已封存。接着印票证。"))
    return HttpResponseRedirect(reverse("appraisals:slips", args=[poll.pk]))


def _context(actor: Actor, poll: Poll) -> dict[str, Any]:
    context = of_hall(actor, poll, "ceremony")
    if not poll.is_draft:
        return {**context, "tellers": poll.tellers.all()}
    try:
        paper = paper_for(poll)
    except PaperIncomplete as error:
        return {**context, "incomplete": error.message}
    among, needed = (
        int(value_at(known, poll.path, poll.on))
        for known in (policy.TELLERS, policy.TELLERS_NEEDED)
    )
    return {
        **context,
        "rows": blank_rows(among, poll.home.name),
        "most": MOST_TELLERS,
        "needed": min(needed, among),
        "may_be_lost": max(among - needed, 0),
        "items": len(paper.said["items"]),
    }
