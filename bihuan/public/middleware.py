"""Errors on residents' pages become pages for residents, whichever room's view they come from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bihuan.lib.errors import DomainError
from bihuan.public.views.shell import refused

FOR_RESIDENTS = frozenset({"answering", "voting"})
GetResponse = Callable[[HttpRequest], HttpResponse]


class ResidentsErrorMiddleware:
    """Show a DomainError of the answering pages without a word of the office's own navigation."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not isinstance(error, DomainError):
            return None
        return refused(error, None) if FOR_RESIDENTS & set(match.namespaces) else None
