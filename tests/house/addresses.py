"""Every address of the site, and how a row of the permission matrix says who may open it.

A new address needs a row in `rows/`, in its room's file. A row says which answer each of the cast
gets; whoever it does not name gets 403. The answers: 200 opens, 302 leads on, 404 for what one may
not know of, 403 for what one may see but not do, 405 for a way of asking that it does not know.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from bihuan.orgs.tests.cast import ROLES_OF_THE_CAST
from tests.house.world import World

EVERYBODY = frozenset(ROLES_OF_THE_CAST)
OUTSIDER = frozenset({"outsider"})
REPORTERS = frozenset({"village_reporter", "station_reporter"})
INSIDE = frozenset({*REPORTERS, "clerk", "leader", "inspection_group"})
"""Those who see the content of the cast's first town."""
CONTENT = INSIDE | OUTSIDER
"""Those who see the content of some town: neither the auditor nor the administrator."""
ABOVE = INSIDE - REPORTERS
"""Those who see the whole town's rows; a reporter sees only those of their own unit."""
UNSEEN = EVERYBODY - INSIDE
"""Those who may not know of the first town's content."""

LOG_IN = 0
"""Stands for: led to the log-in page."""


@dataclass(frozen=True)
class Row:
    """An address by name, what it is asked with, and the answers.

    `answers` maps a status to the names of the cast who get it; `anonymous` is what somebody not
    logged in gets. `given` is the form that is posted, or what makes it of the world.
    """

    name: str
    answers: Mapping[int, frozenset[str]]
    arguments: Callable[[World], Mapping[str, Any]] = lambda _world: {}
    anonymous: int = LOG_IN
    method: str = "get"
    given: Mapping[str, Any] | Callable[[World], Mapping[str, Any]] = field(default_factory=dict)

    def answer_to(self, who: str) -> int:
        """Return the status that one of the cast gets."""
        return next((status for status, names in self.answers.items() if who in names), 403)


def addresses(
    patterns: list[Any] | None = None, namespace: str = "", route: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield name and route of every address; the name is empty where an address has none."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (namespace, pattern.namespace)))
            yield from addresses(pattern.url_patterns, inner, here)
        elif isinstance(pattern, URLPattern):
            yield ":".join(filter(None, (namespace, pattern.name))) if pattern.name else "", here
