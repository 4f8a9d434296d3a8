"""Puts the actor on the request, read once from the account's roles."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account

OPEN_WITH_A_ONE_TIME_PASSWORD = ("account_change_password", "account_logout", "theme")
GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Set `request.actor`: the acting account with its scopes, or None when nobody is logged in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        if _owes_a_password(request):
            return redirect("account_change_password")
        return self.get_response(request)


def _owes_a_password(request: HttpRequest) -> bool:
    """Tell whether a one-time password must be changed first; log-out and the shell stay open."""
    account = request.user
    if not isinstance(account, Account) or not account.must_change_password:
        return False
    return request.path not in {reverse(name) for name in OPEN_WITH_A_ONE_TIME_PASSWORD}


def _actor(request: HttpRequest) -> Actor | None:
    account = request.user
    return Actor.of(account) if isinstance(account, Account) else None
