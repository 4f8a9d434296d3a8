"""Columns kept in the process: right after every change, and after a change that was taken back."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bihuan.orgs.tests.cast import Cast
from bihuan.registers import editions
from bihuan.registers.editions import PerEdition, with_columns
from bihuan.registers.models import Register
from bihuan.registers.sources import sources
from bihuan.registers.tests.making import ROAD_COLUMNS, make_register

SHORT = ROAD_COLUMNS[:1] + ROAD_COLUMNS[-1:]


def codes(cast: Cast) -> set[str]:
    """Return the fields that a source of the register has, as figures read them."""
    return set(sources(cast.town, frozenset({"roads"}))[0].fields)


def test_what_is_kept_is_read_once(cast: Cast, roads: Register) -> None:
    with_columns(Register.objects.all())
    with CaptureQueriesContext(connection) as seen:
        again = with_columns(Register.objects.all())
        assert len(again[0].columns_in_order) == len(ROAD_COLUMNS)
        assert again[0].checks_in_order
    assert len(seen) == 1, [query["sql"] for query in seen]


def test_a_change_is_seen_at_once_and_one_taken_back_never(cast: Cast, roads: Register) -> None:
    before = codes(cast)
    with transaction.atomic():
        make_register(cast.town, columns=SHORT, person="", checks=())
        assert "km" not in codes(cast)
        transaction.set_rollback(True)
    assert codes(cast) == before
    make_register(cast.town, columns=SHORT, person="", checks=())
    assert "km" not in codes(cast)
    assert "name" in codes(cast)


def test_a_change_between_row_and_columns_is_not_kept(cast: Cast, roads: Register) -> None:
    stale = Register.objects.get()
    make_register(cast.town, columns=SHORT, person="", checks=())
    with_columns([stale])
    assert editions._parts.find(stale) is None
    assert [c.code for c in with_columns(Register.objects.all())[0].columns_in_order] == [
        "name",
        "finished_on",
    ]


def test_only_so_many_are_kept(
    cast: Cast, roads: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bihuan.lib.ids import new_id

    monkeypatch.setattr(editions, "MOST_KEPT", 2)
    lengths: PerEdition[int] = PerEdition(lambda register: len(register.code))
    registers = [Register(code="x" * at) for at in range(1, 5)]
    for register in registers:
        register.edition = new_id()
        assert lengths.of(register) == len(register.code)
    assert [lengths.find(register) for register in registers] == [None, None, 3, 4]
