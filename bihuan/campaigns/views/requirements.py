"""What a campaign requires: the list, setting one after a look at what it adds, ending it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.campaigns.access import campaign_for
from bihuan.campaigns.actions.requiring import (
    change_requirement,
    end_requirement,
    make_requirement,
)
from bihuan.campaigns.models import Campaign, CampaignState, Requirement
from bihuan.campaigns.requirements.access import (
    RUN,
    may_run,
    requirement_of,
    requirements_of,
)
from bihuan.campaigns.requirements.adds import Added, added_by
from bihuan.campaigns.requirements.forms import EndingForm, RequirementForm
from bihuan.campaigns.requirements.listing import entries, groups
from bihuan.campaigns.requirements.specs import RequirementSpec
from bihuan.lib.errors import DomainError, NotAllowed
from bihuan.orgs.access import Actor, actor_of


@login_required
@require_safe
def requirement_list(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """List what a campaign requires, by whom it is asked; what was ended, below."""
    actor = actor_of(request)
    campaign = campaign_for(actor, campaign_id)
    found = entries(campaign)
    context = {
        "campaign": campaign,
        "groups": groups([one for one in found if not one.requirement.is_ended]),
        "ended": [one for one in found if one.requirement.is_ended],
        "may_change": may_run(actor, campaign) and campaign.state != CampaignState.ENDED,
        "ending_form": EndingForm(),
    }
    return render(request, "campaigns/requirements/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_requirement(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Set a requirement; what it adds is shown before."""
    actor = actor_of(request)
    campaign = campaign_for(actor, campaign_id)
    actor.require(RUN, campaign.home)
    return _edited(request, actor, campaign, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, campaign_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Set another requirement in the place of one."""
    actor = actor_of(request)
    campaign = campaign_for(actor, campaign_id)
    old = requirement_of(campaign, requirement_id)
    actor.require(RUN, campaign.home)
    return _edited(request, actor, campaign, old)


@login_required
@require_POST
def ending(request: HttpRequest, campaign_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Withdraw a requirement, with a reason."""
    actor = actor_of(request)
    campaign = campaign_for(actor, campaign_id)
    requirement = requirement_of(campaign, requirement_id)
    try:
        end_requirement(actor=actor, requirement=requirement, reason=request.POST.get("reason", ""))
    except NotAllowed:
        raise
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("“%(label)s”已终止。") % {"label": requirement.label})
    return HttpResponseRedirect(reverse("requirements:list", args=[campaign.pk]))


def _edited(
    request: HttpRequest, actor: Actor, campaign: Campaign, old: Requirement | None
) -> HttpResponse:
    form = RequirementForm(request.POST if request.method == "POST" else None, campaign, old)
    added = None
    if request.method == "POST" and form.is_valid():
        spec = form.spec(old.code if old else _next_code(campaign))
        try:
            if request.POST.get("do") == "save":
                _save(actor, campaign, old, spec, form.cleaned_data.get("reason", ""))
                messages.success(request, _("要求已保存，完成情况由记录自动得出。"))
                return HttpResponseRedirect(reverse("requirements:list", args=[campaign.pk]))
            added = added_by(spec, campaign, actor=actor)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error(None, str(error))
    return _page(request, form, campaign, old, added)


def _save(
    actor: Actor, campaign: Campaign, old: Requirement | None, spec: RequirementSpec, reason: str
) -> None:
    if old is None:
        make_requirement(actor=actor, campaign=campaign, spec=spec)
    else:
        change_requirement(actor=actor, requirement=old, spec=spec, reason=reason)


def _next_code(campaign: Campaign) -> str:
    """Return a code that no requirement of the campaign ever had."""
    taken = set(requirements_of(campaign).values_list("code", flat=True))
    number = len(taken) + 1
    while f"r{number}" in taken:
        number += 1
    return f"r{number}"


def _page(
    request: HttpRequest,
    form: RequirementForm,
    campaign: Campaign,
    old: Requirement | None,
    added: Added | None,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "campaign": campaign, "old": old, "added": added}
    if added is not None:
        context["asked_units"] = [each for each in added.by_unit if each.fields]
    status = 422 if form.errors else 200
    return render(request, "campaigns/requirements/edit.html", context, status=status)
