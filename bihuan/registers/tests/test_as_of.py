"""As-of: tables, totals, downloads and records as they stood at a moment."""

import datetime as dt
import io

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from bihuan.orgs.tests.cast import Cast, make_account, make_leader
from bihuan.registers.actions import (
    change_record,
    define_register,
    import_rows,
    verify_record,
    void_record,
)
from bihuan.registers.models import Register, Version
from bihuan.registers.tests.asking import Enter, of, page, text
from bihuan.registers.tests.making import (
    ROAD_COLUMNS,
    incoming,
    make_record,
    make_sum,
    road,
    road_spec,
)


@pytest.fixture
def story(cast: Cast, roads: Register, monkeypatch: pytest.MonkeyPatch) -> dict[str, Version]:
    """Three roads: one of the 10th, lengthened on the 20th; one void since the 20th; one later."""
    clerk = cast.actor("clerk")

    def on(day: int) -> None:
        monkeypatch.setattr(settings, "BIHUAN_TODAY", dt.date(2010, 1, day))

    on(10)
    first = make_record(clerk, roads, cast.villages[0], name="甲路", km="1.5")
    second = make_record(clerk, roads, cast.villages[1], name="乙路", km="4")
    on(20)
    change_record(actor=clerk, record_id=first.record_id, base_version=first.id, values={"km": "9"})
    void_record(actor=clerk, record_id=second.record_id, reason="重复")
    third = make_record(clerk, roads, cast.villages[0], name="丙路", km="2")
    on(31)
    return {"first": first, "second": second, "third": third}


def test_a_table_shows_what_stood_then(
    cast: Cast, roads: Register, story: dict[str, Version], enter: Enter
) -> None:
    client = enter("clerk")
    now = text(client.get(page(roads)))
    assert "丙路" in now
    assert "乙路" not in now
    then = client.get(page(roads, as_of="2010-01-15"))
    shown = text(then)
    assert "这是2010年1月15日 24:00时的数据" in shown
    assert "回到现在" in shown
    assert [row.cells[0].text for row in then.context["rows"]] == ["乙路", "甲路"]
    assert "1.5" in shown
    assert "丙路" not in shown
    assert f"{of(story['first'])}?as_of=2010-01-15" in shown
    assert page(roads, "new") not in shown, "nothing is entered into the past"
    assert "as_of=2010-01-15" in then.context["query"]
    assert "as_of" not in then.context["now_url"]
    before = text(client.get(page(roads, as_of="2010-01-09")))
    assert "那时还没有记录" in before


def test_totals_and_downloads_are_of_the_same_moment(
    cast: Cast, roads: Register, story: dict[str, Version], enter: Enter
) -> None:
    make_sum(roads, "km")
    client = enter("clerk")
    assert "5.5公里" in text(client.get(page(roads, "totals", as_of="2010-01-15")))
    assert "11公里" in text(client.get(page(roads, "totals")))
    answer = client.get(page(roads, "export", as_of="2010-01-15"))
    assert "2010%E5%B9%B41%E6%9C%8815%E6%97%A52400" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheetnames[0] == "过去的数据"
    names = [row[1] for row in book[book.sheetnames[1]].values][1:]
    assert names == ["乙路", "甲路"]


def test_a_time_of_day_divides_the_day(
    cast: Cast, roads: Register, story: dict[str, Version], enter: Enter
) -> None:
    noon = timezone.make_aware(dt.datetime(2010, 1, 10, 12))
    Version.objects.filter(record_id=story["first"].record_id, change="enter").update(
        recorded_at=noon
    )
    client = enter("clerk")
    for query, there in (
        ({"as_of": "2010-01-10T11:59"}, False),
        ({"as_of": "2010-01-10", "as_of_time": "12:00"}, True),
    ):
        assert ("甲路" in text(client.get(page(roads, **query)))) is there
    assert "1月10日 12:00时" in text(
        client.get(page(roads, as_of="2010-01-10", as_of_time="12:00"))
    )


@pytest.mark.parametrize("moment", ["2010-02-01", "2999-01-01", "gestern", "2010-13-01"])
def test_a_moment_to_come_or_none_at_all_is_refused_in_a_sentence(
    cast: Cast, roads: Register, story: dict[str, Version], enter: Enter, moment: str
) -> None:
    answer = enter("clerk").get(page(roads, as_of=moment))
    assert answer.status_code == 200
    assert answer.context["form"].errors["as_of"]
    assert enter("clerk").get(page(roads, "export", as_of=moment)).status_code == 400
    assert enter("clerk").get(f"{of(story['first'])}?as_of={moment}").status_code == 400


def test_a_record_is_shown_as_it_stood_and_cannot_be_acted_on_there(
    cast: Cast, roads: Register, story: dict[str, Version], enter: Enter
) -> None:
    client = enter("clerk")
    shown = text(client.get(f"{of(story['first'])}?as_of=2010-01-15"))
    assert "这是2010年1月15日 24:00时的数据" in shown
    assert "1.5公里" in shown
    assert "9公里" not in shown
    for word in ("revision", "voidance", "return/"):
        assert f"{word}" not in shown.replace("returning", "")
    assert "as_of=2010-01-15" in shown
    absent = client.get(f"{of(story['third'])}?as_of=2010-01-15")
    assert absent.status_code == 404
    assert "后来登记" in text(absent)


def test_rights_are_todays_whatever_the_moment(
    cast: Cast, roads: Register, story: dict[str, Version], enter: Enter
) -> None:
    shown = text(enter("village_reporter").get(page(roads, as_of="2010-01-15")))
    assert "甲路" in shown
    assert "乙路" not in shown, "another village's"
    assert enter("outsider").get(page(roads, as_of="2010-01-15")).status_code == 404


def test_a_past_table_asks_few_questions(
    cast: Cast, roads: Register, story: dict[str, Version], enter: Enter
) -> None:
    client = enter("clerk")
    for address in (
        page(roads, as_of="2010-01-15"),
        page(roads, as_of="2010-01-15", sort="-km"),
        f"{of(story['first'])}?as_of=2010-01-15",
    ):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        assert len(seen) <= 15, [q["sql"][:120] for q in seen]


def test_walking_the_pages_of_the_past_meets_every_row_once(
    cast: Cast, roads: Register, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "BIHUAN_TODAY", dt.date(2010, 1, 10))
    rows = [road(name=f"路{at:03}", km=str(at)) for at in range(120)]
    clerk = cast.actor("clerk")
    import_rows(actor=clerk, register=roads, rows=incoming(*rows, unit="一村"), source="x")
    monkeypatch.setattr(settings, "BIHUAN_TODAY", dt.date(2010, 1, 20))
    for version in Version.objects.current()[:70]:
        void_record(actor=clerk, record_id=version.record_id, reason="撤")
    client = enter("clerk")
    found: list[str] = []
    address = page(roads, as_of="2010-01-15", sort="km")
    while address:
        answer = client.get(address)
        found += [row.cells[0].text for row in answer.context["rows"]]
        following = answer.context["next_url"]
        address = page(roads) + following if following else ""
    assert found == [f"路{at:03}" for at in range(120)]


def test_history_names_columns_that_were_retired_files_and_posts(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    head = make_leader(cast.town, "镇长", "李镇长")
    leader = make_account("leader", cast.town, username="li", person=head)
    reporter = cast.actor("village_reporter")
    rows = incoming(road(name="甲路", lanes="2"), unit="一村")
    import_rows(actor=reporter, register=roads, rows=rows, source="一月报表.xlsx")
    version = Version.objects.get()
    from bihuan.orgs.access import Actor

    verify_record(actor=Actor.of(leader), record_id=version.record_id)
    standing = Version.objects.current().get()
    change_record(
        actor=cast.actor("clerk"),
        record_id=version.record_id,
        base_version=standing.id,
        values={"lanes": "3"},
    )
    left = tuple(column for column in ROAD_COLUMNS if column.code != "lanes")
    define_register(actor=cast.actor("clerk"), home=cast.town, spec=road_spec(columns=left))
    shown = text(enter("clerk").get(of(version)))
    assert "车道：2 → 3" in shown
    assert "车道（已停用的列）" in shown
    assert "一月报表.xlsx" in shown
    assert "（镇长）" in shown
    assert "审计日志第" in shown


def test_history_tells_the_real_time_beside_the_offices(
    cast: Cast, roads: Register, story: dict[str, Version], enter: Enter
) -> None:
    assert "实际办理时间" in text(enter("clerk").get(of(story["first"])))
