"""Numbers of policy: what holds where and when, and who may set them."""

import datetime as dt
from decimal import Decimal

import pytest

from bihuan.audit.models import Entry
from bihuan.lib import policy
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.policy import SLIP_DAYS
from bihuan.orgs.tests.cast import Cast
from bihuan.presets.actions import set_preset
from bihuan.presets.asking import value
from bihuan.presets.catalogue import catalogue
from bihuan.presets.errors import UnknownPreset
from bihuan.presets.models import Preset
from bihuan.presets.tests.conftest import TODAY
from bihuan.registers.tests.asking import Enter

CODE = SLIP_DAYS.code
KEEPER = Actor.installation()


def _set(home: Unit, days: str, from_on: dt.date = TODAY, actor: Actor = KEEPER) -> Preset:
    return set_preset(
        actor=actor, home=home, code=CODE, value=days, from_on=from_on, basis="党办〔2010〕1号"
    )


def _days(unit: Unit, day: dt.date = TODAY) -> object:
    return value(CODE, unit, day)


def test_the_declared_default_holds_until_somebody_sets_it(cast: Cast) -> None:
    assert _days(cast.town) == Decimal(7)


def test_a_value_holds_from_its_day_on_for_all_below(cast: Cast) -> None:
    _set(cast.town, "5", dt.date(2010, 3, 1))
    village = cast.villages[0]
    assert [_days(village, dt.date(2010, *day)) for day in ((2, 28), (3, 1), (9, 9))] == [7, 5, 5]
    assert _days(cast.other_town, dt.date(2010, 3, 1)) == 7


def test_the_nearest_administration_goes_before_the_one_above(cast: Cast) -> None:
    _set(cast.town, "5")
    _set(cast.county, "10", TODAY + dt.timedelta(1))
    later = TODAY + dt.timedelta(30)
    assert _days(cast.villages[0], later) == 5
    assert _days(cast.other_village, later) == 10
    assert _days(cast.other_village) == 7


def test_of_two_from_one_day_the_later_set_holds_and_both_are_kept(cast: Cast) -> None:
    _set(cast.town, "5")
    _set(cast.town, "6")
    assert _days(cast.town) == 6
    assert Preset.objects.count() == 2


def test_earlier_values_still_hold_for_their_own_days(cast: Cast) -> None:
    _set(cast.town, "5", dt.date(2009, 1, 1))
    _set(cast.town, "6")
    assert _days(cast.town, dt.date(2009, 6, 1)) == 5


def test_a_future_value_may_be_taken_back_before_its_day(cast: Cast) -> None:
    _set(cast.town, "5", dt.date(2010, 3, 1))
    _set(cast.town, "7", dt.date(2010, 3, 1))
    assert _days(cast.town, dt.date(2010, 3, 1)) == 7


def test_people_do_not_rewrite_the_past(cast: Cast) -> None:
    with pytest.raises(Invalid, match="不能早于今天"):
        _set(cast.town, "5", TODAY - dt.timedelta(1), cast.actor("administrator"))
    assert not Preset.objects.exists()


@pytest.mark.parametrize("bad", ["", "0", "91", "-1", "1.5", "abc", "NaN", "1e9", "Infinity"])
def test_a_value_that_it_cannot_have_is_refused(cast: Cast, bad: str) -> None:
    with pytest.raises(Invalid, match="登录单有效期"):
        _set(cast.town, bad)


def test_what_holds_already_is_not_set_again(cast: Cast) -> None:
    with pytest.raises(Invalid, match="不必再设"):
        _set(cast.town, "7")


def test_a_reason_is_needed(cast: Cast) -> None:
    with pytest.raises(Invalid, match="依据"):
        set_preset(actor=KEEPER, home=cast.town, code=CODE, value="5", from_on=TODAY, basis=" ")


def test_only_an_administration_sets_presets(cast: Cast) -> None:
    with pytest.raises(Invalid, match="乡镇"):
        _set(cast.villages[0], "5")


@pytest.mark.parametrize("who", ["clerk", "leader", "auditor", "village_reporter", "outsider"])
def test_who_does_not_keep_it_may_not_set_it_and_the_attempt_is_logged(
    cast: Cast, who: str
) -> None:
    with pytest.raises(NotAllowed):
        _set(cast.town, "5", actor=cast.actor(who))
    assert Entry.objects.filter(action="preset.set", result="refused").count() == 1


def test_setting_is_in_the_log_with_value_day_and_basis(cast: Cast) -> None:
    _set(cast.town, "5", actor=cast.actor("administrator"))
    note = Entry.objects.get(action="preset.set").note
    assert note == "登录单有效期：5天，自2010-02-03起；党办〔2010〕1号"


def test_a_code_that_no_room_declares_is_unknown(cast: Cast) -> None:
    with pytest.raises(UnknownPreset):
        value("no.such", cast.town, TODAY)


def test_rooms_below_are_answered_too(cast: Cast) -> None:
    _set(cast.town, "5")
    assert policy.whole(SLIP_DAYS, cast.villages[0].path, TODAY) == 5


def test_every_declared_preset_says_what_it_is(cast: Cast) -> None:
    assert len(catalogue()) >= 3
    for code, known in catalogue().items():
        assert "." in code
        assert known.label
        assert known.source
        if known.kind is not policy.ValueKind.YES_NO:
            assert known.minimum <= Decimal(known.default) <= known.maximum


def test_the_pages_show_set_and_refuse(cast: Cast, enter: Enter) -> None:
    page = f"/presets/{CODE}/?home=town"
    given = {"value": "5", "from_on": "2010-03-01", "basis": "会议决定"}
    client = enter("administrator")
    assert client.post(page, given).status_code == 302
    assert "2010年3月1日起改为 5天" in client.get("/presets/?home=town").content.decode()
    assert "尚未起用" in client.get(page).content.decode()
    assert client.post(page, {**given, "value": "x"}).status_code == 422
    assert enter("clerk").post(page, given).status_code == 403
    assert "由系统管理员设定" in enter("leader").get(page).content.decode()
    assert client.get("/presets/no.such/?home=town").status_code == 404
