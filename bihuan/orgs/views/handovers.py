"""Handing over a post or an account's roles, and the list that both sign."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs import actions
from bihuan.orgs.access import accounts_visible_to, actor_of
from bihuan.orgs.actions.handovers import held_beside, open_work
from bihuan.orgs.forms_keeping import AccountHandoverForm, PostHandoverForm
from bihuan.orgs.models import Account, Handover, PostTerm, RoleGrant
from bihuan.orgs.permissions import Permission


@login_required
def post_handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand a post over to another person, shown with what goes along."""
    actor = actor_of(request)
    actor.require(Permission.SEE_PEOPLE)
    seen = PostTerm.objects.filter(actor.within(Permission.SEE_PEOPLE, "post__unit__path"))
    term = get_object_or_404(seen.select_related("post__unit__home", "person"), pk=pk)
    actor.require(Permission.MANAGE_PEOPLE, term.post.unit)
    today = clock.today()
    form = PostHandoverForm(request.POST or None, term=term, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.hand_over_post(actor=actor, term=term, **form.cleaned_data)
        except (Invalid, NotAllowed) as error:
            form.add_error(None, error.message)
        else:
            return redirect("orgs:handover", pk=made.pk)
    held = held_beside(term.person, today)
    accounts = Account.objects.filter(person=term.person, is_active=True)
    context: dict[str, Any] = {
        "title": _("交接职务：%(post)s") % {"post": term.post.title},
        "who": term.person.name,
        "counts": [
            (_("工作组职务"), len(held["teams"])),
            (_("联系点"), len(held["contact_points"])),
            (_("联络的党支部"), len(held["liaisons"])),
        ],
        "work": [item for account in accounts for item in open_work(account)],
        "form": form,
        "tab": "units",
    }
    return render(request, "orgs/handover_form.html", context, status=422 if form.errors else 200)


@login_required
def account_handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand an account's roles over to another account."""
    actor = actor_of(request)
    actor.require(Permission.MANAGE_ACCOUNTS)
    kept = accounts_visible_to(actor).select_related("home")
    account = get_object_or_404(kept, pk=pk)
    form = AccountHandoverForm(
        request.POST or None, accounts=kept.exclude(pk=pk), initial={"on": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.hand_over_account(actor=actor, account=account, **form.cleaned_data)
        except (Invalid, NotAllowed) as error:
            form.add_error(None, error.message)
        else:
            return redirect("orgs:handover", pk=made.pk)
    grants = RoleGrant.objects.on(clock.today()).filter(account=account).select_related("unit")
    context: dict[str, Any] = {
        "title": _("交接账号：%(account)s") % {"account": account},
        "who": account.display_name,
        "roles": [f"{grant.unit.name} {grant.get_role_display()}" for grant in grants],
        "work": open_work(account),
        "form": form,
    }
    return render(request, "orgs/handover_form.html", context, status=422 if form.errors else 200)


@login_required
def handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the list of a handover, to be printed and signed."""
    actor = actor_of(request)
    seen = Q(pk__in=[])
    for permission in (Permission.MANAGE_PEOPLE, Permission.MANAGE_ACCOUNTS):
        seen |= actor.within(permission)
    found = get_object_or_404(Handover.objects.filter(seen).select_related("home"), pk=pk)
    return render(request, "orgs/handover.html", {"handover": found})
