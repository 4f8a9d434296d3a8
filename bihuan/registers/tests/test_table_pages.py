"""The list of registers and their tables: what they show to whom, in which order."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.orgs.tests.cast import Cast, make_person
from bihuan.registers.actions import import_rows
from bihuan.registers.models import Register
from bihuan.registers.tests.asking import Enter, page, text
from bihuan.registers.tests.making import incoming, make_record, make_register, make_sum, road


def test_the_list_shows_registers_and_what_waits(cast: Cast, roads: Register, enter: Enter) -> None:
    make_record(cast.actor("village_reporter"), roads, cast.villages[0])
    make_record(cast.actor("village_reporter"), roads, cast.villages[0])
    shown = text(enter("clerk").get(reverse("registers:list")))
    assert "村级公路台账" in shown
    assert "2 条" in shown
    assert "登记" in shown
    counted = text(
        enter("clerk").get(reverse("registers:list") + "?counts=1", HTTP_HX_REQUEST="true")
    )
    assert "<html" not in counted
    assert '<td class="bh-number">2</td>' in counted
    assert "records/new" not in text(enter("leader").get(reverse("registers:list")))
    assert enter("auditor").get(reverse("registers:list")).status_code == 403


def test_a_table_shows_only_rows_in_sight_and_masks(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    make_record(cast.actor("clerk"), roads, cast.villages[0], name="甲路", phone="13900000000")
    make_record(cast.actor("clerk"), roads, cast.villages[1], name="乙路")
    shown = text(enter("village_reporter").get(page(roads)))
    assert "甲路" in shown
    assert "乙路" not in shown
    assert "13900000000" not in text(enter("clerk").get(page(roads)))
    assert enter("outsider").get(page(roads)).status_code == 404


def test_a_table_pages_filters_sorts_and_keeps_its_place(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    rows = [
        road(name=f"路{at:03}", km=str(at % 9), state="拟建" if at % 2 else "建成")
        for at in range(120)
    ]
    import_rows(
        actor=cast.actor("clerk"), register=roads, rows=incoming(*rows, unit="一村"), source="x"
    )
    client = enter("clerk")
    first = client.get(page(roads, sort="name", **{"c.state": "built"}))
    assert "路000" in text(first)
    assert "路001" not in text(first)
    second = client.get(page(roads) + first.context["next_url"])
    assert first.context["next_url"].startswith("?sort=name&c.state=built&after=")
    assert "路100" in text(second)
    assert len(second.context["rows"]) == 10
    back = client.get(page(roads) + second.context["previous_url"])
    assert [r.cells[0].text for r in back.context["rows"]] == [
        r.cells[0].text for r in first.context["rows"]
    ]
    nothing = text(client.get(page(roads, q="没有这样的路")))
    assert "没有符合条件的记录" in nothing
    bad = client.get(page(roads, since="去年"))
    assert bad.status_code == 200
    assert bad.context["form"].errors
    assert client.get(page(roads, "export", since="去年")).status_code == 400
    assert client.get(page(roads, after="x")).status_code == 400
    assert client.get(page(roads, sort="nonsense", unit="nowhere", status="?")).status_code == 200


def test_totals_come_as_a_fragment_or_as_a_page(cast: Cast, roads: Register, enter: Enter) -> None:
    make_record(cast.actor("clerk"), roads, cast.villages[0], km="27.2", cost="1234567.5", lanes=2)
    make_sum(roads, "km")
    client = enter("clerk")
    fragment = text(client.get(page(roads, "totals"), HTTP_HX_REQUEST="true"))
    assert "<html" not in fragment
    assert "27.2公里" in fragment
    assert "1,234,567.5元" in fragment
    assert "车道" not in fragment, "nothing adds lanes up"
    whole = text(client.get(page(roads, "totals", sort="km")))
    assert "<html" in whole
    assert "?sort=km" in whole


def test_a_download_is_what_the_table_shows(cast: Cast, roads: Register, enter: Enter) -> None:
    for name in ("甲路", "乙路", "丙"):
        make_record(cast.actor("clerk"), roads, cast.villages[0], name=name)
    response = enter("clerk").get(page(roads, "export", q="路", sort="name"))
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["乙路", "甲路"]
    assert "attachment" in response["Content-Disposition"]
    blank = enter("clerk").get(page(roads, "blank"))
    assert len(b"".join(blank.streaming_content)) > 1000  # type: ignore[attr-defined]


def test_a_table_asks_few_questions_and_counts_nothing_at_first(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    person = make_person(cast.town, "王某")
    rows = [road(name=f"路{at}", keeper="二村", holder=person.code) for at in range(60)]
    import_rows(
        actor=cast.actor("clerk"), register=roads, rows=incoming(*rows, unit="一村"), source="x"
    )
    client = enter("clerk")
    for address in (page(roads), page(roads, sort="-km", q="路"), reverse("registers:list")):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        assert len(seen) <= 15, [q["sql"][:120] for q in seen]
    with CaptureQueriesContext(connection) as seen:
        client.get(page(roads))
    assert not any("COUNT(" in q["sql"] and "registers_version" in q["sql"] for q in seen)


def test_registers_of_one_code_are_told_apart_by_their_home(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    other = make_register(cast.other_town)
    make_record(cast.actor("outsider"), other, cast.other_village, name="外村的路")
    client = enter("inspection_group")
    listed = text(client.get(reverse("registers:list")))
    assert "home=other-town" in listed
    assert "外村的路" in text(client.get(page(roads, home="other-town")))
    assert "外村的路" not in text(client.get(page(roads)))


def test_of_very_many_units_the_upper_ones_are_offered_and_the_one_asked_for(
    cast: Cast, roads: Register, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.registers.forms.MOST_UNITS", 2)
    make_record(cast.actor("clerk"), roads, cast.villages[1], name="甲路")
    client = enter("clerk")
    offered = client.get(page(roads)).context["form"].units
    assert set(offered) == {"town"}
    asked = client.get(page(roads, unit=cast.villages[1].code))
    assert set(asked.context["form"].units) == {"town", cast.villages[1].code}
    assert "甲路" in text(asked)
