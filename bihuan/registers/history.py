"""How a record came to be: each version what changed, by whom, when, why, from which file."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.audit.models import Entry
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account, PostTerm
from bihuan.orgs.permissions import Permission
from bihuan.registers.describing import Describing
from bihuan.registers.models import Version
from bihuan.registers.presenting import LOOKS, Event, differences
from bihuan.registers.rules import CHANGE_LABELS, Change

NOTICEABLE = dt.timedelta(minutes=2)  # between the office's moment and the machine's
AUDITED = tuple(f"record.{change.value}" for change in Change)


@dataclass(frozen=True)
class Hand:
    """Who wrote a version, as people know them: name, and the posts held on the day."""

    name: str
    posts: Sequence[PostTerm] = ()

    def on(self, day: dt.date) -> str:
        """Return the name, with the posts held on a day."""
        held = "、".join(term.post.title for term in self.posts if term.is_held_on(day))
        return f"{self.name}（{held}）" if held else self.name


def history(actor: Actor, versions: Sequence[Version], describing: Describing) -> list[Event]:
    """Return a record's versions, oldest first, as events, newest first."""
    hands = _hands({v.changed_by for v in versions if v.changed_by})
    entries = _entries(versions)
    events = []
    before: Mapping[str, Any] | None = None
    for version in versions:
        icon, tone = LOOKS.get(version.change, ("pencil", "plain"))
        hand = hands.get(version.changed_by or UUID(int=0)) or Hand(version.changed_by_name)
        entry = entries.get(version.pk)
        is_import = version.change == Change.IMPORT
        events.append(
            Event(
                what=_(CHANGE_LABELS.get(version.change, version.change)),
                who=hand.on(version.recorded_at.date()),
                at=version.recorded_at,
                icon=icon,
                tone=tone,
                status=version.status,
                reason="" if is_import else version.reason,
                file=version.reason if is_import else "",
                changes=() if before is None else differences(before, version.values, describing),
                really_at=_really_at(version, entry),
                entry=entry.sequence if entry else None,
                entry_url=_entry_url(actor, version, entry),
            )
        )
        before = version.values
    return events[::-1]


def _hands(ids: set[UUID]) -> dict[UUID, Hand]:
    if not ids:
        return {}
    accounts = list(Account.objects.filter(pk__in=ids))
    people = [account.person_id for account in accounts if account.person_id]
    terms = list(PostTerm.objects.filter(person_id__in=people).select_related("post"))
    return {
        account.pk: Hand(
            str(account), [term for term in terms if term.person_id == account.person_id]
        )
        for account in accounts
    }


def _entries(versions: Sequence[Version]) -> dict[UUID, Entry]:
    """Return the audit entry of each version that has one of its own, by the version's id.

    A record's entries stand in the order of its versions. An import has one entry for all rows.
    """
    own = [version for version in versions if version.change != Change.IMPORT]
    if not own:
        return {}
    found = _entries_of(own[0].record_id)
    matched = {}
    for version in own:
        entry = next((e for e in found if e.action == f"record.{version.change}"), None)
        if entry is None:
            break
        matched[version.pk] = entry
    return matched


def _entries_of(record_id: UUID) -> Iterator[Entry]:
    entries = Entry.objects.filter(
        target_kind="record", target_id=str(record_id), result="done", action__in=AUDITED
    )
    return iter(entries.order_by("sequence").only("sequence", "at", "action"))


def _really_at(version: Version, entry: Entry | None) -> dt.datetime | None:
    """Return the machine's moment where it is not the office's (a demonstration, a pack)."""
    if entry is None or abs(entry.at - version.recorded_at) <= NOTICEABLE:
        return None
    return entry.at


def _entry_url(actor: Actor, version: Version, entry: Entry | None) -> str:
    if entry is None or not actor.may(Permission.READ_AUDIT, version.path):
        return ""
    return reverse("orgs:entry", args=[entry.sequence])
