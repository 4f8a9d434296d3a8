"""Puts the actor on the request, read once from the account's roles."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Set `request.actor`: the acting account with its scopes, or None when nobody is logged in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor | None:
    account = request.user
    return Actor.of(account) if isinstance(account, Account) else None
