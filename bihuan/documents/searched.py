"""What the search box finds of this room: documents, by title, text, or reference number."""

import re
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from bihuan.documents.access import visible_to
from bihuan.documents.indexing import KIND, all_texts
from bihuan.documents.models import Document, NumberedBy
from bihuan.lib.bigrams import fold, marked, words_of
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.search.asking import Found
from bihuan.search.declaring import Named, Sought
from bihuan.ui.searching import Hit

LABEL = gettext_lazy("公文")
AROUND = 16
_NUMBER = re.compile(r"(\S*?)\s*[〔\[(【]\s*(\d{4})\s*[〕\])】]\s*(\d{1,5})\s*号?")
_ISSUE = re.compile(r"(\S*?)\s*(?:(\d{4})年)?\s*第\s*(\d{1,5})\s*期")


def named(actor: Actor, words: str) -> list[Named[Document]]:
    """Declare the issued documents of a number such as 小党字〔2010〕11号, or 活动简报第8期."""
    plain = fold(words).strip()
    by_code, by_issue = _NUMBER.fullmatch(plain), _ISSUE.fullmatch(plain)
    asked = by_code or by_issue
    if asked is None or not actor.may(Permission.SEE_FIGURES):
        return []
    issued = visible_to(actor).filter(issue__number=int(asked[3]))
    if asked[2]:
        issued = issued.filter(issue__year=int(asked[2]))
    if by_issue:
        issued = issued.filter(issue__number_form=NumberedBy.ISSUE, issue__code__contains=asked[1])
    elif asked[1]:
        issued = issued.filter(issue__code=asked[1])
    newest = issued.order_by("-issue__issued_at")
    return [Named(newest, lambda found: [_numbered(each) for each in found])]


def sought(actor: Actor) -> Sought[Document]:
    """Declare the documents of the administrations whose figures the actor sees."""
    homes = actor.homes.get(Permission.SEE_FIGURES, ())
    return Sought(KIND, LABEL, homes, lambda ids: _seen(actor, ids), _hit)


def rebuild() -> Iterator[int]:
    """Put every document into the index; yield one for each."""
    return all_texts()


def _seen(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Document]:
    return {each.pk: each for each in visible_to(actor).filter(pk__in=ids)}


def _hit(document: Document, found: Found, query: str) -> Hit:
    words = words_of(query)
    return Hit(
        kind=str(LABEL),
        title=marked(found.text.title, words),
        url=reverse("documents:document", args=[document.pk]),
        text=marked(found.text.body, words, AROUND),
        where=document.unit.name,
        day=found.text.day,
    )


def _numbered(document: Document) -> Hit:
    return Hit(
        kind=str(LABEL),
        title=[(document.title_on_one_line, False)],
        url=reverse("documents:document", args=[document.pk]),
        where=document.unit.name,
        day=timezone.localtime(document.issue.issued_at).date(),
        is_exact=True,
    )
