"""What residents do leaves a day in the chain, and the chain stays whole."""

import datetime as dt
import uuid
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.utils import timezone

from bihuan.audit.actions import append, head, refuse
from bihuan.audit.models import Entry
from bihuan.audit.verifying import verify
from bihuan.lib import clock
from bihuan.lib.ids import id_of_today, new_id

pytestmark = pytest.mark.django_db


@dataclass
class Resident:
    id: uuid.UUID | None = None
    name: str = "（居民页面）"
    by_day: bool = True


@dataclass
class Clerk:
    id: uuid.UUID | None = None
    name: str = "文书"


def _is_midnight(entry: Entry) -> bool:
    return timezone.localtime(entry.at).time() == dt.time()


def test_an_entry_by_day_holds_the_offices_day_and_no_time() -> None:
    before = timezone.localdate(clock.real_now())
    with transaction.atomic():
        entry = append(actor=Clerk(), action="test.did", by_day=True)
    entry.refresh_from_db()
    assert entry.is_by_day
    assert _is_midnight(entry)
    # Between the two it may strike midnight.
    assert before <= timezone.localdate(entry.at) <= timezone.localdate(clock.real_now())


def test_the_day_is_the_offices_and_not_that_of_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    late = dt.datetime(2026, 11, 25, 23, 30, tzinfo=dt.UTC)  # 07:30 of the 26th in the office
    monkeypatch.setattr(clock, "real_now", lambda: late)
    with transaction.atomic():
        entry = append(actor=Resident(), action="test.did")
    assert timezone.localtime(entry.at).date() == dt.date(2026, 11, 26)
    assert _is_midnight(entry)


def test_all_that_an_actor_by_day_does_is_by_day_also_what_is_refused() -> None:
    with transaction.atomic():
        append(actor=Resident(), action="test.did")
    refuse(actor=Resident(), action="test.did", target=("thing", 1), note="不行")
    assert [entry.is_by_day for entry in Entry.objects.all()] == [True, True]


def test_everybody_else_leaves_a_moment() -> None:
    with transaction.atomic():
        entry = append(actor=Clerk(), action="test.did")
    assert not entry.is_by_day


def test_a_chain_with_days_among_moments_is_whole_and_tampering_is_still_named() -> None:
    for actor in (Clerk(), Resident(), Clerk(), Resident(), Resident()):
        with transaction.atomic():
            append(actor=actor, action="test.did")
    assert list(verify([head()])) == []
    from django.db import connection

    from tests.support.database import triggers_off

    with triggers_off(connection):
        Entry.objects.filter(sequence=4).update(at=timezone.now())
    assert [(fault.sequence, fault.kind) for fault in verify()] == [(4, "changed")]


def test_an_id_of_today_tells_the_day_and_nothing_finer() -> None:
    first, second = id_of_today(), id_of_today()
    assert first != second
    assert first.version == 7
    assert first.variant == uuid.RFC_4122
    moments = {id_.int >> 80 for id_ in (first, second)}
    assert len(moments) == 1
    moment = dt.datetime.fromtimestamp(moments.pop() / 1000, tz=dt.UTC)
    assert timezone.localtime(moment).time() == dt.time()
    assert first < new_id()
