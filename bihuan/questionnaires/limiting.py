"""How often somebody may send: the room of residents' pages says so, this room only asks."""

from collections.abc import Callable

from django.http import HttpRequest

Check = Callable[[HttpRequest, str], None]
"""Takes the request and what is done (`answer`, `code`); raises DomainError for too much."""
_checks: list[Check] = []


def limited_by(check: Check) -> None:
    """Let a function refuse what comes too often; called once, when the room above is ready."""
    _checks[:] = [check]


def check(request: HttpRequest, what: str) -> None:
    """Ask whether a request may go on."""
    for each in _checks:
        each(request, what)
