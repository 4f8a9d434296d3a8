"""Several files at once: each finds its register, one with faults does not stop the others."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.orgs.tests.cast import Cast
from bihuan.registers.looking import Looked
from bihuan.registers.models import Record, Register
from bihuan.registers.tests.asking import Enter, text
from bihuan.registers.tests.making import make_record, make_register, road_spec
from bihuan.registers.tests.test_blanks import blank, filled
from bihuan.registers.tests.test_marking import BAD, GOOD, red
from bihuan.registers.tests.test_sheets import HEAD, book


def drop(client: Client, *dropped: tuple[str, bytes]) -> Any:
    """Drop files and return the bundle's page."""
    given = [SimpleUploadedFile(name, content) for name, content in dropped]
    return client.post(reverse("registers:drop"), {"workbooks": given}, follow=True)


def here(answer: Any) -> str:
    return str(answer.redirect_chain[-1][0])


def do(client: Client, answer: Any, what: str, **given: str) -> Any:
    return client.post(here(answer), {"do": what, **given}, follow=True)


def words(answer: Any) -> list[str]:
    return [file.word for file in files(answer)]


def files(answer: Any) -> list[Looked]:
    """Return the files as they were dropped; the page begins with those to be looked at."""
    return sorted(answer.context["files"], key=lambda file: file.number)


def test_each_file_finds_its_register_and_the_right_ones_are_taken_together(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    client = enter("clerk")
    first = filled(blank(roads, unit=cast.villages[0]), GOOD)
    second = filled(blank(roads, unit=cast.villages[1]), GOOD, BAD)
    answer = drop(
        client,
        ("随便叫什么.xlsx", first),
        ("二村.xlsx", second),
        ("又发一遍.xlsx", first),
        ("照片.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 40),
        ("空.xlsx", blank(roads, unit=cast.villages[2])),
    )
    assert words(answer) == ["可以收", "有错", "重复", "没法收", "空表"]
    assert "与“随便叫什么.xlsx”内容相同" in text(answer)
    assert "不是表格文件" in text(answer)
    assert not Record.objects.exists()
    done = do(client, answer, "all-right")
    assert words(done) == ["已收下", "有错", "重复", "没法收", "空表"]
    assert Record.objects.count() == 1
    partly = do(client, answer, "good-1")
    assert words(partly)[1] == "收了一部分"
    marked = client.get(files(partly)[1].marked_url)
    sheet = load_workbook(io.BytesIO(b"".join(marked))).worksheets[1]
    assert red(sheet) == ["C4"]
    assert sheet["A4"].value == "二村"
    do(client, answer, "all-right")
    do(client, answer, "good-1")
    assert Record.objects.count() == 2


def test_a_file_that_fits_two_registers_waits_for_the_choice(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    make_register(cast.town, code="paths", label="机耕道台账", columns=road_spec().columns)
    client = enter("clerk")
    content = book(HEAD, ["一村", "甲路", 1, "2010-01-03"], title="Sheet1")
    answer = drop(client, ("甲.xlsx", content))
    assert words(answer) == ["请选台账"]
    chosen = do(client, answer, "choose-0", **{"register-0": str(roads.pk)})
    assert words(chosen) == ["可以收"]
    do(client, answer, "take-0")
    assert Record.objects.get().register == roads


def test_a_register_that_may_not_be_entered_cannot_be_chosen(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    foreign = make_register(cast.other_town, label="外镇台账")
    client = enter("clerk")
    content = book(HEAD, ["一村", "甲路", 1, "2010-01-03"], title="Sheet1")
    answer = drop(client, ("甲.xlsx", content))
    chosen = do(client, answer, "choose-0", **{"register-0": str(foreign.pk)})
    assert files(chosen)[0].register == roads


def test_a_row_alike_to_a_record_is_not_taken_along_with_all(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    make_record(cast.actor("clerk"), roads, cast.villages[0])
    client = enter("clerk")
    content = book(HEAD, ["一村", "竹林至店上", 9, "2010-01-20"])
    answer = drop(client, ("甲.xlsx", content))
    assert words(answer) == ["请看一看"]
    assert words(do(client, answer, "all-right")) == ["请看一看"]
    do(client, answer, "take-0", **{"alike-0": "add"})
    assert Record.objects.count() == 2


def test_one_file_is_shown_row_by_row_and_taken_there(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    client = enter("clerk")
    answer = drop(client, ("甲.xlsx", filled(blank(roads, unit=cast.villages[0]), GOOD)))
    look_url = files(answer)[0].look_url
    assert "甲路" in text(client.get(look_url))
    taken = client.post(look_url, {"take": "all"}, follow=True)
    assert words(taken) == ["已收下"]
    assert Record.objects.count() == 1


def test_a_village_cannot_bring_in_the_rows_of_another(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    client = enter("village_reporter")
    answer = drop(client, ("二村.xlsx", filled(blank(roads, unit=cast.villages[1]), GOOD)))
    assert words(answer) == ["有错"]
    assert "您不能为“二村”填报" in text(answer)
    do(client, answer, "take-0")
    assert not Record.objects.exists()


def test_a_bundle_is_its_accounts_own_and_what_is_no_file_of_it_is_not_found(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    client = enter("clerk")
    content = filled(blank(roads, unit=cast.villages[0]), BAD)
    answer = drop(client, ("甲.xlsx", content), ("乙.xlsx", content))
    stranger = enter("village_reporter")
    assert stranger.get(here(answer)).status_code == 404
    assert stranger.get(files(answer)[0].marked_url).status_code == 404
    for number in (1, 7):
        assert client.get(f"{here(answer)}{number}/").status_code == 404
    for wanted in ("take-9", "take-x", "choose-1", "", "what-0"):
        assert do(client, answer, wanted).status_code == 200
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("most", "said"), [("MOST_FILES", "一次最多收1个文件"), ("MOST_BYTES", "一次最多收0 MB")]
)
def test_too_many_and_too_much_are_said_before_anything_is_read(
    cast: Cast,
    roads: Register,
    enter: Enter,
    monkeypatch: pytest.MonkeyPatch,
    most: str,
    said: str,
) -> None:
    monkeypatch.setattr(f"bihuan.registers.drop_form.{most}", 1)
    answer = drop(enter("clerk"), ("a.xlsx", b"xx"), ("b.xlsx", b"yy"))
    assert answer.status_code == 422
    assert said in text(answer)
    assert "请先选择表格文件" in text(enter("clerk").post(reverse("registers:drop"), {}))


def test_the_table_as_text_is_numbered_counted_and_masked(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    clerk = cast.actor("clerk")
    make_record(clerk, roads, cast.villages[0], phone="13900000000")
    make_record(clerk, roads, cast.villages[1], name="乙路")
    address = reverse("registers:text", args=["roads"])
    said = text(enter("clerk").get(address))
    assert "村级公路台账共2条：" in said
    assert "一村：竹林至店上，里程1.5公里" in said
    assert "13900000000" not in said
    one = text(enter("clerk").get(address, {"q": "乙路"}))
    assert "（含“乙路”）共1条" in one
    assert "竹林至店上" not in one
