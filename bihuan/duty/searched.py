"""What the search box finds of this room: cases by number or by words of their clear title.

Nothing of the room is put into the text index: titles are short, and who brought a case is sealed.
"""

import re
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.duty.access import disputes_visible_to, petitions_visible_to
from bihuan.duty.models import Case, Dispute
from bihuan.lib.bigrams import marked, words_of
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.search.declaring import Named
from bihuan.ui.searching import Hit

_NUMBER = re.compile(r"\D*(\d{4})\D+(\d{1,6})\D*")


def named(actor: Actor, words: str) -> list[Named[Any]]:
    """Declare the cases whose title has every word, or that bear a number."""
    sees = actor.may(Permission.SEE_CASES)
    if not sees and not actor.may(Permission.ENTER_RECORDS):
        return []
    asked = words_of(words)
    condition = _condition(asked, words)
    cases: list[QuerySet[Any]] = [disputes_visible_to(actor)]
    if sees:
        cases.append(petitions_visible_to(actor))
    return [
        Named(
            rows.filter(condition).order_by("-year", "-number"),
            lambda found: [_hit(each, asked) for each in found],
            only=("title", "year", "number", "unit__name"),
        )
        for rows in cases
    ]


def _condition(asked: list[str], words: str) -> Q:
    titled = Q()
    for word in asked:
        titled &= Q(title__icontains=word)
    number = _NUMBER.fullmatch(words.strip())
    if number:
        return titled | Q(year=int(number[1]), number=int(number[2]))
    return titled


def _hit(case: Case, asked: list[str]) -> Hit:
    is_dispute = isinstance(case, Dispute)
    return Hit(
        kind=_("矛盾纠纷") if is_dispute else _("信访事项"),
        title=marked(f"{case.title} {case.written_number}", asked),
        url=reverse("duty:dispute" if is_dispute else "duty:petition", args=[case.pk]),
        where=case.unit.name,
        icon="shield-lock",
    )
