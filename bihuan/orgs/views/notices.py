"""What was done to accounts, for whom it was told; and resets that wait for a second person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.orgs import actions
from bihuan.orgs.access import Actor, accounts_visible_to, actor_of
from bihuan.orgs.actions.resets import may_decide
from bihuan.orgs.forms import ResetForm
from bihuan.orgs.models import AccountNotice, ResetRequest
from bihuan.orgs.permissions import Permission

PAGE = 100


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """List what one was told of accounts, what is unread first."""
    actor = actor_of(request)
    told = AccountNotice.objects.filter(told_id=actor.id).select_related("about")
    shown = sorted(told[:PAGE], key=lambda each: each.acknowledged_at is not None)
    return render(request, "orgs/notices.html", {"notices": shown})


@login_required
@require_POST
def notice_reading(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a notice was read."""
    actor = actor_of(request)
    notice = get_object_or_404(AccountNotice.objects.filter(told_id=actor.id), pk=pk)
    actions.acknowledge_notice(actor=actor, notice=notice)
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return redirect("orgs:notices")
    return redirect(target)


@login_required
@require_POST
def account_reset(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for a reset that needs a second person."""
    actor = actor_of(request)
    actor.require(Permission.MANAGE_ACCOUNTS)
    account = get_object_or_404(accounts_visible_to(actor).select_related("home"), pk=pk)
    form = ResetForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明理由，再申请重置。"))
        return redirect("orgs:account", pk=pk)
    actions.ask_reset(actor=actor, account=account, **form.cleaned_data)
    messages.success(request, _("已申请，本人、领导和审计员都已收到通知；确认后回到这里办理。"))
    return redirect("orgs:account", pk=pk)


@login_required
@require_POST
def account_second_factor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take away the second factor of somebody who lost it."""
    actor = actor_of(request)
    actor.require(Permission.MANAGE_ACCOUNTS)
    account = get_object_or_404(accounts_visible_to(actor).select_related("home"), pk=pk)
    actions.remove_second_factor(actor=actor, account=account)
    messages.success(request, _("两步验证已解除，本人会收到通知。"))
    return redirect("orgs:account", pk=pk)


@login_required
def reset(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a reset that waits, and confirm or refuse it."""
    actor = actor_of(request)
    asked = ResetRequest.objects.select_related("account__home", "asked_by", "decided_by")
    found = get_object_or_404(asked, pk=pk)
    may_confirm = may_decide(actor, found, confirm=True)
    may_refuse = may_decide(actor, found, confirm=False)
    if not (may_refuse or _keeps(actor, found)):
        raise Http404
    if request.method == "POST":
        confirm = request.POST.get("decision") == "confirm"
        actions.decide_reset(actor=actor, request=found, confirm=confirm)
        said = _("已同意，由申请的系统管理员办理。") if confirm else _("已拒绝，账号没有变动。")
        messages.success(request, said)
        return redirect("orgs:reset", pk=pk)
    context: dict[str, Any] = {
        "reset": found,
        "may_confirm": may_confirm,
        "may_refuse": may_refuse,
        "is_own": found.account_id == actor.id,
    }
    return render(request, "orgs/reset.html", context)


def _keeps(actor: Actor, found: ResetRequest) -> bool:
    return accounts_visible_to(actor).filter(pk=found.account_id).exists()
