"""The clerk's way in the browser: drop, look, change, confirm; and what is refused on it."""

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook

from bihuan.audit.models import Entry
from bihuan.ledgers.tests.pages import ROADS, dropped, form_of
from bihuan.lib.workbooks.reading import read_workbook
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.models import Register, Version
from bihuan.registers.tests.asking import Enter

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    return str(response.content.decode())


def at(response: Any) -> str:
    """Return the address that a page has."""
    return str(response.request["PATH_INFO"])


@pytest.fixture
def clerk(enter: Enter) -> Client:
    """The clerk of the town, logged in."""
    return enter("clerk")


def test_a_dropped_ledger_is_proposed_with_samples_and_stores_nothing(clerk: Client) -> None:
    said = text_of(dropped(clerk))
    for words in ("道路台账", "东路", "约3", "11.31", "不是日历上的日子", "合计行", "确认建账"):
        assert words in said
    assert not Register.objects.filter(label="道路台账").exists()


def test_one_confirmation_makes_the_register_and_imports_the_good_rows(clerk: Client) -> None:
    page = dropped(clerk)
    answer = clerk.post(at(page), form_of(page) | {"confirm": "good"}, follow=True)
    register = Register.objects.get(label="道路台账")
    rows = Version.objects.filter(register=register).order_by("unit__path")
    assert [row.values["lu_ming"] for row in rows] == ["东路", "西路"]
    assert {row.values["li_cheng"] for row in rows} == {"2.5", "3.0"}
    assert rows.filter(values__kou_jing_shuo_ming="里程：约3").count() == 1
    assert "退回 1 行" in text_of(answer)
    entries = list(Entry.objects.values_list("action", flat=True))
    assert entries[:3] == ["ledger.take_over", "register.import", "register.define"]


def test_the_rows_handed_back_go_into_the_same_register_once_mended(clerk: Client) -> None:
    page = dropped(clerk)
    done = clerk.post(at(page), form_of(page) | {"confirm": "good"}, follow=True)
    back: Any = clerk.get(at(done) + "bad-rows/")
    sheet = read_workbook(b"".join(back.streaming_content), name="退回.xlsx")[0]
    assert "不是日历上的日子" in str(sheet.rows[1][-1])
    book = Workbook()
    mended = book.active
    assert mended is not None
    for row in [sheet.rows[0], [*sheet.rows[1][:3], "2009.11.30", sheet.rows[1][4]]]:
        mended.append(row)
    target = io.BytesIO()
    book.save(target)
    fit = dropped(clerk, target.getvalue(), "改好.xlsx")
    assert "导入已有台账：道路台账" in text_of(fit)
    clerk.post(at(fit), form_of(fit) | {"confirm": "all"})
    assert Version.objects.filter(register__label="道路台账").count() == 3
    assert Register.objects.filter(label="道路台账").count() == 1


def test_the_same_ledger_dropped_again_adds_nothing(clerk: Client) -> None:
    page = dropped(clerk)
    clerk.post(at(page), form_of(page) | {"confirm": "good"})
    again = dropped(clerk)
    assert "导入已有台账" in text_of(again)
    clerk.post(at(again), form_of(again) | {"confirm": "good"})
    assert Version.objects.filter(register__label="道路台账").count() == 2


def test_all_or_nothing_stores_nothing_while_a_row_is_at_fault(clerk: Client) -> None:
    page = dropped(clerk)
    answer = clerk.post(at(page), form_of(page) | {"confirm": "all"})
    assert answer.status_code == 422
    assert not Register.objects.filter(label="道路台账").exists()


def test_what_the_clerk_changes_is_what_is_made(clerk: Client) -> None:
    page = dropped(clerk)
    form = form_of(page)
    where = next(name for name, value in form.items() if value == "路名").removesuffix("-label")
    form |= {f"{where}-label": "道路名称", "register-label": "村道一本账", "confirm": "good"}
    clerk.post(at(page), form)
    register = Register.objects.get(label="村道一本账")
    assert "道路名称" in [column.label for column in register.columns_in_order]
    assert Version.objects.filter(register=register).count() == 2


def test_a_column_skipped_is_not_made(clerk: Client) -> None:
    page = dropped(clerk)
    form = form_of(page)
    where = next(name for name, value in form.items() if value == "里程").removesuffix("-label")
    clerk.post(at(page), form | {f"{where}-skip": "on", "confirm": "good"})
    register = Register.objects.get(label="道路台账")
    assert "里程" not in [column.label for column in register.columns_in_order]


def test_a_second_register_of_the_same_name_is_refused(clerk: Client) -> None:
    page = dropped(clerk)
    form = form_of(page) | {"confirm": "good"}
    clerk.post(at(page), form)
    answer = clerk.post(at(page), form)
    assert "已经有一本叫" in text_of(answer)
    assert Register.objects.filter(label="道路台账").count() == 1


def test_a_ledger_without_days_asks_for_one_first(clerk: Client) -> None:
    content = "村名,户数\n一村,35\n二村,28\n三村,41\n".encode()
    page = dropped(clerk, content, "户数.csv")
    assert "这些记录算哪一天的" in text_of(page)
    form = form_of(page)
    path = at(page)
    assert clerk.post(path, form | {"confirm": "good"}).status_code == 422
    assert not Register.objects.exists()
    clerk.post(path, form | {"all-day_otherwise": "2009-12-31", "confirm": "all"})
    assert [str(row.date) for row in Version.objects.all()] == ["2009-12-31"] * 3


def test_identity_numbers_are_not_taken_unless_asked_for(clerk: Client) -> None:
    content = (
        "村名,户主,身份证号,登记日期\n一村,甲户,360999193803111015,2009-1-5\n"
        "二村,乙户,360999194011051020,2009-1-6\n"
    ).encode()
    page = dropped(clerk, content, "名册.csv")
    assert "最小必要" in text_of(page)
    clerk.post(at(page), form_of(page) | {"confirm": "all"})
    for row in Version.objects.all():
        assert "360999" not in str(row.values)
    assert Version.objects.count() == 2


def test_an_identity_number_in_another_column_is_handed_back(clerk: Client) -> None:
    content = (
        "村名,户主,登记日期\n一村,甲户（360999193803111015）,2009-1-5\n二村,乙户,2009-1-6\n"
        "三村,丙户,2009-1-7\n"
    ).encode()
    page = dropped(clerk, content, "名册.csv")
    assert "身份证号或银行卡号，不收" in text_of(page)
    clerk.post(at(page), form_of(page) | {"confirm": "good"})
    assert [row.values["hu_zhu"] for row in Version.objects.all()] == ["乙户", "丙户"]


def test_a_file_that_is_no_workbook_is_refused_in_a_sentence(clerk: Client) -> None:
    answer = dropped(clerk, b"%PDF-1.4 nothing", "总结.pdf")
    assert answer.status_code == 422
    assert "这不是表格文件" in text_of(answer)


def test_an_upload_is_found_by_nobody_else(clerk: Client, enter: Enter) -> None:
    path = at(dropped(clerk))
    assert enter("outsider").get(path).status_code == 404
    assert enter("village_reporter").get(path).status_code == 403
    assert clerk.get("/ledgers/uploads/made-up/0/").status_code == 404


def test_rows_for_a_unit_of_another_town_are_handed_back(clerk: Client, cast: Cast) -> None:
    content = ROADS.decode("gb18030").replace("二村", cast.other_village.name).encode()
    assert f"没有名为“{cast.other_village.name}”的单位" in text_of(dropped(clerk, content))


def test_several_tables_are_listed_one_by_one(clerk: Client) -> None:
    book = Workbook()
    tables: dict[str, list[list[Any]]] = {
        "道路": [["路名", "村名", "完工日期"], ["东路", "一村", "2009-1-5"]],
        "水池": [["水池名称", "容积（立方米）", "建成日期"], ["东池", 30, "2009-1-5"]],
    }
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    said = text_of(dropped(clerk, target.getvalue(), "两张.xlsx"))
    assert "里面有 2 张不同的表" in said
    assert "水池" in said
