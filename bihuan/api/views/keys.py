"""The keys, for the administrator: which stand, making one, revoking one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.api.access import key_for, keys_visible_to
from bihuan.api.actions import make_key, revoke_key
from bihuan.api.forms import KeyForm, RevokeForm
from bihuan.api.models import Scope
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import actor_of, homes_of
from bihuan.orgs.permissions import Permission


@login_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """List the keys, those that let in first."""
    actor = actor_of(request)
    actor.require(Permission.KEEP_KEYS)
    found = sorted(keys_visible_to(actor)[:200], key=lambda key: not key.is_open)
    labels = dict(Scope.choices)
    rows = [(key, "、".join(str(labels[scope]) for scope in key.scopes)) for key in found]
    return render(request, "api/keys.html", {"rows": rows, "form": RevokeForm()})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_key(request: HttpRequest) -> HttpResponse:
    """Make a key and show its secret once."""
    actor = actor_of(request)
    actor.require(Permission.KEEP_KEYS)
    form = KeyForm(request.POST or None, homes=homes_of(actor, Permission.KEEP_KEYS))
    if form.is_valid():
        try:
            key, secret = make_key(
                actor=actor,
                home=form.chosen_home(),
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
            )
        except Invalid as error:
            form.add_error(None, error.message)
        else:
            address = request.build_absolute_uri(reverse("api:v1:opinions"))
            context = {"key": key, "secret": secret, "address": address}
            return render(request, "api/made.html", context)
    return render(request, "api/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def revocation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a key in no more."""
    actor = actor_of(request)
    key = key_for(actor, pk)
    try:
        revoke_key(actor=actor, key=key, reason=request.POST.get("reason", ""))
    except (Invalid, Conflict) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("密钥已停用，对方立即不能再送入。"))
    return HttpResponseRedirect(reverse("api:keys"))
