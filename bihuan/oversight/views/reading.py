"""The gates of a town's campaigns, and one gate with its self-check and rounds."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.campaigns.models import Campaign, CampaignState, Mode
from bihuan.lib import clock
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit
from bihuan.oversight.access import (
    AGREE,
    RUN,
    SEE,
    campaigns_seen_by,
    following_label,
    gate_for,
    gates_visible_to,
    notes_visible_to,
)
from bihuan.oversight.conditions import by_id, tied
from bihuan.oversight.forms import AnswerForm, ReasonForm
from bihuan.oversight.measuring import looked_back_at
from bihuan.oversight.models import GateRequest, GateState, Section, Standing
from bihuan.oversight.presenting import (
    TONES,
    earlier_rounds,
    history,
    shown_conditions,
    shown_lines,
    tally,
)

MOST_CAMPAIGNS = 20
MOST_UNITS = 200
MOST_NOTES = 20


@login_required
@require_safe
def gates(request: HttpRequest) -> HttpResponse:
    """List the stages of the campaigns in sight with where their gates stand."""
    actor = actor_of(request)
    actor.require(SEE)
    campaigns = list(campaigns_seen_by(actor).filter(mode=Mode.STAGED)[:MOST_CAMPAIGNS])
    by_phase = {
        each.phase_id: each for each in gates_visible_to(actor).filter(campaign__in=campaigns)
    }
    notes = list(notes_visible_to(actor)[:MOST_NOTES])
    context = {
        "campaigns": [_campaign(actor, each, by_phase) for each in campaigns],
        "tracks": campaigns_seen_by(actor).filter(
            mode=Mode.CONCURRENT, state=CampaignState.RUNNING
        ),
        "notes": [{"note": each, "may_answer": actor.may(RUN, each.path)} for each in notes],
        "is_group": actor.may(AGREE),
    }
    return render(request, "oversight/list.html", context)


def _campaign(actor: Actor, campaign: Campaign, by_phase: dict[Any, GateRequest]) -> dict[str, Any]:
    phases = list(campaign.phases.all())
    rows = []
    for at, phase in enumerate(phases):
        following = phases[at + 1] if at + 1 < len(phases) else None
        needs = following is None or following.is_gated
        is_open = phase.opened_on is not None and phase.closed_on is None
        running = campaign.state == CampaignState.RUNNING
        gate = by_phase.get(phase.pk)
        rows.append(
            {
                "phase": phase,
                "gate": gate,
                "tone": TONES[GateState(gate.state)] if gate else "plain",
                "following": following,
                "needs": needs,
                "is_open": is_open,
                "is_due": is_open and phase.ends_on <= clock.today(),
                "may_draft": needs and is_open and running and actor.may(RUN, campaign.path),
            }
        )
    return {"campaign": campaign, "rows": rows}


@login_required
@require_safe
def gate(request: HttpRequest, gate_id: UUID) -> HttpResponse:
    """Show one gate: what was promised, what stands, and what happened."""
    actor = actor_of(request)
    return gate_page(request, actor, gate_for(actor, gate_id))


def gate_page(
    request: HttpRequest,
    actor: Actor,
    found: GateRequest,
    *,
    form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render one gate; an answer that was refused comes with its form."""
    lines = list(found.lines.all())
    standing = [each for each in lines if each.removed_at is None]
    back = looked_back_at(standing).values()
    conditions = tied(Q(request=found) | Q(pk__in=back))
    shown = shown_lines(found, standing, by_id(conditions), actor=actor)
    steps = list(found.steps.all())
    may_answer = found.state == GateState.SENT and actor.may(AGREE, found.path)
    if may_answer and form is None:
        form = AnswerForm(None, units_to_bind(found.home))
    may_write = actor.may(RUN, found.path)
    context = {
        "gate": found,
        "tone": TONES[GateState(found.state)],
        "sections": [
            {"code": code, "label": Section(code).label, "lines": lines}
            for code, lines in shown.items()
        ],
        "tally": tally(shown),
        "standings": Standing.choices,
        "removed": [each for each in lines if each.removed_at is not None],
        "conditions": shown_conditions(c for c in conditions if c.request_id == found.pk),
        "events": history(steps),
        "earlier": earlier_rounds(steps),
        "returned": next((s for s in reversed(steps) if s.kind == "return"), None),
        "following": following_label(found),
        "form": form,
        "may_answer": may_answer,
        "may_edit": may_write and found.is_editable,
        "may_withdraw": may_write and found.state == GateState.SENT,
        "withdrawal": ReasonForm(),
        "is_group": actor.may(AGREE, found.path),
        "is_late": found.state == GateState.SENT
        and found.answer_by is not None
        and found.answer_by < clock.today(),
    }
    return render(request, "oversight/gate.html", context, status=status)


def units_to_bind(home: Unit) -> list[Unit]:
    """Return the units that a condition may be given to: the town itself first."""
    below = Unit.objects.under(home.path).filter(home=home).exclude(pk=home.pk)
    return [home, *below.open_on(clock.today()).order_by("path")[:MOST_UNITS]]
