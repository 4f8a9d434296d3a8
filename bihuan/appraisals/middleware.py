"""Voters' addresses: no cookie is read or set there, and what fails is not written into the log."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

VOTERS = "/public/v/"
"""Where voting_urls is mounted, on the whole site and in the process that faces residents."""
WHO_ASKS = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_REFERER")
GetResponse = Callable[[HttpRequest], HttpResponse]


class UnknownVoterMiddleware:
    """Take away whatever tells who asks, before anything reads it, and set no cookie.

    First in the list: neither session, account nor idle exit ever see the cookie of somebody who
    is logged in beside a ballot, and no session is written at the moment of one.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(VOTERS):
            return self.get_response(request)
        for name in WHO_ASKS:
            request.META.pop(name, None)
        response = self.get_response(request)
        response.cookies.clear()
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "no-store"
        return response


class NotOfVoters(logging.Filter):
    """Leave out of the log what Django says of a request for a voter's address.

    A line has the moment, and the words of an error of the database can have the row: a slip's
    hash and its ballot. The addresses write what failed themselves, without either.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a line may be written."""
        request = getattr(record, "request", None)
        return not getattr(request, "path_info", "").startswith(VOTERS)
