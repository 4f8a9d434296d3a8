"""Whose keys are trusted, and one's own."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.exchange import keys
from bihuan.exchange.access import RECEIVE, SEND, TRUST, correspondents_of, offices_of
from bihuan.exchange.actions import enter_correspondent, make_key, withdraw_correspondent
from bihuan.exchange.errors import NotOnTheWay
from bihuan.exchange.fingerprints import fingerprint_of, grouped, key_file
from bihuan.exchange.forms import CorrespondentForm, WithdrawalForm
from bihuan.exchange.models import Correspondent
from bihuan.exchange.views.finding import actor_of
from bihuan.files.serving import attachment
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


@login_required
@require_safe
def correspondents(request: HttpRequest) -> HttpResponse:
    """Show whom an administration exchanges packages with."""
    actor = actor_of(request)
    home = _office(request, *SEND)
    rows = [(each, grouped(each.fingerprint)) for each in correspondents_of(home)]
    context = {
        "home": home,
        "offices": offices_of(actor, *SEND),
        "rows": rows,
        "may_trust": _may_trust(actor, home),
        "form": WithdrawalForm(label_suffix=""),
    }
    return render(request, "exchange/correspondents.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_correspondent(request: HttpRequest) -> HttpResponse:
    """Enter the key of another office, its fingerprint typed from paper."""
    home = _office(request, TRUST)
    form = CorrespondentForm(label_suffix="")
    if request.method == "POST":
        form = CorrespondentForm(request.POST, request.FILES, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            made = enter_correspondent(
                actor=actor_of(request),
                home=home,
                name=form.cleaned_data["name"],
                key_file=form.cleaned_data["key"].read(),
                typed=form.cleaned_data["typed"],
            )
        except Invalid as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("已登记“%(name)s”，可以互送公文包了。") % {"name": made})
            return redirect("exchange:correspondents")
    status = 422 if form.errors else 200
    context = {"form": form, "home": home}
    return render(request, "exchange/new_correspondent.html", context, status=status)


@login_required
@require_POST
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Trust a key no longer."""
    actor = actor_of(request)
    homes = offices_of(actor, *SEND)
    found = Correspondent.objects.filter(home__in=homes, pk=pk).select_related("home").first()
    if found is None:
        raise NotOnTheWay(_("没有这个通信单位，或者您的账号不能查看它。"))
    reason = request.POST.get("reason", "")
    withdraw_correspondent(actor=actor, correspondent=found, reason=reason)
    messages.success(request, _("“%(name)s”的钥匙已停用。") % {"name": found})
    return redirect("exchange:correspondents")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_key(request: HttpRequest) -> HttpResponse:
    """Show one's own fingerprint, to be printed and sealed; make the key where there is none."""
    actor = actor_of(request)
    home = _office(request, *SEND)
    if request.method == "POST":
        try:
            make_key(actor=actor, home=home)
        except Conflict as error:
            messages.info(request, error.message)
        else:
            messages.success(request, _("已生成本单位的钥匙；请打印指纹，盖章后交给通信单位。"))
        return redirect(f"{request.path}?unit={home.code}")
    key = keys.find(home)
    context = {
        "home": home,
        "offices": offices_of(actor, *SEND),
        "groups": grouped(fingerprint_of(key.public_key())) if key else [],
        "may_trust": _may_trust(actor, home),
    }
    return render(request, "exchange/own_key.html", context)


@login_required
@require_safe
def own_key_file(request: HttpRequest) -> HttpResponse:
    """Hand over one's own public key as a file."""
    home = _office(request, *SEND)
    content = key_file(keys.key_of(home).public_key())
    return attachment(content, "application/octet-stream", f"{home.name}.key")


def _office(request: HttpRequest, *permissions: Permission) -> Unit:
    """Return the administration asked for by code, else the actor's first; refuses who has none."""
    actor = actor_of(request)
    offices = offices_of(actor, *permissions)
    if not offices:
        actor.require(permissions[0] if len(permissions) == 1 else RECEIVE)
        raise NotOnTheWay(_("您的角色不在行政机关上，不能办理收发文。"))
    asked = request.GET.get("unit", "")
    found = next((home for home in offices if home.code == asked), None)
    if asked and found is None:
        raise NotOnTheWay(_("没有这个单位，或者您的账号不能查看它。"))
    return found or offices[0]


def _may_trust(actor: Actor, home: Unit) -> bool:
    return bool({"", home.path} & set(actor.paths(TRUST)))
