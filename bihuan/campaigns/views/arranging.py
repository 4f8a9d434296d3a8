"""Phases and steps as data: arranged, opened, ended."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.campaigns.access import campaign_for, phase_for, step_for
from bihuan.campaigns.actions import arrange_phases, close_phase, open_phase, remove_step, save_step
from bihuan.campaigns.forms import DaysForm, PhaseForm, StepForm, written_deliverables
from bihuan.campaigns.models import Campaign, CampaignStep, Phase
from bihuan.campaigns.views.telling import done, page_of, tried
from bihuan.lib import clock
from bihuan.orgs.access import actor_of
from bihuan.orgs.permissions import Permission

Rows = formset_factory(PhaseForm, extra=1, max_num=13)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phases(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Arrange a campaign's days and phases, all at once; the steps stand beneath."""
    actor = actor_of(request)
    campaign = campaign_for(actor, pk)
    actor.require(Permission.RUN_CAMPAIGNS, campaign.path)
    standing = list(campaign.phases.prefetch_related("steps"))
    given = request.POST if request.method == "POST" else None
    days = DaysForm(given, initial={"begins_on": campaign.begins_on, "ends_on": campaign.ends_on})
    rows = Rows(given, initial=[_said(phase) for phase in standing], prefix="phase")

    def arrange() -> None:
        arrange_phases(
            actor=actor,
            campaign=campaign,
            phases=[spec for row in rows if (spec := row.spec()) is not None],
            **days.cleaned_data,
        )

    if request.method == "POST" and rows.is_valid() and tried(days, arrange):
        messages.success(request, _("阶段安排已保存。"))
        return HttpResponseRedirect(page_of("phases", pk))
    context = {
        "campaign": campaign,
        "days": days,
        "rows": rows,
        "phases": standing,
        "word": _phase_word(campaign),
    }
    is_bad = request.method == "POST"
    return render(request, "campaigns/phases.html", context, status=422 if is_bad else 200)


@login_required
@require_POST
def phase_opening(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a stage that needs no agreement today."""
    actor = actor_of(request)
    phase = phase_for(actor, pk)
    actor.require(Permission.RUN_CAMPAIGNS, phase.campaign.path)
    return done(
        request,
        lambda: open_phase(actor=actor, phase=phase, on=clock.today()),
        _("“%(phase)s”已启动。") % {"phase": phase.label},
        page_of("campaign", phase.campaign_id),
    )


@login_required
@require_POST
def phase_closing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a track or the last stage today."""
    actor = actor_of(request)
    phase = phase_for(actor, pk)
    actor.require(Permission.RUN_CAMPAIGNS, phase.campaign.path)
    return done(
        request,
        lambda: close_phase(actor=actor, phase=phase),
        _("“%(phase)s”已结束。") % {"phase": phase.label},
        page_of("campaign", phase.campaign_id),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a step to a phase."""
    actor = actor_of(request)
    phase = phase_for(actor, pk)
    actor.require(Permission.RUN_CAMPAIGNS, phase.campaign.path)
    form = StepForm(request.POST if request.method == "POST" else None)
    return _step_page(
        request,
        phase,
        form,
        lambda: save_step(actor=actor, phase=phase, spec=form.spec()),
        heading=_("增加环节"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a step and its deliverables."""
    actor = actor_of(request)
    found = step_for(actor, pk)
    actor.require(Permission.RUN_CAMPAIGNS, found.phase.campaign.path)
    initial = {
        "label": found.label,
        "content": found.content,
        "deliverables": written_deliverables(found),
    }
    form = StepForm(request.POST if request.method == "POST" else None, initial=initial)
    return _step_page(
        request,
        found.phase,
        form,
        lambda: save_step(actor=actor, phase=found.phase, spec=form.spec(), step=found),
        heading=found.label,
        step=found,
    )


@login_required
@require_POST
def step_removal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remove a step that nothing was planned in."""
    actor = actor_of(request)
    found = step_for(actor, pk)
    actor.require(Permission.RUN_CAMPAIGNS, found.phase.campaign.path)
    return done(
        request,
        lambda: remove_step(actor=actor, step=found),
        _("环节已删除。"),
        page_of("phases", found.phase.campaign_id),
    )


def _step_page(
    request: HttpRequest,
    phase: Phase,
    form: StepForm,
    act: Callable[[], Any],
    *,
    heading: str,
    step: CampaignStep | None = None,
) -> HttpResponse:
    if request.method == "POST" and tried(form, act):
        messages.success(request, _("环节已保存。"))
        return HttpResponseRedirect(page_of("phases", phase.campaign_id))
    context = {
        "campaign": phase.campaign,
        "phase": phase,
        "form": form,
        "heading": heading,
        "step": step,
        "back_url": page_of("phases", phase.campaign_id),
    }
    return render(request, "campaigns/step.html", context, status=422 if form.errors else 200)


def _said(phase: Phase) -> dict[str, Any]:
    names = ("code", "label", "begins_on", "ends_on", "goal", "is_gated")
    return {name: getattr(phase, name) for name in names}


def _phase_word(campaign: Campaign) -> str:
    return _("阶段") if campaign.is_staged else _("主线")
