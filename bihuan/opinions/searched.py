"""What the search box finds of this room: opinions by their words or number, groups by wording."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.lib.bigrams import marked, words_of
from bihuan.opinions.access import RECORD, SEE, opinions_visible_to, standing_groups
from bihuan.opinions.indexing import KIND, all_texts
from bihuan.opinions.models import Opinion, OpinionGroup, OpinionState
from bihuan.opinions.rules import shortened
from bihuan.orgs.access import Actor
from bihuan.search.asking import Found
from bihuan.search.declaring import Named, Sought
from bihuan.ui.searching import Hit

LABEL = gettext_lazy("意见")
AROUND = 16
LOOKED_THROUGH = (0, 200, 1000)
"""Texts looked through, round by round, where hits are of opinions that the actor does not see."""


def named(actor: Actor, words: str) -> list[Named[Any]]:
    """Declare the opinion whose number the words are, which stands alone, and groups."""
    if not actor.may(SEE) and not actor.may(RECORD):
        return []
    asked, worded = words_of(words), Q()
    for word in asked:
        worded &= Q(wording__icontains=word)
    groups = standing_groups(actor).filter(worded).order_by("-raw_count", "pk")
    return [
        *_numbered(actor, words),
        Named(
            groups,
            lambda found: [_group(each, asked) for each in found],
            only=("wording", "raw_count", "category__label"),
        ),
    ]


def sought(actor: Actor) -> Sought[Opinion]:
    """Declare the opinions on the paths over which the actor sees or records some."""
    return Sought(
        kind=KIND,
        label=LABEL,
        paths=(*actor.paths(SEE), *actor.paths(RECORD)),
        seen=lambda ids: _seen(actor, ids),
        hit=_hit,
        rounds=LOOKED_THROUGH,  # the index knows paths, not what complains of whom
    )


def rebuild() -> Iterator[int]:
    """Put every opinion into the index; yield how many each step did."""
    return all_texts()


def _seen(actor: Actor, ids: list[UUID]) -> dict[UUID, Opinion]:
    return opinions_visible_to(actor).exclude(state=OpinionState.VOID).in_bulk(ids)


def _hit(opinion: Opinion, found: Found, query: str) -> Hit:
    words = words_of(query)
    category = opinion.category.label if opinion.category else _("待归类")
    return Hit(
        kind=str(LABEL),
        title=marked(found.text.title, words),
        url=reverse("opinions:opinion", args=[opinion.pk]),
        text=marked(found.text.body, words, AROUND),
        where=f"{opinion.unit} · {category}",
        day=opinion.raised_on,
        icon="users",
    )


def _numbered(actor: Actor, words: str) -> list[Named[Opinion]]:
    """Declare the opinion whose number the words are: 2010-12."""
    year, _dash, number = words.strip().partition("-")
    if not (len(year) == 4 and year.isdecimal() and number.isdecimal() and len(number) < 9):
        return []
    rows = opinions_visible_to(actor).filter(year=int(year), number=int(number))
    return [Named(rows, lambda found: [_exact(each) for each in found], is_alone=True)]


def _exact(opinion: Opinion) -> Hit:
    return Hit(
        kind=str(LABEL),
        title=[(f"{opinion.label} {shortened(opinion.text, 40)}", False)],
        url=reverse("opinions:opinion", args=[opinion.pk]),
        where=str(opinion.unit),
        day=opinion.raised_on,
        icon="users",
        is_exact=True,
    )


def _group(group: OpinionGroup, asked: list[str]) -> Hit:
    return Hit(
        kind=_("归并意见"),
        title=marked(group.wording, asked),
        url=reverse("opinions:group", args=[group.pk]),
        where=f"{group.category.label} · {group.raw_count}",
        icon="git-compare",
    )
