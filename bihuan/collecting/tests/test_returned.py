"""What comes back: marked with the rows, never twice, never for another; and reports of nothing."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.audit.models import Entry
from bihuan.collecting.access import asks_in_order
from bihuan.collecting.actions import close_collection, return_ask, waive_ask
from bihuan.collecting.errors import CollectionClosed
from bihuan.collecting.models import Collection, Return
from bihuan.collecting.presenting import lines_of, reminder
from bihuan.collecting.tests.conftest import ask_of
from bihuan.collecting.workbooks import write_all, write_one
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.actions import take_workbook
from bihuan.registers.models import Record, Register
from bihuan.registers.tests.asking import Enter, page, text
from bihuan.registers.tests.making import make_record
from bihuan.registers.tests.test_blanks import blank, filled
from bihuan.registers.tests.test_dropping import do, drop, files, words
from bihuan.registers.tests.test_import_pages import upload
from bihuan.registers.tests.test_marking import BAD, GOOD
from bihuan.registers.tests.test_sheets import HEAD, book
from bihuan.ui.waiting import waiting_for


def workbook(cast: Cast, collection: Collection, at: int = 0) -> bytes:
    target = io.BytesIO()
    ask = ask_of(collection, cast.villages[at])
    write_one(cast.actor("clerk"), ask, target)
    return target.getvalue()


def states(collection: Collection) -> list[str]:
    return [line.word for line in lines_of(asks_in_order(collection))]


def test_each_unit_has_a_workbook_of_its_own_in_the_archive(
    cast: Cast, roads: Register, january: Collection
) -> None:
    make_record(cast.actor("clerk"), roads, cast.villages[1], phone="13900000000")
    make_record(cast.actor("clerk"), roads, cast.villages[1], finished_on="2009-05-01")
    file = write_all(cast.actor("clerk"), asks_in_order(january))
    with file, zipfile.ZipFile(file) as archive:
        assert archive.namelist() == [
            "01_一村_一月公路.xlsx",
            "02_二村_一月公路.xlsx",
            "03_三村_一月公路.xlsx",
        ]
        second = archive.read("02_二村_一月公路.xlsx")
    answer = filled(second, {"里程": 3}, {"路段名称": "新路", "完工日期": "2010-01-09"})
    assert b"13900000000" not in b"".join(
        zipfile.ZipFile(io.BytesIO(second)).read(n)
        for n in zipfile.ZipFile(io.BytesIO(second)).namelist()
    )
    report = take_workbook(actor=cast.actor("clerk"), register=roads, source=answer, name="x.xlsx")
    assert (report.added, report.changed) == (1, 1)
    assert states(january) == ["未交", "已交", "未交"]


def test_files_dropped_together_find_their_place_and_the_rest_is_known(
    cast: Cast, january: Collection, enter: Enter
) -> None:
    client = enter("clerk")
    answer = drop(
        client,
        ("a.xlsx", filled(workbook(cast, january, 0), GOOD)),
        ("b.xlsx", filled(workbook(cast, january, 1), GOOD, BAD)),
        ("c.xlsx", workbook(cast, january, 2)),
    )
    assert words(answer) == ["可以收", "有错", "空表"]
    do(client, answer, "all-right")
    assert states(january) == ["已交", "未交", "未交"]
    do(client, answer, "good-1")
    assert states(january) == ["已交", "有几行待改正", "未交"]
    lines = lines_of(asks_in_order(january))
    assert "还没有收到：三村。" in reminder(january, lines)
    assert "二村（1行）" in reminder(january, lines)
    back = b"".join(client.get(files(do(client, answer, ""))[1].marked_url))
    repaired = _repaired(back)
    again = drop(client, ("退回改好的.xlsx", repaired))
    assert words(again) == ["可以收"]
    do(client, again, "all-right")
    do(client, answer, "empty-2")
    assert states(january) == ["已交", "已交", "零报告"]
    assert reminder(january, lines_of(asks_in_order(january))) == ""
    assert Record.objects.count() == 3


def _repaired(content: bytes) -> bytes:
    from openpyxl import load_workbook

    opened = load_workbook(io.BytesIO(content))
    opened.worksheets[1]["C4"] = 2
    target = io.BytesIO()
    opened.save(target)
    return target.getvalue()


def test_a_second_return_shows_what_differs_and_doubles_nothing(
    cast: Cast, january: Collection, enter: Enter
) -> None:
    client = enter("clerk")
    content = filled(workbook(cast, january), GOOD)
    do(client, drop(client, ("a.xlsx", content)), "all-right")
    same = drop(client, ("又来.xlsx", content))
    assert "已经交过" in text(same)
    do(client, same, "all-right")
    changed = drop(client, ("改了.xlsx", filled(workbook(cast, january), GOOD | {"里程": 7})))
    assert words(changed) == ["可以收"], "by its id, for the workbook brings the record along"
    assert Record.objects.count() == 1
    line = lines_of(asks_in_order(january))[0]
    assert (line.word, line.times) == ("已交", 2)
    assert [r.unchanged for r in Return.objects.order_by("returned_at")] == [0, 1]


def test_the_workbook_of_one_unit_filled_for_another_asks_for_a_choice(
    cast: Cast, january: Collection, enter: Enter
) -> None:
    client = enter("clerk")
    content = filled(workbook(cast, january, 0), GOOD | {"填报单位": "二村"})
    answer = drop(client, ("a.xlsx", content))
    assert words(answer) == ["请看一看"]
    assert "发给“一村”的，表里填的是“二村”" in text(answer)
    do(client, answer, "all-right")
    assert states(january) == ["未交", "未交", "未交"]
    do(client, answer, "take-0")
    assert states(january) == ["未交", "已交", "未交"]


def test_rows_of_another_time_ask_for_a_choice(
    cast: Cast, january: Collection, enter: Enter
) -> None:
    client = enter("clerk")
    content = filled(workbook(cast, january), GOOD | {"完工日期": "2009-05-01"})
    answer = drop(client, ("a.xlsx", content))
    assert words(answer) == ["请看一看"]
    assert "不在这次收表的时段（2010年1月）里" in text(answer)


def test_a_workbook_without_identifier_finds_the_one_collection_that_waits_for_it(
    cast: Cast, january: Collection, enter: Enter, asked: Callable[..., Collection]
) -> None:
    client = enter("clerk")
    content = book(HEAD, ["二村", "甲路", 1, "2010-01-03"])
    do(client, drop(client, ("a.xlsx", content)), "all-right")
    assert states(january) == ["未交", "已交", "未交"]
    do(client, drop(client, ("b.xlsx", book(HEAD, ["三村", "旧", 1, "2009-01-03"]))), "all-right")
    assert states(january) == ["未交", "已交", "未交"], "of another time"
    asked(title="又一次")
    do(client, drop(client, ("c.xlsx", book(HEAD, ["三村", "甲", 1, "2010-01-03"]))), "all-right")
    assert states(january) == ["未交", "已交", "未交"], "two collections wait, none is guessed"


def test_the_collections_page_says_which_collection_is_meant(
    cast: Cast, january: Collection, enter: Enter, asked: Callable[..., Collection]
) -> None:
    asked(title="又一次")
    client = enter("clerk")
    from django.core.files.uploadedfile import SimpleUploadedFile

    content = book(HEAD, ["三村", "甲", 1, "2010-01-03"])
    answer = client.post(
        reverse("registers:drop"),
        {"workbooks": [SimpleUploadedFile("c.xlsx", content)], "hint": str(january.pk)},
        follow=True,
    )
    do(client, answer, "all-right")
    assert states(january) == ["未交", "未交", "已交"]


def test_a_village_returns_by_its_registers_own_page(
    cast: Cast, roads: Register, january: Collection, enter: Enter
) -> None:
    client = enter("village_reporter")
    preview = upload(client, roads, filled(workbook(cast, january), GOOD))
    assert "记作“一月公路”的交回" in text(preview)
    client.post(page(roads, "confirmation"), {"token": preview.context["token"], "take": "all"})
    assert states(january) == ["已交", "未交", "未交"]


def test_a_village_cannot_return_for_another(cast: Cast, january: Collection, enter: Enter) -> None:
    client = enter("village_reporter")
    answer = drop(client, ("a.xlsx", filled(workbook(cast, january, 1), GOOD)))
    assert words(answer) == ["有错"]
    empty = drop(client, ("b.xlsx", workbook(cast, january, 1)))
    do(client, empty, "empty-0")
    assert states(january) == ["未交", "未交", "未交"]
    with pytest.raises(NotAllowed):
        return_ask(
            actor=cast.actor("village_reporter"),
            ask=ask_of(january, cast.villages[1]),
            has_nothing=True,
        )
    assert Entry.objects.get(action="ask.return").result == "refused"


def test_what_was_entered_in_the_browser_counts_when_it_is_said_to_be_all(
    cast: Cast, roads: Register, january: Collection
) -> None:
    reporter = cast.actor("village_reporter")
    ask = ask_of(january, cast.villages[0])
    with pytest.raises(Invalid, match="还没有登记"):
        return_ask(actor=reporter, ask=ask)
    make_record(reporter, roads, cast.villages[0], submit=False)
    with pytest.raises(Invalid, match="还有1条没有提交"):
        return_ask(actor=reporter, ask=ask)
    assert states(january)[0] == "未交"
    make_record(cast.actor("clerk"), roads, cast.villages[1])
    return_ask(actor=cast.actor("clerk"), ask=ask_of(january, cast.villages[1]))
    assert states(january) == ["未交", "已交", "未交"]


def test_nothing_is_reported_only_where_there_is_nothing(
    cast: Cast, roads: Register, january: Collection
) -> None:
    clerk = cast.actor("clerk")
    make_record(clerk, roads, cast.villages[0])
    with pytest.raises(Invalid, match="不是零报告"):
        return_ask(actor=clerk, ask=ask_of(january, cast.villages[0]), has_nothing=True)
    return_ask(actor=clerk, ask=ask_of(january, cast.villages[1]), has_nothing=True)
    assert states(january) == ["未交", "零报告", "未交"]
    close_collection(actor=clerk, collection=january)
    with pytest.raises(CollectionClosed):
        return_ask(actor=clerk, ask=ask_of(january, cast.villages[2]), has_nothing=True)


def test_what_comes_after_the_end_is_entered_and_not_marked(
    cast: Cast, january: Collection, enter: Enter
) -> None:
    content = filled(workbook(cast, january), GOOD)
    close_collection(actor=cast.actor("clerk"), collection=january)
    client = enter("clerk")
    answer = drop(client, ("a.xlsx", content))
    assert words(answer) == ["请看一看"]
    do(client, answer, "take-0")
    assert Record.objects.count() == 1
    assert not Return.objects.exists()


def test_a_register_workbook_that_no_collection_waits_for_is_only_imported(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    client = enter("clerk")
    answer = drop(client, ("a.xlsx", filled(blank(roads, unit=cast.villages[0]), GOOD)))
    do(client, answer, "all-right")
    assert Record.objects.count() == 1
    assert not Return.objects.exists()


def test_the_home_page_tells_each_what_waits_for_them(cast: Cast, january: Collection) -> None:
    def labels(who: str) -> dict[str, object]:
        return {w.label: w.count for w in waiting_for(cast.actor(who)) if "一月公路" in w.label}

    assert labels("village_reporter") == {"请填报：一月公路": 1}
    assert labels("clerk") == {"收表：一月公路": 3}
    for who in ("leader", "station_reporter", "outsider", "auditor", "inspection_group"):
        assert labels(who) == {}
    waive_ask(actor=cast.actor("clerk"), ask=ask_of(january, cast.villages[0]), reason="没有")
    assert labels("village_reporter") == {}
    assert labels("clerk") == {"收表：一月公路": 2}


def ask_page(client: Client, collection: Collection, unit: Any) -> str:
    return text(client.get(reverse("collecting:ask", args=[ask_of(collection, unit).pk])))


def test_pages_show_the_burden_first_then_the_units_in_their_order(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    client = enter("clerk")
    address = reverse("collecting:new") + "?register=roads"
    given = {
        "title": "一月公路",
        "due_on": "2010-02-10",
        "first": "2010-01-01",
        "last": "2010-01-31",
        "with_standing": "on",
        "units": [unit.code for unit in cast.villages],
    }
    assert "还没有收过表" in text(client.get(reverse("collecting:list")))
    shown = client.post(address, {**given, "do": "check"})
    assert "请3个单位填报，每条记录14项" in text(shown)
    assert not Collection.objects.exists()
    assert client.post(address, {**given, "units": [], "do": "ask"}).status_code == 422
    assert client.post(address, {**given, "last": "2009-01-01"}).status_code == 422
    made = client.post(address, {**given, "do": "ask"}, follow=True)
    said = text(made)
    assert said.index(">一村<") < said.index(">二村<") < said.index(">三村<")
    assert "还没有收到：一村、二村、三村。" in said
    assert "一月公路" in text(client.get(reverse("collecting:list")))
    collection = Collection.objects.get()
    reporter = enter("village_reporter")
    assert "已填完" in ask_page(reporter, collection, cast.villages[0])
    done = reporter.post(
        reverse("collecting:return", args=[ask_of(collection, cast.villages[0]).pk]),
        {"how": "nothing", "next": "//evil.example"},
    )
    assert done.headers["Location"].startswith("/collecting/asks/")
    assert states(collection)[0] == "零报告"


def test_no_page_and_no_model_counts_days_or_ranks_units(cast: Cast, january: Collection) -> None:
    fields = {
        field.name
        for model in (Collection, type(ask_of(january, cast.villages[0])), Return)
        for field in model._meta.concrete_fields
    }
    assert not {name for name in fields if "late" in name or "score" in name or "rank" in name}
    due = january.due_on
    assert isinstance(due, dt.date)


def test_a_workbook_whose_good_rows_stand_already_is_returned_in_part(
    cast: Cast, january: Collection, enter: Enter
) -> None:
    make_record(
        cast.actor("clerk"), january.register, cast.villages[0], name="甲路", km="1", state=""
    )
    client = enter("clerk")
    answer = drop(client, ("a.xlsx", filled(workbook(cast, january), {}, BAD)))
    assert words(answer) == ["有错"]
    do(client, answer, "good-0")
    assert states(january)[0] == "有几行待改正"
    assert Record.objects.count() == 1
