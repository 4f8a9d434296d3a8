"""The chain: what is appended, what is refused, and every way of tampering that is named."""

import datetime as dt
import threading
import uuid
from dataclasses import dataclass, field

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from bihuan.audit import verifying
from bihuan.audit.actions import append, head, refuse
from bihuan.audit.models import Entry, Head
from bihuan.audit.rules import GENESIS, HASHED, canonical, digest, entry_hash
from bihuan.audit.verifying import Fault, verify
from tests.support.database import triggers_off

pytestmark = pytest.mark.django_db


@dataclass
class Somebody:
    name: str = "张三"
    id: uuid.UUID | None = field(default_factory=uuid.uuid4)


def make_entries(number: int, action: str = "test.did") -> None:
    for at in range(number):
        with transaction.atomic():
            append(
                actor=Somebody(),
                action=action,
                target=("thing", at),
                unit_path="00010001",
                values={"at": at},
            )


def kinds(faults: list[Fault]) -> list[tuple[int, str]]:
    return [(fault.sequence, fault.kind) for fault in faults]


@transaction.atomic
def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def pragma(state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers={state}")


def tamper(statement: str, *values: str | int | None) -> None:
    """Change the table as somebody would who is master of the database."""
    with triggers_off(connection), connection.cursor() as cursor:
        cursor.execute(statement, values)


def rewrite(sequence: int, **changes: object) -> str:
    """Change an entry and give it the hash that it should then have."""
    entry = Entry.objects.get(sequence=sequence)
    for name, value in changes.items():
        setattr(entry, name, value)
    entry.hash = entry_hash(entry.previous_hash, [getattr(entry, name) for name in HASHED])
    with triggers_off(connection):
        entry.save()
    return entry.hash


def test_an_untouched_chain_has_no_fault() -> None:
    assert list(verify()) == []
    make_entries(5)
    assert list(verify([head()])) == []


def test_entries_are_numbered_without_a_gap_and_hold_the_hash_before() -> None:
    make_entries(3)
    entries = list(Entry.objects.order_by("sequence"))
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries] == [GENESIS, *(e.hash for e in entries[:2])]
    assert head() == f"3:{entries[2].hash}"


def test_the_moment_survives_the_database_to_the_microsecond() -> None:
    with transaction.atomic():
        made = append(actor=Somebody(), action="test.did")
    found = Entry.objects.get(sequence=made.sequence)
    assert found.at == made.at
    assert found.at.tzinfo is not None
    for micro in (0, 1, 999_999, 100_000):
        rewrite(made.sequence, at=dt.datetime(2010, 2, 3, 8, 0, 0, micro, tzinfo=dt.UTC))
        Head.objects.update(hash=Entry.objects.get(sequence=made.sequence).hash)
        assert list(verify()) == []


def test_the_moment_is_the_machines_own_and_not_the_offices(settings: Settings) -> None:
    settings.BIHUAN_TODAY = dt.date(2010, 2, 3)
    make_entries(1)
    assert Entry.objects.get().at.year > 2010


@pytest.mark.django_db(transaction=True)
def test_an_entry_belongs_to_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        append(actor=Somebody(), action="test.did")


def test_an_action_that_fails_leaves_no_entry() -> None:
    make_entries(1)

    @transaction.atomic
    def fail() -> None:
        append(actor=Somebody(), action="test.did")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert Entry.objects.count() == 1
    assert list(verify()) == []


def test_a_refused_attempt_is_an_entry_with_its_result() -> None:
    refuse(actor=Somebody(), action="test.did", target=("thing", 1), note="不可以。")
    entry = Entry.objects.get()
    assert (entry.result, entry.note) == ("refused", "不可以。")


def test_only_a_digest_of_the_values_is_kept() -> None:
    with transaction.atomic():
        entry = append(actor=Somebody(), action="test.did", values={"电话": "一二三四五六七"})
    assert entry.digest == digest({"电话": "一二三四五六七"})
    assert "一二三四五六七" not in str(Entry.objects.values().get())


def test_values_have_one_canonical_form() -> None:
    here = dt.datetime(2010, 2, 3, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    there = dt.datetime(2010, 2, 3, 0, tzinfo=dt.UTC)
    assert canonical({"b": here, "a": 1}) == canonical({"a": 1, "b": there})


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE audit_entry SET note = 'x'", "any"),
        ("DELETE FROM audit_entry WHERE sequence = 3", "any"),
        ("TRUNCATE audit_entry", "postgresql"),
        (
            "INSERT OR REPLACE INTO audit_entry SELECT sequence, at, actor_id, 'x', action,"
            " target_kind, target_id, unit_path, result, note, digest, previous_hash, hash"
            " FROM audit_entry WHERE sequence = 3",
            "sqlite",
        ),
        ("REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE sequence = 3", "sqlite"),
    ],
)
@pytest.mark.parametrize("recursive", [True, False])
def test_the_database_itself_refuses(statement: str, where: str, recursive: bool) -> None:
    if where not in ("any", connection.vendor):
        pytest.skip(f"a statement of {where}")
    make_entries(3)
    if connection.vendor == "sqlite" and not recursive:
        pragma("OFF")  # as on a connection that is not ours
    with pytest.raises(DatabaseError, match="append-only"):
        execute(statement)
    if connection.vendor == "sqlite":
        pragma("ON")
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "李四"),
        ("action", "test.did_not"),
        ("target_id", "7"),
        ("unit_path", "00010002"),
        ("result", "refused"),
        ("note", "改"),
        ("digest", "0" * 64),
        ("at", "2010-02-03 00:00:00+00:00"),
        ("actor_id", None),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_entry_is_named_whatever_was_changed(column: str, value: str | None) -> None:
    make_entries(5)
    tamper(f"UPDATE audit_entry SET {column} = %s WHERE sequence = 3", value)
    assert (3, "changed") in kinds(list(verify()))


def test_an_entry_changed_together_with_its_hash_is_named_by_the_next() -> None:
    make_entries(5)
    rewrite(3, actor_name="李四")
    assert kinds(list(verify())) == [(4, "reordered")]


def test_removed_entries_are_named() -> None:
    make_entries(7)
    tamper("DELETE FROM audit_entry WHERE sequence IN (1, 3, 4)")
    faults = list(verify())
    assert kinds(faults) == [(1, "removed"), (3, "removed")]
    assert "第3–4条缺失" in faults[1].message


def test_entries_in_another_order_are_named() -> None:
    make_entries(6)
    tamper("UPDATE audit_entry SET sequence = 99 WHERE sequence = 3")
    tamper("UPDATE audit_entry SET sequence = 3 WHERE sequence = 4")
    tamper("UPDATE audit_entry SET sequence = 4 WHERE sequence = 99")
    faults = list(verify())
    assert kinds(faults) == [(3, "reordered"), (4, "reordered"), (5, "reordered")]
    assert "第3条原是第4条" in faults[0].message


def test_a_removed_entry_whose_gap_was_closed_is_named() -> None:
    make_entries(6)
    tamper("DELETE FROM audit_entry WHERE sequence = 3")
    for sequence in (4, 5, 6):
        tamper("UPDATE audit_entry SET sequence = sequence - 1 WHERE sequence = %s", sequence)
    found = kinds(list(verify()))
    assert (3, "reordered") in found
    assert (6, "cut") in found


def test_a_cut_end_is_named() -> None:
    make_entries(6)
    tamper("DELETE FROM audit_entry WHERE sequence > 4")
    faults = list(verify())
    assert kinds(faults) == [(5, "cut")]
    assert "第5–6条缺失" in faults[0].message


def test_an_emptied_log_is_named() -> None:
    make_entries(2)
    tamper("DELETE FROM audit_entry")
    assert kinds(list(verify())) == [(1, "cut")]


def test_an_entry_beyond_the_head_is_named() -> None:
    make_entries(4)
    third = Entry.objects.get(sequence=3)
    Head.objects.update(sequence=3, hash=third.hash)
    assert kinds(list(verify())) == [(4, "head")]
    Head.objects.update(sequence=4, hash="0" * 64)
    assert kinds(list(verify())) == [(4, "head")]


def test_an_end_cut_together_with_the_head_is_named_by_an_anchor() -> None:
    make_entries(6)
    kept = head()
    tamper("DELETE FROM audit_entry WHERE sequence > 4")
    fourth = Entry.objects.get(sequence=4)
    Head.objects.update(sequence=4, hash=fourth.hash)
    assert list(verify()) == []
    assert kinds(list(verify([kept]))) == [(6, "cut")]


def test_a_chain_rewritten_whole_is_named_by_an_anchor() -> None:
    make_entries(4)
    kept = head()
    previous = Entry.objects.get(sequence=1).hash
    previous = rewrite(2, previous_hash=previous, actor_name="李四")
    for sequence in (3, 4):
        previous = rewrite(sequence, previous_hash=previous)
    Head.objects.update(hash=previous)
    assert list(verify()) == []
    assert kinds(list(verify([kept]))) == [(4, "anchor")]


def test_two_anchors_of_one_entry_must_agree() -> None:
    make_entries(2)
    assert kinds(list(verify([head(), "2:" + "0" * 64, f"0:{GENESIS}"]))) == [(2, "anchor")]


@pytest.mark.django_db(transaction=True)
def test_entries_appended_during_the_walk_are_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_entries(3)
    original = verifying._head
    calls: list[int] = []

    def head_then_append() -> tuple[int, str]:
        answer = original()
        if not calls:
            make_entries(2)
        calls.append(answer[0])
        return answer

    monkeypatch.setattr(verifying, "_head", head_then_append)
    assert list(verify()) == []
    assert calls == [3, 5]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_entries_of_transactions_at_once_stay_chained() -> None:
    failures: list[Exception] = []
    barrier = threading.Barrier(3)

    def work() -> None:
        barrier.wait()
        try:
            make_entries(20)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _at in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Entry.objects.count() == 60
    assert list(verify()) == []
