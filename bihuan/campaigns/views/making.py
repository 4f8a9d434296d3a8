"""Making a campaign, changing, starting and ending it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.campaigns.access import campaign_for, campaigns_visible_to, homes_to_run_in
from bihuan.campaigns.actions import (
    CampaignSpec,
    change_campaign,
    end_campaign,
    make_campaign,
    start_campaign,
)
from bihuan.campaigns.drafting import from_campaign, from_template, template_of, templates
from bihuan.campaigns.forms import ChangeForm, MakeForm
from bihuan.campaigns.models import Campaign, CampaignState
from bihuan.campaigns.views.telling import done, page_of, tried
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

_FROM_CAMPAIGN = "campaign:"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_campaign(request: HttpRequest) -> HttpResponse:
    """Make a campaign from a template or from an ended one."""
    actor = actor_of(request)
    actor.require(Permission.RUN_CAMPAIGNS)
    homes = homes_to_run_in(actor)
    if not homes:
        raise NotAllowed(_("您的账号不能建立活动。"))
    home = next((h for h in homes if h.code == request.GET.get("home")), homes[0])
    ended = list(campaigns_visible_to(actor).filter(home=home, state=CampaignState.ENDED))
    choices = [(each.code, each.title) for each in templates().values()]
    choices += [(_FROM_CAMPAIGN + each.code, each.title) for each in ended]
    form = MakeForm(
        request.POST if request.method == "POST" else None,
        choices,
        initial={"template": choices[0][0]},
    )
    made: list[Campaign] = []

    def make() -> None:
        spec = _spec(form, home, ended)
        made.append(make_campaign(actor=actor, home=home, spec=spec))

    if request.method == "POST" and tried(form, make):
        messages.success(request, _("已建立。阶段、环节和方案都可以修改，核对后再印发、启动。"))
        return HttpResponseRedirect(page_of("campaign", made[0].pk))
    context = {
        "form": form,
        "home": home,
        "homes": homes,
        "templates": list(templates().values()),
        "ended": ended,
        "chosen": form["template"].value(),
    }
    return render(request, "campaigns/new.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a campaign's name, basis, goal and who takes part."""
    actor = actor_of(request)
    campaign = _run(actor, pk)
    names = ("title", "basis", "goal", "plan_kinds", "roll_kinds")
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(campaign, name) for name in names},
    )
    if request.method == "POST" and tried(
        form, lambda: change_campaign(actor=actor, campaign=campaign, **form.cleaned_data)
    ):
        messages.success(request, _("已保存。"))
        return HttpResponseRedirect(page_of("campaign", pk))
    context = {"campaign": campaign, "form": form, "heading": _("修改活动")}
    return render(request, "campaigns/form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Start a campaign today."""
    actor = actor_of(request)
    campaign = _run(actor, pk)
    return done(
        request,
        lambda: start_campaign(actor=actor, campaign=campaign),
        _("活动已启动。"),
        page_of("campaign", pk),
    )


@login_required
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a campaign today."""
    actor = actor_of(request)
    campaign = _run(actor, pk)
    return done(
        request,
        lambda: end_campaign(actor=actor, campaign=campaign),
        _("活动已办结。"),
        page_of("campaign", pk),
    )


def _run(actor: Actor, pk: UUID) -> Campaign:
    campaign = campaign_for(actor, pk)
    actor.require(Permission.RUN_CAMPAIGNS, campaign.path)
    return campaign


def _spec(form: MakeForm, home: Unit, ended: list[Campaign]) -> CampaignSpec:
    given = form.cleaned_data
    base = given["template"]
    named = {
        "code": _next_code(home, given["begins_on"].year),
        "title": given["title"],
        "begins_on": given["begins_on"],
        "ends_on": given["ends_on"],
    }
    if not base.startswith(_FROM_CAMPAIGN):
        return from_template(template_of(base), basis=given["basis"], **named)
    found = next((c for c in ended if _FROM_CAMPAIGN + c.code == base), None)
    if found is None:
        raise Invalid(_("请选择一个模板或一个已办结的活动。"))
    return from_campaign(found, **named)


def _next_code(home: Unit, year: int) -> str:
    taken = set(
        Campaign.objects.filter(home=home, code__startswith=f"campaign-{year}-").values_list(
            "code", flat=True
        )
    )
    number = 1
    while f"campaign-{year}-{number}" in taken:
        number += 1
    return f"campaign-{year}-{number}"
