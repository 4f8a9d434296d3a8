"""Personal data: covered everywhere, uncovered on one page for a reason that is written down."""

import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.audit.models import Entry
from bihuan.figures.models import Definition
from bihuan.lib.errors import Invalid
from bihuan.orgs.tests.cast import Cast
from bihuan.registers import listing
from bihuan.registers.actions import ColumnSpec, change_record
from bihuan.registers.actions.unmasking import unmask_record
from bihuan.registers.listing import Criteria
from bihuan.registers.models import Register, Version
from bihuan.registers.tests.asking import Enter, form, of, page, text
from bihuan.registers.tests.making import (
    ROAD_COLUMNS,
    current,
    make_record,
    make_register,
    make_sum,
)

OLD, NEW = "13900001111", "13800002222"
SEES = ("clerk", "leader", "village_reporter", "inspection_group")
COLUMNS = (
    *ROAD_COLUMNS,
    ColumnSpec(
        "poor", "困难类别", "choice", is_sensitive=True,
        choices=({"code": "kind_a", "label": "低保甲类"}, {"code": "kind_b", "label": "低保乙类"}),
    ),
    ColumnSpec("income", "家庭收入", "money", is_sensitive=True),
    ColumnSpec("born_on", "出生日期", "date", is_sensitive=True),
)  # fmt: skip
PERSONAL = (OLD, NEW, "低保甲类", "低保乙类", "kind_a", "kind_b", "48765", "1951-07-03")
Ask = Callable[[Client, Version], str]


@pytest.fixture
def personal(cast: Cast) -> Register:
    """The town's register of roads with columns of personal data of several types."""
    return make_register(cast.town, columns=COLUMNS)


@pytest.fixture
def version(cast: Cast, personal: Register) -> Version:
    """A road whose personal data was changed once."""
    first = make_record(
        cast.actor("clerk"), personal, cast.villages[0],
        phone=OLD, poor="kind_a", income="48765.5", born_on="1951-07-03",
    )  # fmt: skip
    return change_record(
        actor=cast.actor("clerk"),
        record_id=first.record_id,
        base_version=first.id,
        values={"phone": NEW, "poor": "kind_b"},
    )


def _get(address: Callable[[Version], str]) -> Ask:
    return lambda client, version: text(client.get(address(version)))


def _table(name: str = "table", **query: str) -> Ask:
    return _get(lambda version: page(version.register, name, **query))


def _cells(client: Client, version: Version) -> str:
    answer = client.get(page(version.register, "export"))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    return " ".join(str(cell) for sheet in book for row in sheet.values for cell in row)


WAYS: dict[str, Ask] = {
    "table": _table(),
    "totals": _table("totals"),
    "sorted by it": _table(sort="income"),
    "record": _get(of),
    "past record": _get(lambda version: f"{of(version)}?as_of={version.recorded_at:%F}"),
    "past table": _table(as_of="2010-12-31"),
    "export": _cells,
    "copied text": _table("text"),
    "trace": _get(lambda _version: "/figures/roads_count/?unit=town&from=&to="),
    "search": _get(lambda _version: f"/search/?q={NEW}"),
    "home": _get(lambda _version: "/"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("who", SEES)
def test_personal_data_is_covered_whichever_way_one_looks(
    cast: Cast, version: Version, enter: Enter, way: str, who: str
) -> None:
    Definition.objects.create(
        home=cast.town, code="roads_count", label="公路数", source="roads", aggregate="count",
        nature="exact",
    )  # fmt: skip
    make_sum(version.register, "income")
    shown = WAYS[way](enter(who), version)
    shown = shown.replace(f"q={NEW}", "").replace(f'value="{NEW}"', "").replace(f"“{NEW}”", "")
    assert [word for word in PERSONAL if word in shown] == []


def test_the_form_covers_what_stands_and_keeps_it_unless_retyped(
    cast: Cast, version: Version, enter: Enter
) -> None:
    client = enter("clerk")
    shown = text(client.get(of(version, "revision")))
    assert [word for word in (OLD, NEW, "48765", "1951-07-03") if word in shown] == []
    assert "保持不变" in shown
    assert 'value="kind_b" selected' not in shown
    kept = {"phone": "＊＊＊", "poor": "＊＊＊", "income": "＊＊＊", "born_on": "＊＊＊"}
    posted = {**form(km="7", **kept), "base": version.id, "save": ""}
    assert client.post(of(version, "revision"), posted).status_code == 302
    after = current(version)
    assert (after.values["km"], after.values["phone"], after.values["poor"]) == (
        "7.00", NEW, "kind_b",
    )  # fmt: skip
    assert (after.values["income"], after.values["born_on"]) == ("48765.50", "1951-07-03")
    posted = {**form(km="7", **{**kept, "phone": "1370"}), "base": after.id, "save": ""}
    client.post(of(version, "revision"), posted)
    assert current(version).values["phone"] == "1370"


def test_the_choice_between_two_versions_tells_nothing_personal(
    cast: Cast, version: Version, enter: Enter
) -> None:
    change_record(
        actor=cast.actor("clerk"),
        record_id=version.record_id,
        base_version=version.id,
        values={"phone": OLD, "km": "3"},
    )
    posted = {**form(km="8", phone="＊＊＊", poor="＊＊＊"), "base": version.id, "save": ""}
    conflict = enter("village_reporter").post(of(version, "revision"), posted)
    assert conflict.status_code in (409, 403)
    shown = text(enter("clerk").post(of(version, "revision"), posted))
    assert [word for word in PERSONAL if word in shown] == []
    assert "保持不变" in shown or "里程" in shown


def test_a_reason_uncovers_a_record_on_one_page_and_is_written_down(
    cast: Cast, version: Version, enter: Enter
) -> None:
    client = enter("village_reporter")
    assert "查看个人信息" in text(client.get(of(version)))
    without = client.post(of(version, "unmasking"), {"reason": ""})
    assert without.status_code == 422
    assert NEW not in text(without)
    other = client.post(of(version, "unmasking"), {"reason": "other", "detail": " "})
    assert other.status_code == 422
    shown = text(client.post(of(version, "unmasking"), {"reason": "contact", "detail": "回访"}))
    assert NEW in shown
    assert OLD in shown, "its history too"
    entry = Entry.objects.get(action="record.unmask", result="done")
    assert "电话" in entry.note
    assert "联系本人：回访" in entry.note
    assert [word for word in PERSONAL if word in entry.note] == []
    assert (entry.target_kind, entry.target_id) == ("record", str(version.record_id))
    assert NEW not in text(client.get(of(version))), "covered again"


def test_who_only_looks_uncovers_nothing(cast: Cast, version: Version, enter: Enter) -> None:
    inspector = enter("inspection_group")
    assert "查看个人信息" not in text(inspector.get(of(version)))
    refused = inspector.post(of(version, "unmasking"), {"reason": "inspect"})
    assert refused.status_code == 403
    assert Entry.objects.filter(action="record.unmask", result="refused").exists()
    assert enter("station_reporter").post(of(version, "unmasking")).status_code == 404


def test_a_record_without_personal_data_asks_for_no_reason(
    cast: Cast, personal: Register, enter: Enter
) -> None:
    plain = make_record(cast.actor("clerk"), personal, cast.villages[0])
    assert "查看个人信息" not in text(enter("clerk").get(of(plain)))
    with pytest.raises(Invalid):
        unmask_record(actor=cast.actor("clerk"), record_id=plain.record_id, reason="verify")


def test_an_uncovered_export_needs_a_verifier_and_a_reason_and_says_what_it_is(
    cast: Cast, version: Version, enter: Enter
) -> None:
    address = page(version.register, "unmasked_export")
    assert enter("village_reporter").get(address).status_code == 403
    assert enter("village_reporter").post(address, {"reason": "verify"}).status_code == 403
    clerk = enter("clerk")
    assert "电话" in text(clerk.get(address))
    assert clerk.post(address, {"reason": "nonsense"}).status_code == 422
    assert not Entry.objects.filter(action="register.unmask", result="done").exists()
    answer = clerk.post(address, {"reason": "inspect", "detail": "巡察调阅"})
    assert "%E5%90%AB%E4%B8%AA%E4%BA%BA%E4%BF%A1%E6%81%AF" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheetnames[0] == "含个人信息"
    cells = [cell for row in book[book.sheetnames[1]].values for cell in row]
    assert NEW in cells
    entry = Entry.objects.get(action="register.unmask", result="done")
    assert "巡察调阅" in entry.note
    assert "导出1条" in entry.note


def test_personal_columns_neither_sort_nor_filter_nor_add_up(
    cast: Cast, version: Version, personal: Register
) -> None:
    make_sum(personal, "income")
    assert not listing.is_sortable(personal, "income")
    assert "income" not in listing.totals(cast.actor("clerk"), personal, Criteria()).sums
    with pytest.raises(Invalid):
        listing.rows_for(cast.actor("clerk"), personal, Criteria(chosen={"poor": "kind_a"}))


def test_the_auditor_finds_every_uncovering_in_the_log(
    cast: Cast, version: Version, enter: Enter
) -> None:
    unmask_record(actor=cast.actor("clerk"), record_id=version.record_id, reason="verify")
    shown = text(enter("auditor").get(reverse("orgs:log") + "?action=record.unmask"))
    assert "查看个人信息" in shown
    assert "核对信息" in shown
    assert NEW not in shown
