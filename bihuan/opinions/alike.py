"""Which groups a new opinion may belong to: an index of a home's opinions, kept in the process.

The index holds opinions, not groups, so that merging and moving never make it wrong: the group of
a near opinion is asked of the database. What was recorded since is added when somebody asks.
"""

import datetime as dt
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bihuan.lib import clock
from bihuan.opinions.access import standing_groups
from bihuan.opinions.models import Opinion, OpinionGroup, OpinionState
from bihuan.opinions.policy import ALIKE_DAYS
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.presets.asking import value_at

if TYPE_CHECKING:
    from bihuan.opinions.merging import Candidate, Index, Message

MOST_READ = 2_000
MOST_ASKED = 24
"""Near opinions that are looked at to find a few groups."""


WORTH_SHOWING = 0.12
"""A weaker likeness would only teach people not to look."""
MOST_HOMES = 4
"""Indexes kept at once; a county's process lets go of the one made longest ago."""


@dataclass(frozen=True)
class Alike:
    """A group that seems to speak of the same problem, and why; `likely` where that is strong."""

    group: OpinionGroup
    score: float
    reasons: tuple[str, ...]
    likely: bool


def groups_alike(actor: Actor, opinion: Opinion, limit: int = 4) -> list[Alike]:
    """Return the standing groups nearest to an opinion, the nearest first, of those in sight."""
    near = _index_of(opinion.home).candidates(message_of(opinion), MOST_ASKED)
    ids = [each.id for each in near]
    rows = Opinion.objects.filter(pk__in=ids, state=OpinionState.SORTED)
    of: dict[Any, Any] = dict(rows.values_list("pk", "group_id"))
    groups = {group.pk: group for group in standing_groups(actor).filter(pk__in=set(of.values()))}
    found: dict[UUID, Alike] = {}
    for each in near:
        group = groups.get(of.get(each.id))  # type: ignore[arg-type]
        is_own = group is not None and group.pk == opinion.group_id
        if group is None or is_own or group.pk in found or not _is_worth_showing(each):
            continue
        reasons = tuple(str(reason) for reason in each.reasons)
        found[group.pk] = Alike(group, _strength(each), reasons, each.likely)
    return sorted(found.values(), key=lambda one: -one.score)[:limit]


def _is_worth_showing(candidate: "Candidate") -> bool:
    return candidate.likely or _strength(candidate) >= WORTH_SHOWING


def _strength(candidate: "Candidate") -> float:
    """Return how much speaks for a candidate; of short texts the shared wording tells more."""
    share = max((reason.share for reason in candidate.reasons), default=0.0)
    return max(candidate.score, share)


def first_day(home: Unit) -> dt.date:
    """Return the day from which on opinions are looked at for the same problem."""
    days = int(value_at(ALIKE_DAYS, home.path, clock.today()))
    return clock.today() - dt.timedelta(days=days)


def message_of(opinion: Opinion) -> "Message":
    """Return an opinion as the merging engine reads it; its place stands with its words."""
    from bihuan.opinions.merging import Message

    text = f"{opinion.place} {opinion.text[:MOST_READ]}".strip()
    return Message(opinion.pk, text, time=opinion.raised_on.isoformat())


class _Kept:
    """A home's index, and whose opinions are in it."""

    def __init__(self, index: "Index", since: dt.date) -> None:
        self.index, self.since = index, since
        self.known: set[UUID] = set()
        self.lock = Lock()


_kept: dict[UUID, _Kept] = {}


def _index_of(home: Unit) -> "Index":
    from bihuan.opinions.merging import Index  # numpy, for whoever asks only

    since = first_day(home)
    kept = _kept.get(home.pk)
    if kept is None or kept.since != since:
        while len(_kept) >= MOST_HOMES:
            _kept.pop(next(iter(_kept)))
        kept = _kept[home.pk] = _Kept(Index(), since)
    with kept.lock:
        # Those once sorted never become fewer, so an equal count says that nothing is missing.
        rows = Opinion.objects.filter(home=home, group__isnull=False, raised_on__gte=since)
        if rows.count() != len(kept.known):
            missing = set(rows.values_list("pk", flat=True)) - kept.known
            for opinion in _read(sorted(missing)):
                kept.index.add(message_of(opinion))
                kept.known.add(opinion.pk)
    return kept.index


def _read(ids: list[UUID]) -> "list[Opinion]":
    found: list[Opinion] = []
    for at in range(0, len(ids), 500):
        rows = Opinion.objects.filter(pk__in=ids[at : at + 500]).order_by("pk")
        found += rows.only("pk", "place", "text", "raised_on")
    return found
