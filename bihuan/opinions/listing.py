"""Which opinions and groups a page shows, and a page of them by key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from bihuan.lib.bigrams import words_of
from bihuan.opinions.access import opinions_visible_to, standing_groups
from bihuan.opinions.models import GroupState, Opinion, OpinionGroup, OpinionState
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

A_PAGE = 50
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page:
    """Some opinions, and the ids after which the next and before which the previous ones stand."""

    rows: list[Opinion]
    next: UUID | None = None
    previous: UUID | None = None


def opinions_asked(
    actor: Actor, asked: Mapping[str, Any], units: Mapping[str, Unit]
) -> QuerySet[Opinion]:
    """Return the opinions in sight that a filter asks for; void ones only where asked by name."""
    rows = opinions_visible_to(actor).select_related("group")
    rows = (
        rows.filter(state=asked["state"])
        if "state" in asked
        else rows.exclude(state=OpinionState.VOID)
    )
    if unit := units.get(asked.get("unit", "")):
        rows = rows.filter(path__gte=unit.path, path__lt=unit.path + "~")
    for name, field in (("channel", "channel"), ("giver", "giver")):
        if name in asked:
            rows = rows.filter(**{field: asked[name]})
    if "category" in asked:
        rows = rows.filter(category__code=asked["category"])
    rows = in_period(rows, asked, "raised_on", "raised_on")
    for word in words_of(asked.get("q", "")):
        rows = rows.filter(
            Q(text__icontains=word) | Q(place__icontains=word) | Q(occasion__icontains=word)
        )
    return rows


def page_of(rows: QuerySet[Opinion], after: str = "", before: str = "") -> Page:
    """Return a page, the newest first, behind or in front of an opinion."""
    at_after, at_before = _id(after), _id(before)
    if at_before is not None:
        found = list(rows.filter(pk__gt=at_before).order_by("pk")[: A_PAGE + 1])
        more = len(found) > A_PAGE
        found = found[:A_PAGE][::-1]
        return Page(found, found[-1].pk if found else None, found[0].pk if more else None)
    if at_after is not None:
        rows = rows.filter(pk__lt=at_after)
    found = list(rows.order_by("-pk")[: A_PAGE + 1])
    more = len(found) > A_PAGE
    found = found[:A_PAGE]
    return Page(found, found[-1].pk if more else None, found[0].pk if found and at_after else None)


def groups_asked(actor: Actor, asked: Mapping[str, Any]) -> QuerySet[OpinionGroup]:
    """Return the groups of a digest, class by class, those of most opinions first.

    A period asks for groups with an opinion raised in it.
    """
    rows = standing_groups(actor)
    if "category" in asked:
        rows = rows.filter(category__code=asked["category"])
    if answer := asked.get("answer"):
        rows = rows.filter(
            **({"state": GroupState.OPEN} if answer == "open" else {"answer": answer})
        )
    rows = in_period(rows, asked, "last_on", "first_on")
    return rows.order_by("category__position", "category__code", "-raw_count", "year", "number")


def opinions_of_digest(actor: Actor, asked: Mapping[str, Any]) -> QuerySet[Opinion]:
    """Return the opinions that a digest adds up."""
    rows = opinions_visible_to(actor).filter(state=OpinionState.SORTED)
    if "category" in asked:
        rows = rows.filter(group__category__code=asked["category"])
    if answer := asked.get("answer"):
        held = {"group__state": GroupState.OPEN} if answer == "open" else {"group__answer": answer}
        rows = rows.filter(**held)
    return in_period(rows, asked, "raised_on", "raised_on")


def in_period(rows: QuerySet[M], asked: Mapping[str, Any], last: str, first: str) -> QuerySet[M]:
    """Keep what reaches into the period that was asked for."""
    if since := asked.get("since"):
        rows = rows.filter(**{f"{last}__gte": since})
    if until := asked.get("until"):
        rows = rows.filter(**{f"{first}__lte": until})
    return rows


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
