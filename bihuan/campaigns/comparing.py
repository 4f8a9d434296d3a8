"""A plan beside the one above it: the same, adapted, of its own, or missing. No writing."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.campaigns.actions.wording import words_of
from bihuan.campaigns.models import OfferAnswer, OfferKind, PlanItem, PlanOffer
from bihuan.campaigns.rules import Piece, Words, differing, marked_pieces
from bihuan.lib.dates import write_period


@dataclass(frozen=True)
class Side:
    """What one plan says of a thing, in pieces with what differs marked."""

    title: Sequence[Piece]
    content: Sequence[Piece]
    deliverable: Sequence[Piece]
    days: str
    days_differ: bool
    is_required: bool
    item: PlanItem | None = None


@dataclass(frozen=True)
class Pair:
    """One thing in both plans, or in one."""

    above: Side | None
    below: Side | None
    word: str
    tone: str

    @property
    def is_same(self) -> bool:
        """Tell whether nothing differs."""
        return self.tone == "plain"


@dataclass
class Comparison:
    """The pairs of a step."""

    phase: str
    step: str
    place: tuple[int, int]
    pairs: list[Pair] = field(default_factory=list)


def side_of(words: Words, other: Words | None, item: PlanItem | None = None) -> Side:
    """Return what an item says, marked where another says something else."""

    def pieces(name: str) -> Sequence[Piece]:
        mine = str(words.get(name) or "")
        if other is None:
            return [(mine, False)] if mine else []
        return marked_pieces(mine, str(other.get(name) or ""))

    days = (str(words["begins_on"]), str(words["due_on"]))
    theirs = (str(other["begins_on"]), str(other["due_on"])) if other else days
    return Side(
        pieces("title"),
        pieces("content"),
        pieces("deliverable"),
        _days(words),
        days != theirs,
        bool(words.get("is_required")),
        item,
    )


def compare(
    above: Iterable[PlanItem], below: Iterable[PlanItem], offers: Iterable[PlanOffer]
) -> list[Comparison]:
    """Return two plans side by side, step by step; items carry their step and its phase."""
    mine = {item.parent_id: item for item in below if item.parent_id}
    waiting = {offer.source_id: offer for offer in offers if offer.answer in ("", "kept")}
    steps: dict[UUID, Comparison] = {}
    ordered = sorted(above, key=_key)
    standing = {item.pk for item in ordered}
    for item in ordered:
        copy = mine.get(item.pk)
        _at(steps, item).pairs.append(_pair(item, copy, waiting.get(item.pk)))
    for item in sorted(below, key=_key):
        if item.parent_id is None or item.parent_id not in standing:
            word = _("自选动作") if item.parent_id is None else _("上级已取消，本单位保留")
            pair = Pair(None, side_of(words_of(item), None, item), word, "info")
            _at(steps, item).pairs.append(pair)
    return sorted(steps.values(), key=lambda each: each.place)


def change_of(offer: PlanOffer) -> tuple[Side | None, Side | None]:
    """Return an offered change as what was and what is to be."""
    before = side_of(offer.before, offer.after or None) if offer.before else None
    after = side_of(offer.after, offer.before or None) if offer.after else None
    return before, after


def _pair(item: PlanItem, copy: PlanItem | None, offer: PlanOffer | None) -> Pair:
    theirs = words_of(item)
    if copy is None:
        word = _("未采用") if item.is_required else _("本单位不做")
        tone = "warn" if item.is_required else "plain"
        return Pair(side_of(theirs, None, item), None, word, tone)
    ours = words_of(copy)
    changed = differing(theirs, ours)
    word, tone = (_("有调整"), "info") if changed else (_("一致"), "plain")
    if offer is not None and offer.kind == OfferKind.CHANGED:
        kept = offer.answer == OfferAnswer.KEPT
        word = _("新变化未采用") if kept else _("新变化待答复")
        tone = "warn" if offer.is_required else "info"
    return Pair(side_of(theirs, ours, item), side_of(ours, theirs, copy), word, tone)


def _days(words: Words) -> str:
    first = dt.date.fromisoformat(str(words["begins_on"]))
    return write_period(first, dt.date.fromisoformat(str(words["due_on"])))


def _key(item: PlanItem) -> tuple[int, int, str, int]:
    step = item.step
    return step.phase.position, step.position, item.begins_on.isoformat(), item.position


def _at(steps: dict[UUID, Comparison], item: PlanItem) -> Comparison:
    step = item.step
    if step.pk not in steps:
        place = (step.phase.position, step.position)
        steps[step.pk] = Comparison(step.phase.label, step.label, place)
    return steps[step.pk]
