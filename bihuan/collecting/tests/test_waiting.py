"""What is waited for is asked of the database as the rules have it."""

import datetime as dt

import pytest

from bihuan.collecting.access import waited_for
from bihuan.collecting.models import Ask, Collection, How, Return
from bihuan.collecting.rules import OPEN, state_of
from bihuan.lib import clock

RETURNS: list[tuple[tuple[str, int], ...]] = [
    (),
    ((How.WORKBOOK, 0),),
    ((How.WORKBOOK, 2),),
    ((How.WORKBOOK, 2), (How.BROWSER, 0)),
    ((How.NOTHING, 0), (How.WORKBOOK, 1)),
    ((How.NOTHING, 0),),
]


@pytest.mark.parametrize("returns", RETURNS)
@pytest.mark.parametrize("is_waived", [False, True])
def test_the_database_waits_for_what_the_rules_wait_for(
    january: Collection, returns: tuple[tuple[str, int], ...], is_waived: bool
) -> None:
    ask, now = january.asks.all()[0], clock.real_now()
    if is_waived:
        Ask.objects.filter(pk=ask.pk).update(waived_at=now)
    for at, (how, handed_back) in enumerate(returns):
        Return.objects.create(
            home=ask.home,
            ask=ask,
            how=how,
            handed_back=handed_back,
            returned_at=now + dt.timedelta(minutes=at),
            returned_by_name="村文书",
        )
    state = state_of(list(ask.returns.all()), is_waived=is_waived)
    asked = waited_for(Ask.objects.filter(pk=ask.pk))
    assert asked.exists() is (state in OPEN)
