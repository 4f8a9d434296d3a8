"""The lists: filtered, newest first, a page at a time by key."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bihuan.duty.models import Case, Dispute, DisputeState, PetitionState
from bihuan.duty.rules import CLOCK_RUNS, OPEN_DISPUTES, OPEN_PETITIONS
from bihuan.lib import clock

C = TypeVar("C", bound=Case)
PAGE = 50
CHUNK = 500
WHICH = {
    "open": _("未结"),
    "late": _("已超期"),
    "registered": _("待受理"),
    "near": _("快到期"),
    "closed": _("已结"),
    "visit": _("可回访"),
    "all": _("全部"),
}
"""The tabs over the lists; `near` stands over petitions alone, `visit` over disputes."""
VISITED_WITHIN = dt.timedelta(days=30)
"""How long a visit is still proposed: who did not visit is not told so for ever."""


@dataclass(frozen=True)
class Page(Generic[C]):
    """Some cases, and the key after which the next ones begin; empty where there are none."""

    rows: Sequence[C]
    next_key: str = ""


def to_visit(days: int) -> Q:
    """Return the condition of a dispute closed so many days ago that a visit is proposed."""
    last = clock.today() - dt.timedelta(days=days)
    return Q(state=DisputeState.CLOSED, closed_on__range=(last - VISITED_WITHIN, last))


def narrowed(rows: QuerySet[C], asked: Mapping[str, Any], near: int, visit: int) -> QuerySet[C]:
    """Return the rows that a filter asks for; unknown words narrow nothing.

    `near` and `visit` are the days of those presets.
    """
    is_dispute = rows.model is Dispute
    word = str(asked.get("which") or "open")
    if word == "visit" and is_dispute:
        rows = rows.filter(to_visit(visit))
    else:
        rows = rows.filter(_which(word, near, is_dispute=is_dispute))
    day = day_of(rows.model)
    plain = {"type": "type_id", "level": "level", "band": "band", "form": "form", "kind": "kind"}
    for word, name in plain.items():
        if asked.get(word):
            rows = rows.filter(**{name: asked[word]})
    unit = asked.get("unit")
    if unit is not None:
        rows = rows.filter(path__gte=unit.path, path__lt=unit.path + "~")
    if asked.get("first"):
        rows = rows.filter(**{f"{day}__gte": asked["first"]})
    if asked.get("last"):
        rows = rows.filter(**{f"{day}__lte": asked["last"]})
    if asked.get("text"):
        rows = rows.filter(title__icontains=asked["text"])
    return rows


def day_of(model: type[Case]) -> str:
    """Return the name of the day that a case is ordered by."""
    return "found_on" if model is Dispute else "received_on"


def page_of(rows: QuerySet[C], after: str = "") -> Page[C]:
    """Return the page after a key, newest first."""
    day = day_of(rows.model)
    key = _read(after)
    if key is not None:
        rows = rows.filter(Q(**{f"{day}__lt": key[0]}) | Q(**{day: key[0], "pk__lt": key[1]}))
    found = list(rows.order_by(f"-{day}", "-pk")[: PAGE + 1])
    more = len(found) > PAGE
    last = found[PAGE - 1] if more else None
    return Page(found[:PAGE], f"{getattr(last, day).isoformat()}_{last.pk}" if last else "")


def stream(rows: QuerySet[C]) -> Iterator[C]:
    """Yield all rows in the list's order."""
    return rows.order_by(f"-{day_of(rows.model)}", "-pk").iterator(chunk_size=CHUNK)


def _read(key: str) -> tuple[dt.date, UUID] | None:
    day, _mark, id_ = key.partition("_")
    try:
        return dt.date.fromisoformat(day), UUID(id_)
    except ValueError:
        return None


def _which(word: str, near: int, *, is_dispute: bool) -> Q:
    today = clock.today()
    running = OPEN_DISPUTES if is_dispute else CLOCK_RUNS
    soon = today + dt.timedelta(days=near)
    return {
        "open": Q(state__in=OPEN_DISPUTES if is_dispute else OPEN_PETITIONS),
        "late": Q(state__in=running, due_on__lt=today),
        "near": Q(state__in=running, due_on__gte=today, due_on__lte=soon),
        "registered": Q(state=DisputeState.REGISTERED if is_dispute else PetitionState.REGISTERED),
        "closed": Q(state__in=(DisputeState.CLOSED, DisputeState.VISITED))
        if is_dispute
        else Q(state=PetitionState.CLOSED),
    }.get(word, Q())
