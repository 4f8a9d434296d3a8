"""Entering, changing and moving records: who may, what becomes of the versions."""

import datetime as dt
import threading
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import override_settings

from bihuan.audit.models import Entry
from bihuan.lib import clock
from bihuan.lib.errors import DomainError, Invalid, NotAllowed
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import close_unit
from bihuan.orgs.tests.cast import Cast, keeper, make_account, make_person, make_unit
from bihuan.registers.actions import (
    change_record,
    enter_record,
    return_record,
    submit_record,
    verify_record,
    void_record,
)
from bihuan.registers.errors import BadValues, ChangedMeanwhile, NoSuchRecord, WrongStatus
from bihuan.registers.models import Record, Register, Status, Version
from bihuan.registers.tests.making import current, make_record, make_register, road

ROLES = (
    "village_reporter",
    "station_reporter",
    "clerk",
    "leader",
    "inspection_group",
    "auditor",
    "administrator",
    "outsider",
)


def in_status(cast: Cast, roads: Register, status: str) -> Version:
    """Bring a record of the first village to a status by the actions."""
    reporter, clerk = cast.actor("village_reporter"), cast.actor("clerk")
    version = make_record(reporter, roads, cast.villages[0], submit=status != "draft")
    if status == "verified":
        version = verify_record(actor=clerk, record_id=version.record_id)
    elif status == "returned":
        version = return_record(actor=clerk, record_id=version.record_id, reason="里程不对")
    elif status == "void":
        version = void_record(actor=clerk, record_id=version.record_id, reason="重复")
    assert version.status == status
    return version


def edit(actor: Actor, record_id: UUID) -> Version:
    base = Version.objects.current().get(record_id=record_id).id
    return change_record(
        actor=actor, record_id=record_id, base_version=base, values=road(name="改过")
    )


MOVES: dict[str, Callable[[Actor, UUID], Version]] = {
    "edit": edit,
    "submit": lambda actor, id_: submit_record(actor=actor, record_id=id_),
    "verify": lambda actor, id_: verify_record(actor=actor, record_id=id_),
    "return": lambda actor, id_: return_record(actor=actor, record_id=id_, reason="理由"),
    "void": lambda actor, id_: void_record(actor=actor, record_id=id_, reason="理由"),
}
ALLOWED = {
    ("village_reporter", "edit"): {"draft": "draft", "returned": "draft", "submitted": "submitted"},
    ("village_reporter", "submit"): {"draft": "submitted", "returned": "submitted"},
    ("village_reporter", "void"): {"draft": "void", "returned": "void"},
    ("clerk", "edit"): {
        "draft": "draft",
        "returned": "draft",
        "submitted": "submitted",
        "verified": "verified",
    },
    ("clerk", "submit"): {"draft": "verified", "returned": "verified"},
    ("clerk", "verify"): {"submitted": "verified"},
    ("clerk", "return"): {"submitted": "returned", "verified": "returned"},
    ("clerk", "void"): {
        "draft": "void",
        "returned": "void",
        "submitted": "void",
        "verified": "void",
    },
}
# A leader decides on a record and does not write it.
ALLOWED |= {("leader", move): ALLOWED["clerk", move] for move in ("verify", "return", "void")}


@pytest.mark.parametrize("status", Status.values)
def test_every_move_of_everybody_from_a_status(cast: Cast, roads: Register, status: str) -> None:
    actors = {name: cast.actor(name) for name in ROLES}
    for name, actor in actors.items():
        for move, act in MOVES.items():
            version = in_status(cast, roads, status)
            after = ALLOWED.get((name, move), {}).get(status)
            if after is not None:
                assert act(actor, version.record_id).status == after, (name, move)
                assert current(version).id != version.id
                continue
            with pytest.raises(DomainError) as refused:
                act(actor, version.record_id)
            unseen = name in {"station_reporter", "auditor", "administrator", "outsider"}
            kinds = (NoSuchRecord,) if unseen else (NotAllowed,)
            assert isinstance(refused.value, kinds), (name, move)
            assert current(version).id == version.id


def test_what_is_refused_stands_in_the_log(cast: Cast, roads: Register) -> None:
    version = in_status(cast, roads, "submitted")
    with pytest.raises(NotAllowed):
        verify_record(actor=cast.actor("village_reporter"), record_id=version.record_id)
    entry = Entry.objects.order_by("-sequence")[0]
    assert (entry.action, entry.result) == ("record.verify", "refused")
    assert (entry.target_kind, entry.target_id) == ("record", str(version.record_id))
    assert entry.actor_id == cast.actor("village_reporter").id


def test_entering_asks_for_the_right_over_the_unit(cast: Cast, roads: Register) -> None:
    for name in (
        "leader",
        "inspection_group",
        "auditor",
        "administrator",
        "outsider",
        "station_reporter",
    ):
        with pytest.raises(NotAllowed):
            make_record(cast.actor(name), roads, cast.villages[0])
    with pytest.raises(NotAllowed):
        make_record(cast.actor("village_reporter"), roads, cast.villages[1])
    assert (
        make_record(cast.actor("village_reporter"), roads, cast.villages[0]).status == "submitted"
    )
    assert make_record(cast.actor("clerk"), roads, cast.villages[1]).status == "verified"
    assert make_record(cast.actor("clerk"), roads, cast.villages[1], submit=False).status == "draft"


def test_a_unit_keeps_only_registers_of_its_home_and_kind(cast: Cast, roads: Register) -> None:
    with pytest.raises(Invalid, match="不由站所填报"):
        make_record(cast.actor("clerk"), roads, cast.station)
    with pytest.raises(Invalid, match="不属于"):
        make_record(cast.actor("outsider"), roads, cast.other_village)
    closing = make_unit(cast.town, "village", "四村")
    close_unit(actor=keeper(), unit=closing, closed_on=dt.date(2009, 1, 1), reason="合并")
    closing.refresh_from_db()
    with pytest.raises(Invalid, match="撤销"):
        make_record(cast.actor("clerk"), roads, closing)
    Register.objects.update(closed_on=dt.date(2009, 1, 1))
    roads.refresh_from_db()
    with pytest.raises(Invalid, match="已停用"):
        make_record(cast.actor("clerk"), roads, cast.villages[0])


def test_bad_values_store_nothing(cast: Cast, roads: Register) -> None:
    with pytest.raises(BadValues) as bad:
        make_record(cast.actor("clerk"), roads, cast.villages[0], km="很长", lanes="9")
    assert set(bad.value.faults) == {"km", "lanes"}
    assert not Record.objects.exists()


def test_each_change_is_a_version_and_an_audit_entry(cast: Cast, roads: Register) -> None:
    version = in_status(cast, roads, "returned")
    reporter = cast.actor("village_reporter")
    edit(reporter, version.record_id)
    submit_record(actor=reporter, record_id=version.record_id)
    verify_record(actor=cast.actor("clerk"), record_id=version.record_id)
    history = list(
        Version.objects.filter(record_id=version.record_id).order_by("recorded_at", "id")
    )
    assert [v.change for v in history] == ["enter", "return", "edit", "submit", "verify"]
    assert [v.status for v in history] == [
        "submitted",
        "returned",
        "draft",
        "submitted",
        "verified",
    ]
    assert history[1].reason == "里程不对"
    for before, after in pairwise(history):
        assert before.superseded_at == after.recorded_at
    entries = Entry.objects.filter(target_kind="record", target_id=str(version.record_id))
    assert [e.action for e in entries.order_by("sequence")] == [
        "record.enter",
        "record.return",
        "record.edit",
        "record.submit",
        "record.verify",
    ]


def test_as_of_answers_what_stood(cast: Cast, roads: Register) -> None:
    clerk = cast.actor("clerk")
    with override_settings(BIHUAN_TODAY=dt.date(2010, 1, 5)):
        version = make_record(clerk, roads, cast.villages[0], km="1.00")
        first = clock.now()
    with override_settings(BIHUAN_TODAY=dt.date(2010, 1, 6)):
        change_record(
            actor=clerk, record_id=version.record_id, base_version=version.id, values={"km": "2.00"}
        )
        second = clock.now()
    with override_settings(BIHUAN_TODAY=dt.date(2010, 1, 7)):
        void_record(actor=clerk, record_id=version.record_id, reason="登错")
        third = clock.now()

    def stood(moment: dt.datetime | None) -> list[tuple[str, str]]:
        return [(v.values["km"], v.status) for v in Version.objects.as_of(moment)]

    assert stood(first - dt.timedelta(days=1)) == []
    assert stood(first) == [("1.00", "verified")]
    assert stood(second) == [("2.00", "verified")]
    assert stood(third) == stood(None) == [("2.00", "void")]


def test_an_office_clock_set_back_keeps_versions_in_order(cast: Cast, roads: Register) -> None:
    clerk = cast.actor("clerk")
    with override_settings(BIHUAN_TODAY=dt.date(2010, 3, 1)):
        version = make_record(clerk, roads, cast.villages[0])
    with override_settings(BIHUAN_TODAY=dt.date(2010, 1, 1)):
        after = edit(clerk, version.record_id)
    assert after.recorded_at >= version.recorded_at


def test_saving_what_stands_already_makes_no_version(cast: Cast, roads: Register) -> None:
    version = in_status(cast, roads, "verified")
    same = change_record(
        actor=cast.actor("clerk"),
        record_id=version.record_id,
        base_version=version.id,
        values=road(),
    )
    assert same.id == version.id


def test_the_second_to_save_is_given_the_version_that_stands(cast: Cast, roads: Register) -> None:
    version = in_status(cast, roads, "submitted")
    first = edit(cast.actor("village_reporter"), version.record_id)
    with pytest.raises(ChangedMeanwhile) as conflict:
        change_record(
            actor=cast.actor("clerk"),
            record_id=version.record_id,
            base_version=version.id,
            values=road(km="9.00"),
        )
    assert conflict.value.current == first
    assert conflict.value.http_status == 409


def test_nobody_verifies_what_they_have_not_read(cast: Cast, roads: Register) -> None:
    version = in_status(cast, roads, "submitted")
    edit(cast.actor("village_reporter"), version.record_id)
    for move in (submit_record, verify_record):
        with pytest.raises((ChangedMeanwhile, WrongStatus)):
            move(actor=cast.actor("clerk"), record_id=version.record_id, base_version=version.id)
    with pytest.raises(ChangedMeanwhile):
        return_record(
            actor=cast.actor("clerk"),
            record_id=version.record_id,
            reason="?",
            base_version=version.id,
        )


@pytest.mark.parametrize("reason", ["", "   ", "长" * 301])
def test_returning_and_voiding_need_a_reason_of_bearable_length(
    cast: Cast, roads: Register, reason: str
) -> None:
    version = in_status(cast, roads, "submitted")
    for move in (return_record, void_record):
        with pytest.raises(Invalid):
            move(actor=cast.actor("clerk"), record_id=version.record_id, reason=reason)
    assert current(version).id == version.id


def test_a_draft_without_required_values_cannot_be_submitted(cast: Cast, roads: Register) -> None:
    reporter = cast.actor("village_reporter")
    draft = make_record(reporter, roads, cast.villages[0], submit=False, name="")
    with pytest.raises(BadValues, match="路段名称"):
        submit_record(actor=reporter, record_id=draft.record_id)


def test_a_record_follows_the_person_it_is_about(cast: Cast, roads: Register) -> None:
    one, two = make_person(cast.villages[0]), make_person(cast.villages[0])
    clerk = cast.actor("clerk")
    version = make_record(clerk, roads, cast.villages[0], holder=one.code)
    assert version.person_id == one.id
    after = change_record(
        actor=clerk,
        record_id=version.record_id,
        base_version=version.id,
        values={"holder": two.code},
    )
    assert after.person_id == two.id
    assert Record.objects.get().person_id == two.id


def test_a_record_that_does_not_exist_is_unseen(cast: Cast) -> None:
    with pytest.raises(NoSuchRecord):
        submit_record(actor=cast.actor("clerk"), record_id=new_id())


def _race(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run acts at once, each in its own thread and connection; return results or errors."""
    barrier = threading.Barrier(len(acts))
    found: list[Any] = [None] * len(acts)

    def run(at: int) -> None:
        barrier.wait()
        try:
            found[at] = acts[at]()
        except Exception as error:
            found[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[at]) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return found


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_the_second_is_shown_the_first() -> None:
    from bihuan.orgs.tests.cast import make_cast

    cast = make_cast()
    roads = make_register(cast.town)
    clerk = cast.actor("clerk")
    second_clerk = Actor.of(make_account("clerk", cast.town))
    for turn in range(5):
        version = make_record(clerk, roads, cast.villages[0], name=f"路{turn}")

        def save(actor: Actor, km: str, version: Version = version) -> Callable[[], Version]:
            return lambda: change_record(
                actor=actor, record_id=version.record_id, base_version=version.id, values={"km": km}
            )

        found = _race([save(clerk, "7.00"), save(second_clerk, "8.00")])
        saved = [each for each in found if isinstance(each, Version)]
        refused = [each for each in found if isinstance(each, ChangedMeanwhile)]
        assert (len(saved), len(refused)) == (1, 1), found
        assert refused[0].current.id == saved[0].id
        assert current(version).values["km"] == saved[0].values["km"]


def test_entering_needs_a_unit_in_the_registers_tree(cast: Cast, roads: Register) -> None:
    with pytest.raises(NotAllowed):
        enter_record(
            actor=cast.actor("clerk"), register=roads, unit=cast.other_village, values=road()
        )
