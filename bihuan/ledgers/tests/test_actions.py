"""Register and rows come together or not at all, and only by whom both are allowed to."""

import pytest

from bihuan.audit.models import Entry
from bihuan.ledgers.actions import take_in, take_over
from bihuan.ledgers.errors import RowsRefused, TwinRegister
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_account
from bihuan.registers.actions import IncomingRow
from bihuan.registers.models import Register, Version
from bihuan.registers.tests.making import make_register, road_spec

pytestmark = pytest.mark.django_db


def row(number: int, day: str = "2010-01-20", unit: str = "一村") -> IncomingRow:
    raw = {"name": f"第{number}路", "km": "1.5", "finished_on": day}
    return IncomingRow("道路", number, raw, unit=unit)


def test_a_register_and_its_rows_are_made_together(cast: Cast) -> None:
    register, report = take_over(
        actor=cast.actor("clerk"),
        home=cast.town,
        spec=road_spec(),
        rows=[row(1), row(2)],
        source="道路.xlsx",
        handed_back=3,
    )
    assert report.added == 2
    assert Version.objects.filter(register=register).count() == 2
    entry = Entry.objects.get(action="ledger.take_over")
    assert "退回3行" in entry.note


def test_with_a_faulty_row_neither_register_nor_rows_are_made(cast: Cast) -> None:
    rows = [row(1), row(2, day="昨天")]
    with pytest.raises(RowsRefused, match="第2行"):
        take_over(
            actor=cast.actor("clerk"), home=cast.town, spec=road_spec(), rows=rows, source="x"
        )
    assert not Register.objects.exists()
    assert not Version.objects.exists()
    assert not Entry.objects.filter(action__startswith="register.").exists()


def test_a_description_that_contradicts_itself_stores_nothing(cast: Cast) -> None:
    with pytest.raises(Invalid):
        take_over(
            actor=cast.actor("clerk"),
            home=cast.town,
            spec=road_spec(day="name"),
            rows=[row(1)],
            source="x",
        )
    assert not Register.objects.exists()


def test_a_register_of_the_same_name_is_refused(cast: Cast) -> None:
    standing = make_register(cast.town)
    spec = road_spec(code="another")
    with pytest.raises(TwinRegister, match="已经有一本"):
        take_over(actor=cast.actor("clerk"), home=cast.town, spec=spec, rows=[row(1)], source="x")
    assert Register.objects.get() == standing


def test_a_register_of_the_same_code_is_never_changed(cast: Cast) -> None:
    make_register(cast.town)
    spec = road_spec(label="另一本")
    with pytest.raises(Invalid, match="代码"):
        take_over(actor=cast.actor("clerk"), home=cast.town, spec=spec, rows=[row(1)], source="x")
    assert Register.objects.get().label == road_spec().label


@pytest.mark.parametrize("who", ["village_reporter", "leader", "auditor", "outsider"])
def test_whoever_may_not_define_and_enter_is_refused_and_it_is_recorded(
    cast: Cast, who: str
) -> None:
    with pytest.raises(NotAllowed):
        take_over(
            actor=cast.actor(who), home=cast.town, spec=road_spec(), rows=[row(1)], source="x"
        )
    assert not Register.objects.exists()
    refused = Entry.objects.get(action="ledger.take_over")
    assert refused.result == "refused"


def test_rows_taken_in_again_are_not_doubled(cast: Cast) -> None:
    register, actor = make_register(cast.town), cast.actor("clerk")
    first = take_in(actor=actor, register=register, rows=[row(1), row(2)], source="x")
    again = take_in(actor=actor, register=register, rows=[row(1), row(2)], source="x")
    assert (first.added, again.added, again.unchanged) == (2, 0, 2)


def test_a_reporter_of_one_village_does_not_take_a_ledger_in(cast: Cast) -> None:
    register = make_register(cast.town)
    actor = Actor.of(make_account("village_reporter", cast.villages[1]))
    with pytest.raises(NotAllowed):
        take_in(actor=actor, register=register, rows=[row(1)], source="x")
    assert not Version.objects.exists()
