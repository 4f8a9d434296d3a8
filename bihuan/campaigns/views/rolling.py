"""The participants' roll: by unit, one unit's, and its workbook."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.campaigns.access import campaign_for, rolls_visible_to, unit_in
from bihuan.campaigns.actions import count_roll, import_roll, leave_roll, save_participant
from bihuan.campaigns.actions.rolling import names_due_on
from bihuan.campaigns.errors import NoSuchCampaign
from bihuan.campaigns.forms import CountForm, PersonForm, UploadForm
from bihuan.campaigns.models import Campaign, Participant, UnitRoll
from bihuan.campaigns.rolls import read_roll, rolls_of, write_roll
from bihuan.campaigns.views.telling import done, tried
from bihuan.lib import clock
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ADAPT = Permission.ADAPT_PLANS


@login_required
@require_safe
def roll(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how many take part, by unit, who has not first."""
    actor = actor_of(request)
    campaign = campaign_for(actor, pk)
    context = {"campaign": campaign, "rolls": rolls_of(actor, campaign)}
    return render(request, "campaigns/roll.html", context)


@login_required
@require_safe
def unit_roll(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Show one unit's roll: its counts, or its people, and the ways to keep it."""
    actor = actor_of(request)
    campaign, unit = _place(actor, pk, code)
    return _page(request, actor, campaign, unit)


@login_required
@require_POST
def counts(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Say how many of a unit should take part and did."""
    actor = actor_of(request)
    campaign, unit = _place(actor, pk, code)
    actor.require(ADAPT, unit)
    form = CountForm(request.POST)
    if tried(
        form,
        lambda: count_roll(actor=actor, campaign=campaign, unit=unit, counts=form.counts()),
    ):
        messages.success(request, _("参学情况已登记。"))
        return HttpResponseRedirect(_url(campaign, unit))
    return _page(request, actor, campaign, unit, count_form=form, status=422)


@login_required
@require_POST
def people(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Add somebody to a unit's roll by a label."""
    actor = actor_of(request)
    campaign, unit = _place(actor, pk, code)
    actor.require(ADAPT, unit)
    form = PersonForm(request.POST)
    if tried(
        form,
        lambda: save_participant(actor=actor, campaign=campaign, unit=unit, spec=form.spec()),
    ):
        messages.success(request, _("已列入名册。"))
        return HttpResponseRedirect(_url(campaign, unit))
    return _page(request, actor, campaign, unit, person_form=form, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: HttpRequest, pk: UUID, code: str) -> HttpResponse | FileResponse:
    """Download a unit's roll as Excel, or bring the filled one back."""
    actor = actor_of(request)
    campaign, unit = _place(actor, pk, code)
    actor.require(ADAPT, unit)
    if request.method == "POST":
        return _bring_back(request, actor, campaign, unit)
    found = _roll(campaign, unit)
    rows = found.people.filter(left_on=None) if found else []
    name = _("%(unit)s参学名册.xlsx") % {"unit": unit}
    return FileResponse(
        write_roll(rows, unit), as_attachment=True, filename=name, content_type=XLSX
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change one of a roll: took part, how, when."""
    actor = actor_of(request)
    one = _person(actor, pk)
    held = one.roll
    names = ("label", "is_away", "way", "took_part_on")
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(one, name) for name in names},
    )

    def save() -> None:
        save_participant(
            actor=actor,
            campaign=held.campaign,
            unit=held.unit,
            spec=form.spec(),
            participant=one,
        )

    back_url = _url(held.campaign, held.unit)
    if request.method == "POST" and tried(form, save):
        messages.success(request, _("已保存。"))
        return HttpResponseRedirect(back_url)
    context = {
        "campaign": held.campaign,
        "form": form,
        "heading": one.label,
        "back_url": back_url,
    }
    return render(request, "campaigns/form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def leaving(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take somebody off a roll."""
    actor = actor_of(request)
    one = _person(actor, pk)
    return done(
        request,
        lambda: leave_roll(actor=actor, participant=one),
        _("“%(label)s”已移出名册。") % {"label": one.label},
        _url(one.roll.campaign, one.roll.unit),
    )


def _bring_back(request: HttpRequest, actor: Actor, campaign: Campaign, unit: Unit) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)

    def take() -> None:
        file = form.cleaned_data["file"]
        specs = read_roll(file.read(), file.name)
        import_roll(actor=actor, campaign=campaign, unit=unit, people=specs)

    if tried(form, take):
        messages.success(request, _("名册已登记，人数由名册算出。"))
        return HttpResponseRedirect(_url(campaign, unit))
    return _page(request, actor, campaign, unit, upload_form=form, status=422)


def _page(
    request: HttpRequest,
    actor: Actor,
    campaign: Campaign,
    unit: Unit,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    found = _roll(campaign, unit)
    names = ("should", "took_part", "away_should", "away_took_part")
    initial: dict[str, Any] = {"counted_on": clock.today()}
    if found is not None:
        initial |= {name: getattr(found, name) for name in names} | {"ways": found.away_ways}
    context = {
        "campaign": campaign,
        "unit": unit,
        "roll": found,
        "people": list(found.people.filter(left_on=None)) if found else [],
        "may_keep": actor.may(ADAPT, unit) and not campaign.is_ended,
        "count_form": CountForm(initial=initial),
        "person_form": PersonForm(initial={"took_part_on": clock.today()}),
        "upload_form": UploadForm(),
        "names_due_on": names_due_on(campaign),
        **forms,
    }
    return render(request, "campaigns/unit_roll.html", context, status=status)


def _place(actor: Actor, pk: UUID, code: str) -> tuple[Campaign, Unit]:
    campaign = campaign_for(actor, pk)
    unit = unit_in(actor, campaign, code)
    if unit.kind not in campaign.roll_kinds:
        raise NoSuchCampaign(_("这个活动不要“%(unit)s”登记参学情况。") % {"unit": unit})
    return campaign, unit


def _roll(campaign: Campaign, unit: Unit) -> UnitRoll | None:
    return UnitRoll.objects.filter(campaign=campaign, unit=unit).first()


def _person(actor: Actor, pk: UUID) -> Participant:
    seen = rolls_visible_to(actor).values("pk")
    rows = Participant.objects.filter(pk=pk, roll__in=seen)
    one = rows.select_related("roll__campaign__home", "roll__unit__home").first()
    if one is None:
        raise NoSuchCampaign(_("名册里没有这个人，或您的账号无权查看。"))
    actor.require(ADAPT, one.roll.unit)
    return one


def _url(campaign: Campaign, unit: Unit) -> str:
    return reverse("campaigns:unit_roll", args=[campaign.pk, unit.code])
