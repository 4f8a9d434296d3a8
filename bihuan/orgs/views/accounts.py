"""Accounts, for the administrator: making them, their roles, passwords, closing them."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs import actions
from bihuan.orgs.access import Actor, accounts_visible_to, actor_of
from bihuan.orgs.actions.resets import needs_second_person, open_request
from bihuan.orgs.forms import AccountChangeForm, AccountForm, ReasonForm, ResetForm, RoleForm
from bihuan.orgs.models import Account, ResetKind, RoleGrant
from bihuan.orgs.permissions import Permission
from bihuan.orgs.views.slips import show_slips

PAGE = 50


@login_required
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts that the administrator keeps, by user name, paged by it."""
    actor = _administrator(request)
    asked, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    grants = RoleGrant.objects.on(clock.today()).select_related("unit").order_by("unit__path")
    found = accounts_visible_to(actor).prefetch_related(Prefetch("grants", grants, "held"))
    if asked:
        found = found.filter(Q(username__contains=asked) | Q(display_name__contains=asked))
    shown = list(found.filter(username__gt=after).order_by("username")[: PAGE + 1])
    context = {
        "accounts": shown[:PAGE],
        "q": asked,
        "is_first": not after,
        "after": shown[PAGE - 1].username if len(shown) > PAGE else "",
    }
    return render(request, "orgs/accounts.html", context)


@login_required
@never_cache
def new_account(request: HttpRequest) -> HttpResponse:
    """Make an account and show its one-time password once."""
    actor = _administrator(request)
    form = AccountForm(request.POST or None, actor=actor)
    if form.is_valid():
        password = actions.one_time_password()
        try:
            made = actions.make_account(
                actor=actor, password=password, is_one_time=True, **form.cleaned_data
            )
        except Invalid as error:
            form.add_error(None, error.message)
        else:
            return show_slips(request, [(made, password)])
    status = 422 if form.errors else 200
    return render(request, "orgs/new_account.html", {"form": form}, status=status)


@login_required
def account(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one account with its roles, and what may be done to it."""
    actor = _administrator(request)
    found = _found(actor, pk)
    return _account_page(request, actor, found, RoleForm(actor=actor, initial=_from_today()))


@login_required
@require_POST
def account_roles(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Grant the account a role."""
    actor = _administrator(request)
    found = _found(actor, pk)
    form = RoleForm(request.POST, actor=actor)
    if form.is_valid():
        try:
            actions.grant_role(actor=actor, account=found, **form.cleaned_data)
        except (Invalid, NotAllowed) as error:  # it may see the account: the form says why not
            form.add_error(None, error.message)
            status = error.http_status
            return _account_page(request, actor, found, form, status)
        messages.success(request, _("角色已授予，对方下一次打开页面时生效。"))
        return redirect("orgs:account", pk=pk)
    return _account_page(request, actor, found, form, 422)


@login_required
@require_POST
@never_cache
def account_password(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the account a new one-time password and show it once."""
    actor = _administrator(request)
    found = _found(actor, pk)
    password = actions.one_time_password()
    actions.set_password(actor=actor, account=found, password=password, is_one_time=True)
    return show_slips(request, [(found, password)])


@login_required
@require_POST
def account_closure(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the account to log-in, or open it again; either with a reason."""
    actor = _administrator(request)
    found = _found(actor, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明理由，再停用或启用账号。"))
        return redirect("orgs:account", pk=pk)
    if found.is_active:
        actions.deactivate_account(actor=actor, account=found, **form.cleaned_data)
        messages.success(request, _("账号已停用，对方立即不能再使用系统。"))
    else:
        actions.reactivate_account(actor=actor, account=found, **form.cleaned_data)
        messages.success(request, _("账号已启用。"))
    return redirect("orgs:account", pk=pk)


@login_required
@require_POST
def role_revocation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a role back from today on."""
    actor = _administrator(request)
    kept = RoleGrant.objects.filter(account__in=accounts_visible_to(actor))
    grant = get_object_or_404(kept.select_related("unit", "account"), pk=pk)
    actions.revoke_role(actor=actor, grant=grant, on=clock.today())
    messages.success(request, _("角色已收回，立即生效。"))
    return redirect("orgs:account", pk=grant.account_id)


@login_required
@require_POST
def account_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what the account is called and whose it is."""
    actor = _administrator(request)
    found = _found(actor, pk)
    form = AccountChangeForm(request.POST, actor=actor)
    if not form.is_valid():
        messages.error(request, " ".join(str(form.errors[name][0]) for name in form.errors))
        return redirect("orgs:account", pk=pk)
    actions.update_account(actor=actor, account=found, **form.cleaned_data)
    messages.success(request, _("账号资料已修改。"))
    return redirect("orgs:account", pk=pk)


def _as_it_stands(found: Account) -> dict[str, str]:
    person = found.person.code if found.person else ""
    return {"display_name": found.display_name, "person": person}


def _administrator(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    actor.require(Permission.MANAGE_ACCOUNTS)
    return actor


def _found(actor: Actor, pk: UUID) -> Account:
    return get_object_or_404(accounts_visible_to(actor).select_related("home", "person"), pk=pk)


def _from_today() -> dict[str, Any]:
    return {"from_on": clock.today()}


def _account_page(
    request: HttpRequest, actor: Actor, found: Account, form: RoleForm, status: int = 200
) -> HttpResponse:
    today = clock.today()
    grants = list(RoleGrant.objects.filter(account=found).select_related("unit", "granted_by"))
    context = {
        "account": found,
        "is_own": found.pk == actor.id,
        "held": [grant for grant in grants if grant.to_on is None or grant.to_on > today],
        "past": [grant for grant in grants if grant.to_on is not None and grant.to_on <= today],
        "today": today,
        "form": form,
        "reason_form": ReasonForm(),
        "change_form": AccountChangeForm(actor=actor, initial=_as_it_stands(found)),
        "needs_second_person": needs_second_person(found),
        "resets": [r for kind in ResetKind.values if (r := open_request(found, kind))],
        "reset_form": ResetForm(),
        "has_second_factor": Authenticator.objects.filter(user_id=found.pk).exists(),
        "closure_url": reverse("orgs:account_closure", args=[found.pk]),
        "password_url": reverse("orgs:account_password", args=[found.pk]),
    }
    return render(request, "orgs/account.html", context, status=status)
