"""The readiness list."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.campaigns.access import campaign_for, readiness_for
from bihuan.campaigns.actions import drop_readiness, save_readiness
from bihuan.campaigns.forms import ReadinessForm
from bihuan.campaigns.models import ReadinessItem
from bihuan.campaigns.views.telling import done, page_of, tried
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.permissions import Permission

RUN = Permission.RUN_CAMPAIGNS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def readiness(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what is needed and what is missing; who runs the campaign adds to it."""
    actor = actor_of(request)
    campaign = campaign_for(actor, pk)
    actor.require(Permission.SEE_CAMPAIGNS, campaign.path)
    may_run = actor.may(RUN, campaign.path) and not campaign.is_ended
    if request.method == "POST":
        actor.require(RUN, campaign.path)
    form = ReadinessForm(
        request.POST if request.method == "POST" else None, initial={"in_place": 0}
    )
    if request.method == "POST" and tried(
        form, lambda: save_readiness(actor=actor, campaign=campaign, spec=form.spec())
    ):
        messages.success(request, _("已加入筹备清单。"))
        return HttpResponseRedirect(page_of("readiness", pk))
    lines = list(campaign.readiness.filter(dropped_at=None))
    context = {
        "campaign": campaign,
        "lines": sorted(lines, key=lambda line: not line.missing),
        "short": sum(bool(line.missing) for line in lines),
        "form": form,
        "may_run": may_run,
    }
    return render(request, "campaigns/readiness.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def readiness_line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a line: more is in place, more is needed."""
    actor = actor_of(request)
    line = _line(actor, pk)
    names = ("label", "unit_of_measure", "needed", "in_place", "due_on", "note")
    form = ReadinessForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(line, name) for name in names},
    )

    def save() -> None:
        save_readiness(actor=actor, campaign=line.campaign, spec=form.spec(), line=line)

    if request.method == "POST" and tried(form, save):
        messages.success(request, _("已保存。"))
        return HttpResponseRedirect(page_of("readiness", line.campaign_id))
    context = {
        "campaign": line.campaign,
        "form": form,
        "heading": line.label,
        "back_url": page_of("readiness", line.campaign_id),
    }
    return render(request, "campaigns/form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def readiness_removal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a line off the list."""
    actor = actor_of(request)
    line = _line(actor, pk)
    return done(
        request,
        lambda: drop_readiness(actor=actor, line=line),
        _("“%(label)s”已从筹备清单取消。") % {"label": line.label},
        page_of("readiness", line.campaign_id),
    )


def _line(actor: Actor, pk: UUID) -> ReadinessItem:
    line = readiness_for(actor, pk)
    actor.require(RUN, line.campaign.path)
    return line
