"""Typing in, pasting, and tables of other systems."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.opinions.models import Category, ColumnMapping, Opinion
from bihuan.opinions.reading import Pasted, guessed, parted, read_day
from bihuan.opinions.tests.conftest import BACKEND
from bihuan.orgs.tests.cast import Cast

NEW = "/opinions/new/"


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.account("clerk"), backend=BACKEND)
    return client


def typed(cast: Cast, texts: str, **changes: str) -> dict[str, str]:
    return {
        "channel": "symposium",
        "occasion": "一村党员座谈会",
        "raised_on": "2010-01-20",
        "unit": cast.villages[0].code,
        "giver": "member",
        "target": "work",
        "texts": texts,
        "parting": "line",
        "do": "record",
        **changes,
    }


def test_minutes_are_typed_one_a_line(cast: Cast, desk: Client) -> None:
    answer = desk.post(NEW, typed(cast, "路坏了\r\n\r\n  桥也坏了  \r\n水渠堵了"))
    assert answer.status_code == 302
    said = list(Opinion.objects.order_by("number").values_list("text", "occasion", "giver"))
    assert [text for text, *_more in said] == ["路坏了", "桥也坏了", "水渠堵了"]
    assert {more for _text, *more_ in said for more in [tuple(more_)]} == {
        ("一村党员座谈会", "member")
    }


def test_looking_first_records_nothing(cast: Cast, desk: Client) -> None:
    answer = desk.post(
        NEW, typed(cast, "路坏了\n\n桥坏了\n三年了", parting="paragraph", do="check")
    )
    assert "分成 2 条" in answer.content.decode()
    assert not Opinion.objects.exists()


def test_what_cannot_be_recorded_stays_in_the_form(cast: Cast, desk: Client) -> None:
    answer = desk.post(NEW, typed(cast, "路坏了", raised_on="2010-02-04"))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "今天之后" in shown
    assert "路坏了" in shown
    assert not Opinion.objects.exists()


def test_a_village_enters_its_own(cast: Cast, client: Client) -> None:
    client.force_login(cast.account("village_reporter"), backend=BACKEND)
    assert client.post(NEW, typed(cast, "路坏了")).status_code == 302
    assert Opinion.objects.get().source_unit == cast.villages[0]
    answer = client.post(NEW, typed(cast, "路坏了", unit=cast.villages[1].code))
    assert answer.status_code == 422


def test_rows_of_a_spreadsheet_are_pasted() -> None:
    pasted = '1\t竹林的路坏了\t村民\t小袁线\n2\t"两行\n一条"\t党员\t\n'
    assert parted(pasted) == [
        Pasted("竹林的路坏了", "villager", "小袁线"),
        Pasted("两行\n一条", "member", ""),
    ]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2010-01-20 08:30:11", dt.date(2010, 1, 20)),
        ("2010年1月20日", dt.date(2010, 1, 20)),
        ("20100120083011", dt.date(2010, 1, 20)),
        (dt.datetime(2010, 1, 20, 8), dt.date(2010, 1, 20)),
        ("昨天", None),
        (None, None),
    ],
)
def test_days_of_other_systems_are_read(cell: object, day: dt.date | None) -> None:
    assert read_day(cell) == day


def test_heads_are_guessed_each_once() -> None:
    heads = ["工单编号", "受理时间", "标题", "诉求内容", "诉求类型", "事发地址", "所属乡镇"]
    assert guessed(heads) == {
        "text": "诉求内容",
        "title": "标题",
        "ref": "工单编号",
        "raised_on": "受理时间",
        "unit": "所属乡镇",
        "place": "事发地址",
        "category": "诉求类型",
    }


def export(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["热线工单"])
    sheet.append(["工单号", "受理时间", "诉求内容", "属地"])
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text that begins with = is text
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile("热线.xlsx", target.getvalue())


ROWS = (
    ("A1", "2010-01-20 09:00", "一村的路坏了", "一村"),
    ("A2", "看不懂", "二村的桥坏了", "二村"),
    ("A3", "2010-01-21 10:00", "", "二村"),
    ("A4", "2010-01-22 10:00", "=1+1 桥也坏了", "某某小区"),
    ("A1", "2010-01-20 09:00", "一村的路坏了", "一村"),
)
MAPPING = {
    "do": "map",
    "channel": "hotline",
    "ref": "工单号",
    "raised_on": "受理时间",
    "text": "诉求内容",
    "unit": "属地",
}


def upload(desk: Client, *rows: tuple[object, ...]) -> str:
    answer = desk.post(reverse("opinions:import"), {"file": export(*rows)})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_hotline_export_is_mapped_once_looked_through_and_taken(cast: Cast, desk: Client) -> None:
    place = upload(desk, *ROWS)
    assert "每列是什么" in desk.get(place).content.decode()
    assert desk.post(place, MAPPING).status_code == 302
    shown = desk.get(place).content.decode()
    assert "可登记 2 条" in shown
    assert "第 4 行：提出日期“看不懂”看不懂" in shown
    assert "第 5 行：请填写意见原话" in shown
    assert "1 条以前已经登记" in shown
    assert "1 条的单位对不上" in shown
    assert not Opinion.objects.exists()
    desk.post(place, {"do": "take"})
    said = {o.ref: (o.text, o.unit, o.place) for o in Opinion.objects.all()}
    assert said == {
        "A1": ("一村的路坏了", cast.villages[0], ""),
        "A4": ("=1+1 桥也坏了", cast.town, "某某小区"),
    }


def test_the_same_heads_are_known_the_next_time_and_nothing_is_doubled(
    cast: Cast, desk: Client
) -> None:
    place = upload(desk, ROWS[0])
    desk.post(place, MAPPING)
    desk.post(place, {"do": "take"})
    again = upload(desk, ROWS[0], ("A9", "2010-01-25", "三村的渠堵了", "三村"))
    assert "可登记 1 条" in desk.get(again).content.decode()
    desk.post(again, {"do": "take"})
    assert sorted(Opinion.objects.values_list("ref", flat=True)) == ["A1", "A9"]
    assert ColumnMapping.objects.count() == 1


def test_a_mapping_without_words_is_refused(cast: Cast, desk: Client) -> None:
    place = upload(desk, ROWS[0])
    answer = desk.post(place, {**MAPPING, "text": ""})
    assert answer.status_code == 422
    assert "哪一列是意见原话" in answer.content.decode()
    answer = desk.post(place, {**MAPPING, "place": "属地"})
    assert "同一列不能对应两项" in answer.content.decode()


def test_another_account_does_not_open_the_upload(cast: Cast, desk: Client, client: Client) -> None:
    place = upload(desk, ROWS[0])
    other = Client()
    other.force_login(cast.account("outsider"), backend=BACKEND)
    assert other.get(place).status_code == 400


def test_a_tree_is_imported_by_levels_and_by_labels(cast: Cast, desk: Client) -> None:
    levels = "level1,level2,level3\n城乡建设,市政,路灯\n城乡建设,市政,井盖\n交通,公路,断头路\n"
    address = reverse("opinions:categories_import")
    desk.post(address, {"file": SimpleUploadedFile("分类.csv", levels.encode())})
    found = {c.label: c.keywords for c in Category.objects.filter(home=cast.town)}
    assert found == {"城乡建设": ["市政", "路灯", "井盖"], "交通": ["公路", "断头路"]}
    more = "名称,常用词\n交通,公交、班车\n教育,学校\n"
    desk.post(address, {"file": SimpleUploadedFile("再来.csv", more.encode())})
    assert Category.objects.filter(home=cast.town).count() == 3
    assert Category.objects.get(label="交通").keywords == ["公交", "班车"]
