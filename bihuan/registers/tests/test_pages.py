"""The pages: what they show to whom, what they do, and that nothing typed is lost."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.orgs.tests.cast import Cast, make_person
from bihuan.registers.actions import change_record, import_rows, return_record
from bihuan.registers.models import Record, Register, Version
from bihuan.registers.navigation import entries
from bihuan.registers.tests.making import current, incoming, make_record, make_register, road
from bihuan.registers.tests.test_sheets import HEAD, book
from bihuan.registers.waiting import waiting

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Enter = Callable[[str], Client]


@pytest.fixture
def enter(cast: Cast) -> Enter:
    """Log somebody of the cast in."""

    def log_in(who: str) -> Client:
        client = Client()
        client.force_login(cast.account(who), backend=BACKEND)
        return client

    return log_in


def page(register: Register, name: str = "table", **query: str) -> str:
    address = reverse(f"registers:{name}", args=[register.code])
    return address + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


def of(version: Version, name: str = "record") -> str:
    return reverse(f"registers:{name}", args=["roads", version.record_id])


def form(**values: Any) -> dict[str, Any]:
    return {f"v-{code}": value for code, value in road(**values).items()}


def text(response: Any) -> str:
    return str(response.content.decode())


# The list and the table


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
    make_record(cast.actor("clerk"), roads, cast.villages[0], km="27.2", cost="1234567.5")
    client = enter("clerk")
    fragment = text(client.get(page(roads, "totals"), HTTP_HX_REQUEST="true"))
    assert "<html" not in fragment
    assert "27.2公里" in fragment
    assert "1,234,567.5元" in fragment
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


# A record


def test_a_reporter_enters_and_submits_and_the_clerk_verifies(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    village, clerk = enter("village_reporter"), enter("clerk")
    empty = text(village.get(page(roads, "new")))
    assert "一村" in empty
    assert "提交审核" in empty
    response = village.post(page(roads, "new"), {**form(km="２.５公里"), "submit": ""})
    version = Version.objects.get()
    assert (version.status, version.values["km"]) == ("submitted", "2.50")
    assert response["Location"] == of(version)
    assert "审核通过" in text(clerk.get(of(version)))
    assert "审核通过" not in text(village.get(of(version))).replace("审核通过后", "")
    told = clerk.post(of(version, "verification"), {"base": version.id}, follow=True)
    assert "已审核通过" in text(told)
    assert current(version).status == "verified"


def test_input_is_kept_where_something_is_wrong(cast: Cast, roads: Register, enter: Enter) -> None:
    response = enter("clerk").post(
        page(roads, "new"),
        {
            **form(name="", km="很长", remark="这段话不能丢", uses=["bus"]),
            "v-of_unit": cast.villages[0].code,
            "submit": "",
        },
    )
    assert response.status_code == 422
    shown = text(response)
    for kept in ("很长", "这段话不能丢", "应为数字", "必须填写"):
        assert kept in shown
    assert 'value="bus"' in shown
    assert not Record.objects.exists()
    no_unit = enter("clerk").post(page(roads, "new"), {**form(remark="留下"), "submit": ""})
    assert "请选择填报单位" in text(no_unit)
    assert "留下" in text(no_unit)


def test_markup_in_values_is_text(cast: Cast, roads: Register, enter: Enter) -> None:
    evil = "<script>alert(1)</script>"
    version = make_record(cast.actor("clerk"), roads, cast.villages[0], name=evil, remark=evil)
    client = enter("clerk")
    for address in (page(roads), of(version), of(version, "revision")):
        assert evil not in text(client.get(address))


def test_a_draft_is_changed_and_submitted_in_one_step(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    client = enter("village_reporter")
    client.post(page(roads, "new"), {**form(name=""), "draft": ""})
    draft = Version.objects.get()
    assert draft.status == "draft"
    revise = of(draft, "revision")
    refused = client.post(revise, {**form(name=""), "base": draft.id, "submit": ""})
    assert refused.status_code == 422
    assert current(draft).id == draft.id
    client.post(revise, {**form(name="甲路"), "base": draft.id, "submit": ""})
    after = current(draft)
    assert (after.status, after.values["name"], after.change) == ("submitted", "甲路", "submit")
    assert Version.objects.count() == 2


def test_returning_needs_a_reason_that_the_reporter_reads(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    version = make_record(cast.actor("village_reporter"), roads, cast.villages[0])
    clerk = enter("clerk")
    without = clerk.post(of(version, "return"), {"base": version.id, "reason": " "})
    assert without.status_code == 400
    clerk.post(of(version, "return"), {"base": version.id, "reason": "里程不符"})
    shown = text(enter("village_reporter").get(of(version)))
    assert "里程不符" in shown
    assert "重新提交" in shown


def test_what_was_changed_meanwhile_is_shown_before_it_is_verified(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    reporter = cast.actor("village_reporter")
    version = make_record(reporter, roads, cast.villages[0])
    change_record(
        actor=reporter, record_id=version.record_id, base_version=version.id, values={"km": "9"}
    )
    answer = enter("clerk").post(of(version, "verification"), {"base": version.id})
    assert answer.status_code == 409
    assert "刚刚被别人改过" in text(answer)
    assert "9公里" in text(answer)
    assert current(version).status == "submitted"


def test_the_second_to_save_chooses_column_by_column(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    reporter = cast.actor("village_reporter")
    version = make_record(reporter, roads, cast.villages[0], uses=["bus"], phone="139")
    change_record(
        actor=cast.actor("clerk"),
        record_id=version.record_id,
        base_version=version.id,
        values={"km": "7", "lanes": "2"},
    )
    client = enter("village_reporter")
    mine = {
        **form(name="改名", km="8", uses=["bus", "farm"], phone="139"),
        "base": version.id,
        "save": "",
    }
    conflict = client.post(of(version, "revision"), mine)
    assert conflict.status_code == 409
    differing = {d.code: d for d in conflict.context["differences"] if not d.is_equal}
    assert {code: d.picked for code, d in differing.items()} == {
        "name": "mine",
        "km": "",
        "lanes": "theirs",
        "uses": "mine",
        "state": "mine",
        **({} if "state" in differing else {}),
    } or set(differing) >= {"name", "km", "lanes", "uses"}
    again = {
        **mine,
        "base": conflict.context["version"].id,
        "pick-km": "mine",
        "pick-lanes": "theirs",
        "pick-state": "theirs",
        "pick-name": "mine",
    }
    assert client.post(of(version, "revision"), again).status_code == 302
    values = current(version).values
    assert (values["name"], values["km"], values["lanes"], values["uses"]) == (
        "改名",
        "8.00",
        2,
        ["bus", "farm"],
    )
    assert values["phone"] == "139"


def test_a_record_page_says_what_may_be_done_and_how_it_came_to_be(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    reporter, clerk = cast.actor("village_reporter"), cast.actor("clerk")
    version = make_record(reporter, roads, cast.villages[0], phone="139", km="1")
    changed = change_record(
        actor=reporter,
        record_id=version.record_id,
        base_version=version.id,
        values={"km": "2", "phone": "138"},
    )
    return_record(
        actor=clerk, record_id=version.record_id, reason="请核对", base_version=changed.id
    )
    shown = text(enter("village_reporter").get(of(version)))
    assert "里程：1公里 → 2公里" in shown
    assert "138" in shown
    inspector = text(enter("inspection_group").get(of(version)))
    assert "里程：1公里 → 2公里" in inspector
    assert "138" not in inspector.replace(str(version.record_id), "")
    for word in ("revision", "submission", "voidance"):
        assert word in shown
        assert word not in inspector
    assert enter("station_reporter").get(of(version)).status_code == 404
    wrong = reverse("registers:record", args=["other", version.record_id])
    assert enter("clerk").get(wrong).status_code == 404


@pytest.mark.parametrize("name", ["submission", "verification", "return", "voidance"])
def test_moves_are_posted_only(cast: Cast, roads: Register, enter: Enter, name: str) -> None:
    version = make_record(cast.actor("village_reporter"), roads, cast.villages[0])
    assert enter("clerk").get(of(version, name)).status_code == 405
    assert Client().post(of(version, name)).status_code == 302, "to the log-in page"
    assert Client(enforce_csrf_checks=True).post(of(version, name)).status_code in (302, 403)
    assert current(version).id == version.id


def test_a_form_offers_a_closed_unit_that_stands_already(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    import datetime as dt

    from bihuan.orgs.actions import close_unit
    from bihuan.orgs.tests.cast import keeper, make_unit

    closing = make_unit(cast.town, "station", "老农机站")
    version = make_record(cast.actor("clerk"), roads, cast.villages[0], keeper=closing.code)
    close_unit(actor=keeper(), unit=closing, closed_on=dt.date(2009, 1, 1), reason="撤")
    client = enter("clerk")
    shown = client.get(of(version, "revision"))
    assert "老农机站" in text(shown)
    client.post(
        of(version, "revision"),
        {**form(km="3", keeper=str(closing.id)), "base": version.id, "save": ""},
    )
    assert current(version).values["keeper"] == str(closing.id)


# Importing


def upload(client: Client, register: Register, content: bytes, name: str = "公路.xlsx") -> Any:
    return client.post(page(register, "import"), {"file": SimpleUploadedFile(name, content)})


def test_an_import_is_shown_first_and_stored_on_confirmation(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    version = make_record(cast.actor("clerk"), roads, cast.villages[0])
    content = book(
        [*HEAD, "记录编号"],
        ["一村", "甲路", 1, "2010-01-03", None],
        ["一村", "竹林至店上", 8, "2010-01-20", str(version.record_id)],
    )
    client = enter("clerk")
    preview = upload(client, roads, content)
    assert (preview.context["added"], preview.context["changed"]) == (1, 1)
    assert "里程：1.5公里 → 8公里" in text(preview)
    assert Record.objects.count() == 1
    token = preview.context["token"]
    assert (
        enter("village_reporter").post(page(roads, "confirmation"), {"token": token}).status_code
        == 400
    )
    done = client.post(page(roads, "confirmation"), {"token": token}, follow=True)
    assert "新增1条，修改1条" in text(done)
    assert Record.objects.count() == 2
    assert not list((Path(settings.BIHUAN_HOME) / "uploads").iterdir())
    assert client.post(page(roads, "confirmation"), {"token": token}).status_code == 400
    again = upload(client, roads, content.replace(b"", b""))
    assert again.context["token"] == ""
    assert "没有要存入的内容" in text(again)


def test_faults_are_named_and_nothing_is_kept(cast: Cast, roads: Register, enter: Enter) -> None:
    answer = upload(enter("clerk"), roads, book(HEAD, ["一村", "甲", "很长", "2010-01-03"]))
    assert answer.status_code == 422
    assert "很长" in text(answer)
    assert answer.context["token"] == ""
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.xlsx", b"", "文件是空的"),
        ("x.xlsx", b"\x00\x01", "不是表格文件"),
        ("x.xlsx", b"PK\x03\x04broken", "损坏"),
        ("x.csv", "甲,乙\n1,2\n".encode(), "没有找到台账"),
    ],
)
def test_a_refused_file_is_one_sentence(
    cast: Cast, roads: Register, enter: Enter, name: str, content: bytes, said: str
) -> None:
    answer = upload(enter("clerk"), roads, content, name)
    assert answer.status_code == 422
    assert said in text(answer)


def test_a_file_beyond_the_limit_is_refused_unread(
    cast: Cast, roads: Register, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.registers.forms.MAX_BYTES", 1000)
    answer = upload(enter("clerk"), roads, b"x" * 2000)
    assert "超过上限" in text(answer)


def test_a_token_is_neither_forged_nor_a_path(cast: Cast, roads: Register, enter: Enter) -> None:
    for token in ("", "../../secret-key", "x:y:z"):
        assert enter("clerk").post(page(roads, "confirmation"), {"token": token}).status_code == 400


# What waits


def test_what_waits_is_told_to_whom_it_concerns(cast: Cast, roads: Register) -> None:
    reporter, clerk = cast.actor("village_reporter"), cast.actor("clerk")
    make_record(reporter, roads, cast.villages[0])
    returned = make_record(reporter, roads, cast.villages[0])
    return_record(actor=clerk, record_id=returned.record_id, reason="?")
    make_record(reporter, roads, cast.villages[0], submit=False)

    def told(who: str) -> list[tuple[str, int]]:
        return [(thing.label, thing.count) for thing in waiting(cast.actor(who))]

    assert told("clerk") == told("leader") == [("待审核：村级公路台账", 1)]
    assert told("village_reporter") == [
        ("退回给我的：村级公路台账", 1),
        ("我的草稿：村级公路台账", 1),
    ]
    for who in ("station_reporter", "inspection_group", "auditor", "administrator", "outsider"):
        assert told(who) == []


def test_the_navigation_leads_to_registers_for_whom_sees_records(cast: Cast) -> None:
    assert [e.url_name for e in entries(cast.actor("leader"))] == ["registers:list"]
    assert entries(cast.actor("auditor")) == []
