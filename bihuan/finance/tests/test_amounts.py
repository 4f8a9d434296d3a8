"""Recording money, making it void, adding it up by payer and phase."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.audit.models import Entry
from bihuan.figures.actions import FigureSpec, define_figure
from bihuan.figures.asking import Scope
from bihuan.figures.computing import compute, definitions_in
from bihuan.finance.access import amount_for, amounts_visible_to
from bihuan.finance.actions import void_amount
from bihuan.finance.asking import amounts_about, money_of
from bihuan.finance.errors import AlreadyVoid, NoSuchAmount
from bihuan.finance.models import Amount, Payer, Phase
from bihuan.finance.rules import Money, table_of
from bihuan.finance.tests.conftest import CANAL, Pay
from bihuan.finance.writing import write_fen
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast, keeper
from bihuan.tasks.actions import About

pytestmark = pytest.mark.django_db


def test_an_amount_is_recorded_with_its_entry(cast: Cast, pay: Pay) -> None:
    amount = pay()
    assert (amount.path, amount.written) == (cast.station.path, "325,000元")
    assert Entry.objects.latest("sequence").action == "amount.record"


@pytest.mark.parametrize(
    "wrong",
    [
        {"fen": 0},
        {"fen": -5},
        {"fen": 10**16},
        {"payer": "nobody"},
        {"phase": "promised"},
        {"on": dt.date(2010, 2, 4)},
        {"payer": "other", "payer_name": ""},
        {"paper": "x" * 121},
    ],
)
def test_what_cannot_be_money_is_refused_and_leaves_nothing(
    pay: Pay, wrong: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        pay(**wrong)
    assert not Amount.objects.exists()


def test_what_is_still_to_be_paid_may_lie_ahead(pay: Pay) -> None:
    assert pay(phase="planned", on=dt.date(2010, 6, 1)).phase == Phase.PLANNED


@pytest.mark.parametrize("who", ["leader", "station_reporter", "outsider", "auditor"])
def test_only_who_keeps_money_records_it(pay: Pay, who: str) -> None:
    with pytest.raises(NotAllowed):
        pay(who)


def test_a_void_amount_stays_to_be_read_and_counts_no_more(cast: Cast, pay: Pay) -> None:
    amount = pay()
    with pytest.raises(Invalid):
        void_amount(actor=cast.actor("clerk"), amount=amount, reason=" ")
    void_amount(actor=cast.actor("clerk"), amount=amount, reason="记重了")
    with pytest.raises(AlreadyVoid):
        void_amount(actor=cast.actor("clerk"), amount=amount, reason="记重了")
    assert amounts_about("problem", [CANAL.id]) == []
    assert len(amounts_about("problem", [CANAL.id], with_void=True)) == 1
    assert not money_of("problem", [CANAL.id]).lines


def test_the_other_town_does_not_see_it(cast: Cast, pay: Pay) -> None:
    amount = pay()
    assert amount_for(cast.actor("station_reporter"), amount.pk) == amount
    assert not amounts_visible_to(cast.actor("outsider")).exists()
    with pytest.raises(NoSuchAmount):
        amount_for(cast.actor("outsider"), amount.pk)


def test_phases_are_never_added_together(pay: Pay) -> None:
    pay(phase="planned", fen=100)
    pay(phase="approved", fen=200)
    pay(phase="paid", fen=300)
    pay(phase="paid", fen=400, payer="authority", payer_name="灌区管理中心")
    pay(phase="paid", fen=999, about=About("problem", uuid.UUID(int=2)))
    table = money_of("problem", [CANAL.id])
    assert [line.label for line in table.lines] == ["镇财政", "灌区管理中心"]
    assert (table.planned.fen, table.approved.fen, table.paid.fen) == (100, 200, 700)


def test_a_figure_counts_one_phase_in_yuan(cast: Cast, pay: Pay) -> None:
    pay(phase="planned", fen=33_000_050)
    pay(phase="paid", fen=32_500_000)
    pay(phase="paid", fen=100, matter="别的")
    spec = FigureSpec(
        "paid",
        "镇投资",
        "sum",
        "finance.amounts",
        "yuan",
        where=(
            {"field": "phase", "is": "paid"},
            {"field": "matter", "is": "渠道清淤"},
        ),
        unit_of_measure="元",
    )
    define_figure(actor=keeper(), home=cast.town, spec=spec)
    definitions = definitions_in(cast.town, ["paid"]).values()
    answer = compute(definitions, Scope(cast.town, None), actor=cast.actor("clerk"))["paid"]
    assert (answer.value, answer.records) == (Decimal(325_000), 1)


@pytest.mark.parametrize(
    ("fen", "lower", "said"),
    [
        (32_500_000, False, "325,000元"),
        (32_500_050, False, "325,000.50元"),
        (30_000_000, True, "30余万元"),
        (300_000_000, True, "300余万元"),
        (12_345_00, True, "12345余元"),
        (200_000_000_00, True, "2余亿元"),
    ],
)
def test_money_is_written_as_people_read_it(fen: int, lower: bool, said: str) -> None:
    assert write_fen(fen, is_lower_bound=lower) == said


amounts = st.lists(
    st.builds(
        Amount,
        payer=st.sampled_from([payer.value for payer in Payer]),
        payer_name=st.sampled_from(["", "甲", "乙"]),
        phase=st.sampled_from([phase.value for phase in Phase]),
        fen=st.integers(min_value=1, max_value=10**12),
        lower_bound=st.booleans(),
    ),
    max_size=12,
)


@given(amounts)
def test_a_table_adds_up_every_amount_once_in_its_own_phase(some: list[Amount]) -> None:
    table = table_of(some)
    for phase in Phase:
        total = getattr(table, phase.value)
        mine = [each for each in some if each.phase == phase]
        assert total == Money(sum(m.fen for m in mine), any(m.lower_bound for m in mine))
