"""Putting texts into the index and taking them out, inside the transaction of whoever changed them.

No audit entry: the index says nothing that its owner's action did not write down.
"""

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db import transaction

from bihuan.search import store
from bihuan.search.models import IndexedText

SHIFT = 43
"""Bits of an id below its day; with the day's 20 they fill a signed 64-bit number."""
CHUNK = 400
LONGEST_TITLE = 300
LONGEST_BODY = 20_000


@dataclass(frozen=True)
class Text:
    """What may be found of a thing; `path` is the unit on whose subtree it may be seen.

    `kind` is letters and digits. Nothing sensitive belongs in it.
    """

    kind: str
    object_id: UUID
    path: str
    day: dt.date
    title: str
    body: str = ""


@transaction.atomic(savepoint=False)
def put(entries: Iterable[Text], *, are_new: bool = False) -> int:
    """Put texts in, each in the place of what the same thing said before; return how many.

    With `are_new` nothing is looked for that they might replace.
    """
    count = 0
    for some in _chunks(entries):
        if not are_new:
            _take_out(some[0].kind, [each.object_id for each in some])
        first = secrets.randbits(SHIFT - 1)  # two writings of one day never meet, or next to never
        store.insert([_row(each, first + at) for at, each in enumerate(some)])
        count += len(some)
    return count


@transaction.atomic(savepoint=False)
def remove(kind: str, ids: Iterable[UUID]) -> None:
    """Take texts out, every trace of their words with them."""
    ids = list(ids)
    for at in range(0, len(ids), CHUNK):
        _take_out(kind, ids[at : at + CHUNK])


@transaction.atomic
def empty() -> None:
    """Take everything out, before it is built anew."""
    store.empty()


def tidy() -> None:
    """Put the index in order after very many writings."""
    store.tidy()


def _take_out(kind: str, ids: list[UUID]) -> None:
    standing = IndexedText.objects.filter(kind=kind, object_id__in=ids).defer("tokens")
    if found := list(standing):
        store.delete(found)


def _row(text: Text, place: int) -> IndexedText:
    if not (text.kind.isascii() and text.kind.isalnum()):
        raise ValueError(f"a kind is letters and digits, not {text.kind!r}")
    return IndexedText(
        id=(text.day.toordinal() << SHIFT) + place,
        kind=text.kind,
        object_id=text.object_id,
        path=text.path,
        day=text.day,
        title=_clean(text.title)[:LONGEST_TITLE],
        body=_clean(text.body)[:LONGEST_BODY],
    )


def _clean(text: str) -> str:
    """Return a text in one line of blanks, without the null that PostgreSQL refuses."""
    return " ".join(text.replace("\0", " ").split())


def _chunks(entries: Iterable[Text]) -> Iterator[list[Text]]:
    """Yield entries of one kind, CHUNK at most; of one thing put twice the last counts."""
    left = iter(entries)
    while some := list(islice(left, CHUNK)):
        for kind in dict.fromkeys(each.kind for each in some):
            yield list({each.object_id: each for each in some if each.kind == kind}.values())
