"""Opinions in the text index, put there in the transaction that writes them."""

from collections.abc import Iterable, Iterator

from bihuan.opinions.models import Opinion, OpinionState
from bihuan.opinions.rules import shortened
from bihuan.search.actions import Text, put, remove

KIND = "opinion"
INDEXED = 4_000
"""Characters of an opinion that are indexed: what it is about stands at its beginning."""


def put_opinions(opinions: Iterable[Opinion], *, are_new: bool = True) -> None:
    """Put opinions into the index.

    The index knows paths only: whoever asks holds what it finds against `access`.
    """
    put((_text(each) for each in opinions), are_new=are_new)


def take_out(opinion: Opinion) -> None:
    """Take an opinion out of the index, when it was made void."""
    remove(KIND, [opinion.pk])


def all_texts() -> Iterator[int]:
    """Put every opinion into the index; yield how many each step did."""
    rows = Opinion.objects.exclude(state=OpinionState.VOID).order_by("pk").iterator(500)
    some: list[Opinion] = []
    for opinion in rows:
        some.append(opinion)
        if len(some) == 500:
            put_opinions(some)
            yield len(some)
            some = []
    if some:
        put_opinions(some)
        yield len(some)


def _text(opinion: Opinion) -> Text:
    words = opinion.text[:INDEXED]
    return Text(
        kind=KIND,
        object_id=opinion.pk,
        path=opinion.path,
        day=opinion.raised_on,
        title=shortened(opinion.text),
        body=f"{opinion.label} {opinion.place} {opinion.occasion} {words}",
    )
