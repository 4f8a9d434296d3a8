"""What several people do at the same moment, on real connections: nothing twice, nothing half."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from django.db import connection

from bihuan.audit.verifying import verify
from bihuan.lib.errors import DomainError
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.registers.actions import change_record, define_register, enter_record, import_rows
from bihuan.registers.models import Record, Register, Version
from bihuan.registers.tests.making import incoming, make_register, road, road_spec

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def roads(cast: Cast) -> Register:
    return make_register(cast.town)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each act on a connection of its own, all begun together; return what came of each."""
    barrier = threading.Barrier(len(acts))
    came: list[object] = [None] * len(acts)

    def run(at: int) -> None:
        barrier.wait()
        try:
            came[at] = acts[at]()
        except DomainError as refused:
            came[at] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[at]) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return came


def refuse_a_broken_state() -> None:
    standing = list(Version.objects.current().values_list("record_id", flat=True))
    assert len(standing) == len(set(standing)) == Record.objects.count()
    assert list(verify()) == []


def test_one_file_imported_by_four_at_once_is_stored_once(cast: Cast, roads: Register) -> None:
    rows = incoming(*[road(name=f"路{at}") for at in range(40)], unit=cast.villages[0].name)

    def load() -> object:
        register = Register.objects.select_related("home").get(pk=roads.pk)
        return import_rows(
            actor=Actor.installation(), register=register, rows=rows, source="同一份.xlsx"
        )

    came = at_once(load, load, load, load)
    assert sorted(report.added for report in came) == [0, 0, 0, 40]  # type: ignore[attr-defined]
    assert Record.objects.count() == 40
    refuse_a_broken_state()


def test_of_five_who_change_one_record_at_once_one_succeeds(cast: Cast, roads: Register) -> None:
    made = enter_record(
        actor=Actor.installation(), register=roads, unit=cast.villages[0], values=road()
    )

    def change(name: str) -> Callable[[], object]:
        return lambda: change_record(
            actor=Actor.installation(),
            record_id=made.record_id,
            values=road(name=name),
            base_version=made.id,
        )

    came = at_once(*[change(f"改名{at}") for at in range(5)])
    assert sum(isinstance(each, Version) for each in came) == 1
    assert sum(isinstance(each, DomainError) for each in came) == 4
    refuse_a_broken_state()


def test_records_entered_while_the_register_changes_are_whole(cast: Cast, roads: Register) -> None:
    plain = road_spec()
    changes = [
        replace(plain, columns=[replace(c, label=f"{c.label}{turn}") for c in plain.columns])
        for turn in range(3)
    ]

    def enter(at: int) -> Callable[[], Sequence[object]]:
        def work() -> Sequence[object]:
            register = Register.objects.select_related("home").get(pk=roads.pk)
            return [
                enter_record(
                    actor=Actor.installation(),
                    register=register,
                    unit=cast.villages[at],
                    values=road(name=f"路{at}-{turn}", km="2.50"),
                )
                for turn in range(8)
            ]

        return work

    def redefine() -> Sequence[object]:
        return [
            define_register(actor=Actor.installation(), home=cast.town, spec=spec)
            for spec in changes
        ]

    came = at_once(enter(0), enter(1), redefine)
    assert [type(each) for each in came] == [list, list, list]
    assert Record.objects.count() == 16
    slot = roads.column("km")
    assert slot is not None
    kept = Version.objects.current().values_list(slot.slot, "values__km")
    assert set(kept) == {(250, "2.50")}
    refuse_a_broken_state()
