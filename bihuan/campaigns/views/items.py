"""One item of a plan: added, changed, withdrawn, assigned as a task."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.campaigns.access import item_for, plan_for
from bihuan.campaigns.actions import add_item, assign_item, change_item, withdraw_item
from bihuan.campaigns.forms import ItemForm
from bihuan.campaigns.models import CampaignStep, Plan
from bihuan.campaigns.picturing import tasks_about
from bihuan.campaigns.views.telling import back_to, done, page_of, tried
from bihuan.lib import clock
from bihuan.orgs.access import Actor, actor_of
from bihuan.orgs.models import Unit, UnitKind
from bihuan.orgs.permissions import Permission

LEADS = (UnitKind.OFFICE, UnitKind.STATION)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add an item to a plan."""
    actor = actor_of(request)
    plan = plan_for(actor, pk)
    _keep(actor, plan)
    initial = {"step": request.GET.get("step", "")}
    form = _form(request, plan, may_choose_step=True, initial=initial)
    if request.method == "POST" and tried(
        form, lambda: add_item(actor=actor, plan=plan, spec=form.spec())
    ):
        messages.success(request, _("已列入方案。"))
        return HttpResponseRedirect(page_of("plan", plan.pk))
    heading = _("增加事项") if plan.is_top else _("增加自选动作")
    context = {"campaign": plan.campaign, "plan": plan, "form": form, "heading": heading}
    return render(request, "campaigns/item.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an item; beside it what the plan above says."""
    actor = actor_of(request)
    found = item_for(actor, pk)
    plan = found.plan
    _keep(actor, plan)
    names = ("title", "content", "deliverable", "begins_on", "due_on", "is_required")
    initial: dict[str, Any] = {name: getattr(found, name) for name in names}
    initial["lead_unit"] = found.lead_unit.code if found.lead_unit else ""
    form = _form(request, plan, may_choose_step=False, initial=initial)
    if request.method == "POST" and tried(
        form, lambda: change_item(actor=actor, item=found, spec=form.spec())
    ):
        adopters = plan.adopters.count()
        said = _("已保存。")
        if adopters:
            said = _("已保存，并请%(n)d个采用单位答复。") % {"n": adopters}
        messages.success(request, said)
        return HttpResponseRedirect(page_of("plan", plan.pk))
    context = {
        "campaign": plan.campaign,
        "plan": plan,
        "item": found,
        "form": form,
        "heading": found.title,
        "task": tasks_about(actor, [found]).get(found.pk),
        "may_withdraw": found.is_standing and not (found.is_required and found.parent_id),
        "adopters": plan.adopters.count(),
    }
    return render(request, "campaigns/item.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw an item with a reason."""
    actor = actor_of(request)
    found = item_for(actor, pk)
    reason = request.POST.get("reason", "")
    return done(
        request,
        lambda: withdraw_item(actor=actor, item=found, reason=reason),
        _("“%(item)s”已取消。") % {"item": found.title},
        page_of("plan", found.plan_id),
    )


@login_required
@require_POST
def item_task(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Assign an item as a task of its unit."""
    actor = actor_of(request)
    found = item_for(actor, pk)
    return done(
        request,
        lambda: assign_item(actor=actor, item=found),
        _("“%(item)s”已交办。") % {"item": found.title},
        back_to(request, page_of("plan", found.plan_id)),
    )


def _keep(actor: Actor, plan: Plan) -> None:
    permission = Permission.RUN_CAMPAIGNS if plan.is_top else Permission.ADAPT_PLANS
    actor.require(permission, plan.unit)


def _form(
    request: HttpRequest, plan: Plan, *, may_choose_step: bool, initial: dict[str, Any]
) -> ItemForm:
    steps = CampaignStep.objects.filter(phase__campaign=plan.campaign).select_related("phase")
    leads: list[Unit] = []
    if plan.is_top:
        units = Unit.objects.under(plan.path).open_on(clock.today()).filter(kind__in=LEADS)
        leads = sorted(units, key=lambda unit: (unit.path[:-4], unit.sort_order))
    return ItemForm(
        request.POST if request.method == "POST" else None,
        steps=sorted(steps, key=lambda step: (step.phase.position, step.position)),
        leads=leads,
        is_top=plan.is_top,
        may_choose_step=may_choose_step,
        initial=initial,
    )
