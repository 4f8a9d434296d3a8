"""What the search box finds of this room: problems by number, title and what is told of them."""

import re
from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy

from bihuan.lib.bigrams import marked, words_of
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.rectification.access import problems_visible_to
from bihuan.rectification.indexing import all_texts
from bihuan.rectification.models import Problem
from bihuan.rectification.rules import KIND
from bihuan.search.asking import Found
from bihuan.search.declaring import Named, Sought
from bihuan.ui.searching import Hit

LABEL = gettext_lazy("整改问题")
AROUND = 16
_NUMBER = re.compile(r"^\s*(\d{4})-(\d{1,8})\s*$")


def named(actor: Actor, words: str) -> list[Named[Problem]]:
    """Declare the problem whose number the words are; where there is one it stands alone."""
    match = _NUMBER.match(words)
    if match is None or not actor.may(Permission.SEE_TASKS):
        return []
    rows = problems_visible_to(actor).filter(year=int(match[1]), number=int(match[2]))
    return [
        Named(
            rows.select_related("unit"),
            lambda found: [_numbered(each) for each in found],
            is_alone=True,
        )
    ]


def sought(actor: Actor) -> Sought[Problem]:
    """Declare the problems on the paths over which the actor sees tasks."""
    paths = actor.paths(Permission.SEE_TASKS)
    return Sought(KIND, LABEL, paths, lambda ids: _seen(actor, ids), _hit)


def rebuild() -> Iterator[int]:
    """Put every problem into the index; yield how many each step did."""
    return all_texts()


def _seen(actor: Actor, ids: list[UUID]) -> dict[UUID, Problem]:
    return problems_visible_to(actor).select_related("unit").in_bulk(ids)


def _hit(problem: Problem, found: Found, query: str) -> Hit:
    words = words_of(query)
    return Hit(
        kind=str(LABEL),
        title=marked(found.text.title, words),
        url=reverse("rectification:problem", args=[problem.pk]),
        text=marked(found.text.body, words, AROUND),
        where=f"{problem.unit.name} · {problem.get_state_display()}",
        day=problem.found_on,
        icon="flag",
    )


def _numbered(problem: Problem) -> Hit:
    return Hit(
        kind=str(LABEL),
        title=((f"{problem.label} {problem.title}", False),),
        url=reverse("rectification:problem", args=[problem.pk]),
        where=f"{problem.unit.name} · {problem.get_state_display()}",
        day=problem.found_on,
        icon="flag",
        is_exact=True,
    )
