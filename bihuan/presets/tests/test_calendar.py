"""Holidays and workdays: the State Council's, a place's own, and years not known yet."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast
from bihuan.presets import rules
from bihuan.presets.actions import DaySpec, import_days, set_day
from bihuan.presets.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    OfficeCalendar,
    add_workdays,
    is_provisional,
    is_workday,
    workdays_between,
)
from bihuan.presets.models import CalendarDay
from bihuan.presets.notices import read_notice
from bihuan.registers.tests.asking import Enter

KEEPER = Actor.installation()
DAYS = st.dates(dt.date(2003, 1, 1), dt.date(2030, 12, 31))
SHORT = st.integers(0, 60)
NOTICE = "日期,类型,名称\n2027-01-01,放假,元旦\n2027年1月2日,放假,元旦\n2027-01-03,上班,调休\n"


def _known(day: dt.date) -> bool:
    return OfficeCalendar().is_workday(day)


@given(DAYS, SHORT)
def test_the_nth_workday_after_a_day_has_n_workdays_before_it(day: dt.date, count: int) -> None:
    end = rules.add_workdays(day, count, _known)
    assert rules.workdays_between(day, end, _known) == count
    assert count == 0 or _known(end)


@given(DAYS, DAYS, DAYS)
def test_workdays_add_up_and_turn_their_sign(a: dt.date, b: dt.date, c: dt.date) -> None:
    def between(x: dt.date, y: dt.date) -> int:
        return rules.workdays_between(x, y, lambda day: day.weekday() < 5)

    assert between(a, b) + between(b, c) == between(a, c)
    assert between(a, b) == -between(b, a)


@given(DAYS, SHORT, SHORT)
def test_adding_twice_is_adding_the_sum(day: dt.date, first: int, second: int) -> None:
    twice = rules.add_workdays(rules.add_workdays(day, first, _known), second, _known)
    assert twice == rules.add_workdays(day, first + second, _known)


def test_a_deadline_does_not_lie_before_its_beginning() -> None:
    with pytest.raises(ValueError, match="before"):
        rules.add_workdays(dt.date(2010, 1, 1), -1, _known)
    with pytest.raises(ValueError, match="workday"):
        rules.add_workdays(dt.date(2010, 1, 1), 1, lambda _day: False)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2010-02-15", False),  # 春节, a Monday
        ("2010-02-20", True),  # a Saturday worked on
        ("2010-02-03", True),
        ("2010-02-06", False),
        ("2026-10-01", False),
    ],
)
def test_the_arrangement_of_the_state_council_is_known(day: str, expected: bool) -> None:
    assert is_workday(dt.date.fromisoformat(day)) is expected


def test_the_day_of_receipt_is_not_counted() -> None:
    friday = dt.date(2010, 2, 5)
    assert workdays_between(friday, friday) == 0
    assert add_workdays(friday, 7) == dt.date(2010, 2, 21)  # over the Spring Festival


def test_2027_and_every_other_year_is_answered(cast: Cast) -> None:
    assert is_provisional(2027, cast.town)
    assert is_workday(dt.date(2027, 1, 4), cast.town)
    assert not is_workday(dt.date(2027, 1, 2), cast.town)
    assert add_workdays(dt.date(2026, 12, 31), 5, cast.town) == dt.date(2027, 1, 7)
    assert not any(is_provisional(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))
    assert is_provisional(1999)


def test_a_notice_settles_its_year_for_the_place_and_all_below(cast: Cast) -> None:
    read = read_notice(NOTICE.encode(), "2027.csv")
    assert read.faults == []
    import_days(actor=cast.actor("clerk"), home=cast.town, days=read.days, source="国办发明电")
    village = cast.villages[0]
    assert not is_provisional(2027, village)
    assert not is_workday(dt.date(2027, 1, 1), village)
    assert is_workday(dt.date(2027, 1, 3), village)  # a Sunday
    assert is_provisional(2027, cast.other_town)
    assert is_workday(dt.date(2027, 1, 1), cast.other_town)


def test_a_notice_may_be_imported_again(cast: Cast) -> None:
    read = read_notice(NOTICE.encode(), "2027.csv")
    for source in ("初稿", "国办发明电"):
        import_days(actor=KEEPER, home=cast.town, days=read.days, source=source)
    assert set(CalendarDay.objects.values_list("source", flat=True)) == {"国办发明电"}
    assert CalendarDay.objects.count() == 3


def test_one_day_by_hand_settles_no_year(cast: Cast) -> None:
    spec = DaySpec(dt.date(2027, 4, 9), "holiday", "三月三")
    set_day(actor=cast.actor("clerk"), home=cast.town, spec=spec, source="自治区规定")
    assert not is_workday(spec.day, cast.town)
    assert is_provisional(2027, cast.town)


def test_the_nearest_place_goes_before_the_one_above_and_the_software(cast: Cast) -> None:
    day = dt.date(2010, 2, 15)
    set_day(actor=KEEPER, home=cast.county, spec=DaySpec(day, "workday"), source="防汛")
    assert is_workday(day, cast.town)
    set_day(actor=KEEPER, home=cast.town, spec=DaySpec(day, "holiday"), source="不参加")
    assert not is_workday(day, cast.town)
    assert is_workday(day, cast.other_town)
    assert not is_workday(day)


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("日期,类型\n明天,放假\n", "日期", "这不是日期"),
        ("日期,类型\n2027-01-01,也许\n", "类型", "放假"),
        ("日期,类型\n2027-01-01,放假\n2027-1-1,上班\n", "日期", "已经写过"),
        ("日子,怎样\n2027-01-01,放假\n", "", "表头"),
        ("日期,类型\n0203-01-01,放假\n", "日期", "这不是日期"),
    ],
)
def test_what_is_wrong_in_a_notice_is_named(text: str, column: str, said: str) -> None:
    faults = read_notice(text.encode(), "a.csv").faults
    assert [fault.column for fault in faults] == [column]
    assert said in faults[0].message


@pytest.mark.parametrize("who", ["leader", "village_reporter", "administrator", "outsider"])
def test_only_who_keeps_the_calendar_may_change_it(cast: Cast, who: str) -> None:
    spec = DaySpec(dt.date(2027, 1, 1), "holiday")
    with pytest.raises(NotAllowed):
        set_day(actor=cast.actor(who), home=cast.town, spec=spec, source="x")
    with pytest.raises(NotAllowed):
        import_days(actor=cast.actor(who), home=cast.town, days=[spec], source="x")
    assert not CalendarDay.objects.exists()


def test_an_import_is_whole_or_not_at_all(cast: Cast) -> None:
    good, bad = DaySpec(dt.date(2027, 1, 1), "holiday"), DaySpec(dt.date(2027, 1, 2), "perhaps")
    with pytest.raises(Invalid):
        import_days(actor=KEEPER, home=cast.town, days=[good, bad], source="x")
    with pytest.raises(Invalid, match="没有日期"):
        import_days(actor=KEEPER, home=cast.town, days=[], source="x")
    with pytest.raises(Invalid, match="两次"):
        import_days(actor=KEEPER, home=cast.town, days=[good, good], source="x")
    assert not CalendarDay.objects.exists()


def test_the_pages_say_what_is_provisional_and_take_a_notice(
    cast: Cast, enter: Enter, tmp_path: Path
) -> None:
    client = enter("clerk")
    page = "/presets/calendar/2027/?home=town"
    assert "暂定" in client.get(page).content.decode()
    assert "暂定" not in client.get("/presets/calendar/2010/?home=town").content.decode()

    def send(text: str) -> int:
        file = SimpleUploadedFile("notice.csv", text.encode())
        given = {"file": file, "source": "国办发明电"}
        return client.post("/presets/calendar/notice/?home=town", given).status_code

    assert send("日期,类型\n2027-01-01,也许\n") == 422
    assert send("\x00\x01") == 422
    assert send(NOTICE) == 302
    assert "暂定" not in client.get(page).content.decode()
    day = "/presets/calendar/2027/1/4/?home=town"
    assert client.post(day, {"kind": "holiday", "source": "通知"}).status_code == 302
    assert not is_workday(dt.date(2027, 1, 4), cast.town)
    assert client.post(day, {"kind": "holiday"}).status_code == 422
    for unknown in ("2027/2/30/", "1/1/1/", "99999/1/1/"):
        assert client.get(f"/presets/calendar/{unknown}?home=town").status_code == 404
    assert client.get("/presets/calendar/9999/?home=town").status_code == 404


def test_the_blank_form_reads_back_without_fault(cast: Cast, enter: Enter) -> None:
    answer = enter("clerk").get("/presets/calendar/notice/blank/?home=town")
    read = read_notice(answer.content, "holidays.xlsx")
    assert (read.faults, len(read.days)) == ([], 1)
