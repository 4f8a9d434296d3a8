"""The matrix: whose rows stand in it, what the cells say, what they open; merged units."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from bihuan.burden.seam import Asked
from bihuan.campaigns.burden import asked
from bihuan.campaigns.models import Campaign, RequirementScope
from bihuan.campaigns.requirements.access import standing_on
from bihuan.campaigns.requirements.adds import added_by
from bihuan.campaigns.requirements.cells import open_cell
from bihuan.campaigns.requirements.errors import NoSuchRequirement
from bihuan.campaigns.requirements.progress import Matrix, Progress, matrix, overall
from bihuan.campaigns.requirements.rules import Standing
from bihuan.campaigns.requirements.workbook import write_matrix
from bihuan.campaigns.tests.requirements.making import TODAY, campaign_of, figure, require, spec
from bihuan.orgs.actions import close_unit
from bihuan.orgs.models import Person, Unit
from bihuan.orgs.tests.cast import Cast, keeper, make_leader, make_member, make_team, make_unit
from bihuan.registers.models import Register
from bihuan.registers.tests.making import make_record

pytestmark = pytest.mark.usefixtures("on_a_day")


@pytest.fixture
def campaign(cast: Cast, roads: Register) -> Campaign:
    """Return a running campaign of the town, with a figure to require."""
    assert roads
    figure(cast.town)
    return campaign_of(cast.town)


def build(cast: Cast, unit: Unit, day: str = "2010-01-20", **values: Any) -> None:
    """Enter a road that counts at once."""
    register = Register.objects.get(code="roads")
    make_record(cast.actor("clerk"), register, unit, finished_on=day, **values)


def seen(
    cast: Cast, campaign: Campaign, scope: str = "unit", who: str = "clerk", on: dt.date = TODAY
) -> Matrix:
    """Return the matrix that somebody sees."""
    asked_for = list(standing_on(campaign, on).filter(scope=scope))
    return matrix(campaign, asked_for, on, actor=cast.actor(who))


def told(found: Matrix) -> dict[str, list[tuple[str, str, str] | None]]:
    """Return value, standing and what is missing by row."""
    return {str(line.subject.of): [_told(cell) for cell in line.cells] for line in found.lines}


def _told(cell: Progress | None) -> tuple[str, str, str] | None:
    if cell is None:
        return None
    return str(cell.value), cell.measured.standing.value, str(cell.measured.missing)


def test_a_cell_says_what_the_records_come_to(cast: Cast, campaign: Campaign) -> None:
    require(cast, campaign, due_on=dt.date(2010, 1, 31))
    require(cast, campaign, code="station", unit_kinds=(), units=(cast.station.code,))
    first, second, third = cast.villages
    build(cast, first)
    build(cast, second)
    build(cast, second, day="2009-09-01")
    build(cast, third, day="2009-08-31")  # before the campaign
    found = told(seen(cast, campaign))
    assert found == {
        "一村": [("1", "overdue", "1.0000"), None],
        "二村": [("2", "met", "None"), None],
        "三村": [("0", "overdue", "2.0000"), None],
        "水利站": [None, ("0", "open", "2.0000")],
    }


def test_a_village_sees_its_own_row_only(cast: Cast, campaign: Campaign) -> None:
    require(cast, campaign)
    assert list(told(seen(cast, campaign, who="village_reporter"))) == ["一村"]
    assert list(told(seen(cast, campaign, who="leader"))) == ["一村", "二村", "三村"]


def test_a_merged_unit_keeps_what_it_did_and_its_successor_goes_on(
    cast: Cast, campaign: Campaign
) -> None:
    require(cast, campaign)
    first, second, _third = cast.villages
    hamlet = make_unit(cast.town, name="并入村", opened_on=dt.date(2000, 1, 1))
    build(cast, hamlet, day="2009-10-01")
    require(cast, campaign, code="named", unit_kinds=(), units=(hamlet.code,))
    close_unit(
        actor=keeper(), unit=hamlet, closed_on=dt.date(2009, 12, 1), successor=first, reason="合并"
    )
    build(cast, first, day="2010-01-02")
    found = seen(cast, campaign)
    rows = told(found)
    assert rows["并入村"] == [("1", "closed", "None"), ("1", "closed", "None")]
    assert rows["一村"] == [("1", "open", "1.0000"), ("1", "open", "1.0000")]
    assert rows["二村"][1] is None
    note = next(line.subject.note for line in found.lines if line.subject.is_closed)
    assert note == "2009年12月1日并入一村"
    before = seen(cast, campaign, on=dt.date(2010, 2, 3))
    assert {line.open_count for line in before.lines if line.subject.is_closed} == {0}
    assert second


def test_persons_are_told_by_post_or_team_in_their_order_without_a_count(
    cast: Cast, campaign: Campaign
) -> None:
    head, deputy = make_leader(cast.town, "镇长", "甲"), make_leader(cast.town, "副镇长", "乙")
    team = make_team(cast.town)
    make_member(team, head, "组长")
    require(cast, campaign, scope="person", post_kinds=("leadership",), code="posts")
    require(cast, campaign, scope="person", team=team.code, code="team", threshold=1)
    build(cast, cast.town, holder=head.code)
    found = seen(cast, campaign, "person")
    assert told(found) == {
        "甲": [("1", "open", "1.0000"), ("1", "met", "None")],
        "乙": [("0", "open", "2.0000"), None],
    }
    assert [line.subject.title for line in found.lines] == ["镇长", "副镇长"]
    assert told(seen(cast, campaign, "person", "village_reporter")) == {}
    assert isinstance(deputy, Person)


def test_a_historical_requirement_is_held_against_nobody(cast: Cast, campaign: Campaign) -> None:
    require(cast, campaign, is_historical=True, why_historical="当年的定额")
    assert told(seen(cast, campaign))["一村"] == [("0", "history", "None")]
    assert all(line.open_count == 0 for line in seen(cast, campaign).lines)


def test_what_was_done_after_its_day_is_told_late(cast: Cast, campaign: Campaign) -> None:
    require(cast, campaign, rule="by_date", threshold=1, due_on=dt.date(2010, 1, 10))
    build(cast, cast.villages[0], day="2010-01-10")
    build(cast, cast.villages[1], day="2010-01-20")
    standing = [row[0][1] for row in told(seen(cast, campaign)).values() if row[0]]
    assert standing == ["met", "late", "overdue"]


def test_the_whole_is_held_against_what_is_asked_of_the_whole(
    cast: Cast, campaign: Campaign
) -> None:
    figure(cast.town, "km", aggregate="sum", field="km", unit_of_measure="公里")
    figure(
        cast.town, "share", source="", aggregate="ratio", numerator="km",
        denominator="roads_built", nature="ratio", unit_of_measure="",
    )  # fmt: skip
    require(cast, campaign, scope="overall", figure="km", threshold="4", code="km")
    require(
        cast, campaign, scope="overall", figure="share", rule="at_most", threshold=1, code="share"
    )
    build(cast, cast.villages[0], km="1.5")
    build(cast, cast.villages[1], km="1")
    asked_for = list(standing_on(campaign, TODAY).filter(scope=RequirementScope.OVERALL))
    cells = overall(campaign, asked_for, TODAY, actor=cast.actor("leader"))
    assert [(cell.value, cell.measured.standing) for cell in cells] == [
        (Decimal("2.5"), Standing.OPEN),
        (Decimal("1.25"), Standing.EXCEEDED),
    ]


def test_a_cell_opens_the_records_of_its_unit_or_person_that_one_may_see(
    cast: Cast, campaign: Campaign
) -> None:
    head = make_leader(cast.town, "镇长", "甲")
    units = require(cast, campaign)
    persons = require(cast, campaign, code="p", scope="person", post_kinds=("leadership",))
    build(cast, cast.villages[0], holder=head.code)
    build(cast, cast.villages[1], holder=head.code)
    opened = open_cell(units, cast.villages[0].pk, actor=cast.actor("village_reporter"))
    assert [(b.records, b.visible, len(b.rows)) for b in opened.behind] == [(1, 1, 1)]
    assert "roads_built" in opened.trace_url
    of_head = open_cell(persons, head.pk, actor=cast.actor("clerk"))
    assert [(b.records, b.visible) for b in of_head.behind] == [(2, 2)]
    for key, who in ((cast.villages[1].pk, "village_reporter"), (cast.station.pk, "clerk")):
        with pytest.raises(NoSuchRequirement):
            open_cell(units, key, actor=cast.actor(who))


def test_the_workbook_has_the_values_as_numbers(cast: Cast, campaign: Campaign) -> None:
    require(cast, campaign)
    build(cast, cast.villages[0])
    target = io.BytesIO()
    write_matrix(seen(cast, campaign), target)
    book = load_workbook(target)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("单位", "说明", "每村修路（不少于2条）", "还差（条）", "状态")
    assert rows[1] == ("一村", None, 1, 1, "未达到")
    assert "镇活动实施方案第三条" in {cell for row in book.worksheets[1].values for cell in row}


def test_before_it_is_saved_a_requirement_says_what_it_adds(cast: Cast, campaign: Campaign) -> None:
    build(cast, cast.villages[0])
    build(cast, cast.villages[0], name="另一条")
    build(cast, cast.villages[1])
    added = added_by(spec(), campaign, actor=cast.actor("clerk"))
    # A road has two fields that must be filled in: name and day of completion.
    assert [(each.records, each.fields, each.already_held) for each in added.by_unit] == [
        (0, 0, 4),
        (1, 2, 2),
        (2, 4, 0),
    ]
    assert (added.units, added.fields, added.minutes, added.already_held) == (2, 6, 3, 6)
    assert "还要2个单位补3条记录，共6项，估计3分钟" in added.said[-1]
    assert not standing_on(campaign, TODAY).exists()


def test_what_is_read_from_what_the_office_does_anyway_adds_nothing(
    cast: Cast, campaign: Campaign
) -> None:
    figure(cast.town, "members", source="orgs.team_members")
    added = added_by(spec(figure="members"), campaign, actor=cast.actor("clerk"))
    assert (added.fields, added.minutes) == (0, 0)
    assert "不用另外填报" in added.said[0]


def test_the_burden_ledger_is_told_what_still_lacks_on_its_due_day(
    cast: Cast, campaign: Campaign
) -> None:
    require(cast, campaign, due_on=dt.date(2010, 1, 31))
    require(cast, campaign, code="old", is_historical=True, why_historical="当年的定额")
    build(cast, cast.villages[0])
    day = dt.date(2010, 1, 31)
    found = asked(cast.town, day, day)
    assert [(each.unit_id, each.fields, each.already_held) for each in found] == [
        (cast.villages[0].pk, 2, 2),
        (cast.villages[1].pk, 4, 0),
        (cast.villages[2].pk, 4, 0),
    ]
    assert isinstance(found[0], Asked)
    assert (found[0].by, found[0].meetings) == ("学习实践活动", 0)
    assert asked(cast.town, dt.date(2010, 2, 1), dt.date(2010, 2, 7)) == []
