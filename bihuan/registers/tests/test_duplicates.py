"""Records that look like one: warned of before they are saved, listed, said to be two."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bihuan.audit.models import Entry
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.actions import void_record
from bihuan.registers.actions.keeping_apart import keep_apart
from bihuan.registers.duplicates import Groups, groups, likely, resembling
from bihuan.registers.errors import NoSuchRecord
from bihuan.registers.models import KeptApart, Record, Register, Version
from bihuan.registers.sameness import are_alike, folded, joined
from bihuan.registers.tests.asking import Enter, form, page, text
from bihuan.registers.tests.making import DAY, day, incoming, make_record, make_register, road


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ａ１路", "a1路"),
        (" 竹林 至店上", "竹林至店上"),
        ("竹林至店上段公路工程项目", "竹林至店上段公路工程项"),
    ],
)
def test_titles_written_a_little_otherwise_are_alike(one: str, other: str) -> None:
    assert are_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第一组通组公路路面硬化工程", "第二组通组公路路面硬化工程"),
        ("村道1标段路面硬化工程", "村道2标段路面硬化工程"),
        ("张三", "张四"),
        ("", ""),
    ],
)
def test_titles_that_tell_things_apart_are_not(one: str, other: str) -> None:
    assert not are_alike(one, other)


@given(st.text(max_size=30))
def test_folding_again_changes_nothing(word: str) -> None:
    assert folded(folded(word)) == folded(word)


@given(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=12))
def test_each_member_of_pairs_stands_in_just_one_group(pairs: set[tuple[int, int]]) -> None:
    found = joined(pairs)
    members = [member for group in found for member in group]
    assert sorted(members) == sorted({each for pair in pairs for each in pair})
    where = {member: at for at, group in enumerate(found) for member in group}
    assert all(where[one] == where[other] for one, other in pairs)


def found_in(result: Groups) -> list[set[UUID]]:
    return [{version.record_id for version in group.versions} for group in result.groups]


def two(cast: Cast, register: Register, **second: Any) -> tuple[Version, Version]:
    clerk = cast.actor("clerk")
    first = make_record(clerk, register, cast.villages[0], name="竹林至店上公路路面硬化")
    other = {"name": "竹林至店上 公路路面硬化", **second}
    return first, make_record(clerk, register, cast.villages[0], **other)


def test_a_register_lists_the_records_that_look_like_one(cast: Cast, roads: Register) -> None:
    one, other = two(cast, roads)
    make_record(cast.actor("clerk"), roads, cast.villages[1], name="竹林至店上公路路面硬化")
    make_record(cast.actor("clerk"), roads, cast.villages[0], name="另一条路")
    assert found_in(groups(cast.actor("clerk"), roads)) == [{one.record_id, other.record_id}]


def test_who_sees_only_a_village_is_shown_only_its_own(cast: Cast, roads: Register) -> None:
    two(cast, roads)
    assert len(groups(cast.actor("village_reporter"), roads).groups) == 1
    assert groups(cast.actor("station_reporter"), roads).groups == []


def test_void_records_and_those_of_other_days_are_left_out(cast: Cast, roads: Register) -> None:
    _one, other = two(cast, roads)
    two(cast, roads, finished_on="2010-02-01", name="另一条公路")
    void_record(actor=cast.actor("clerk"), record_id=other.record_id, reason="重复")
    versions = Version.objects.current().exclude(status="void")
    for version in versions.filter(values__name="竹林至店上公路路面硬化")[1:]:
        void_record(actor=cast.actor("clerk"), record_id=version.record_id, reason="重复")
    assert groups(cast.actor("clerk"), roads).groups == []


def test_the_columns_named_decide_without_the_day(cast: Cast) -> None:
    register = make_register(cast.town, same_when=("phone",))
    one, other = two(cast, register, name="完全不同", finished_on="2009-05-01", phone="138")
    assert groups(cast.actor("clerk"), register).groups == []
    third = make_record(cast.actor("clerk"), register, cast.villages[0], name="又一条", phone="138")
    assert found_in(groups(cast.actor("clerk"), register)) == [{other.record_id, third.record_id}]
    like = resembling(
        cast.actor("clerk"), register, cast.villages[0], {"phone": "１３８"}, day("2010-06-01")
    )
    assert {version.record_id for version in like} == {other.record_id, third.record_id}
    assert one.record_id not in {version.record_id for version in like}


def test_pages_go_on_where_they_stopped(
    cast: Cast, roads: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.registers.duplicates.PLACES_A_PAGE", 1)
    two(cast, roads)
    two(cast, roads, finished_on=DAY, name="第三条路 ")
    for when in ("2010-02-01", "2010-03-01"):
        for name in ("东山路", "东山 路"):
            make_record(cast.actor("clerk"), roads, cast.villages[0], name=name, finished_on=when)
    first = groups(cast.actor("clerk"), roads)
    assert len(first.groups) == 1
    assert first.groups[0].versions[0].date == day("2010-03-01")
    second = groups(cast.actor("clerk"), roads, first.next_key)
    assert second.groups[0].versions[0].date == day("2010-02-01")
    third = groups(cast.actor("clerk"), roads, second.next_key)
    assert third.groups[0].versions[0].date == day(DAY)
    assert third.next_key == ""


def test_rows_to_be_imported_are_held_against_the_records(cast: Cast, roads: Register) -> None:
    from bihuan.registers.actions import plan_import

    one, _other = two(cast, roads)
    rows = incoming(
        road(name="竹林至店上公路路面硬化。", km="9"), road(name="别处"), unit=cast.villages[0].code
    )
    plan = plan_import(actor=cast.actor("clerk"), register=roads, rows=rows)
    found = likely(cast.actor("clerk"), roads, plan.added)
    assert [each.row.clean.values["km"] for each in found] == ["9.00"]
    assert one.record_id in {version.record_id for version in found[0].versions}


def test_the_form_warns_and_saves_only_when_told_that_it_is_another(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    first = make_record(cast.actor("clerk"), roads, cast.villages[0])
    client = enter("village_reporter")
    answer = client.post(page(roads, "new"), {**form(name="竹林 至店上"), "submit": ""})
    assert answer.status_code == 422
    assert "已有很像的记录" in text(answer)
    assert reverse("registers:record", args=[roads.code, first.record_id]) in text(answer)
    assert Record.objects.count() == 1
    again = {**form(name="竹林 至店上"), "submit": "", "apart": "1"}
    # A tick without having been shown the record counts for nothing.
    assert client.post(page(roads, "new"), again).status_code == 422
    again["apart_from"] = str(first.record_id)
    assert client.post(page(roads, "new"), again).status_code == 302
    assert Record.objects.count() == 2
    assert KeptApart.objects.count() == 1
    assert groups(cast.actor("clerk"), roads).groups == []


def test_a_change_that_touches_nothing_telling_is_not_warned_of(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    _one, other = two(cast, roads)
    client = enter("clerk")
    url = reverse("registers:revision", args=[roads.code, other.record_id])
    name = "竹林至店上 公路路面硬化"
    posted = {**form(name=name, km="3"), "base": other.pk}
    assert client.post(url, posted).status_code == 302
    base = Version.objects.current().get(record_id=other.record_id).pk
    posted = {**form(name="竹林至店上公路路面硬化", km="3"), "base": base}
    assert client.post(url, posted).status_code == 422


def test_a_form_drawn_before_the_register_changed_is_shown_again(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    client = enter("village_reporter")
    old = {**form(remark="老桥旁"), "edition": str(roads.edition), "submit": ""}
    columns = tuple(c for c in _columns() if c.code != "remark")
    make_register(cast.town, columns=columns)
    answer = client.post(page(roads, "new"), old)
    assert answer.status_code == 422
    assert "这本台账的设置刚刚改过" in text(answer)
    assert "“备注”老桥旁" in text(answer)
    assert not Record.objects.exists()


def _columns() -> Any:
    from bihuan.registers.tests.making import ROAD_COLUMNS

    return ROAD_COLUMNS


def test_the_page_lists_groups_and_remembers_what_is_no_duplicate(
    cast: Cast, roads: Register, enter: Enter
) -> None:
    one, other = two(cast, roads)
    clerk = enter("clerk")
    said = text(clerk.get(page(roads, "duplicates")))
    assert "作废这条" in said
    assert "日期" in said
    first, second = sorted((one.record_id, other.record_id))
    assert f"{first}~{second}" in said
    answer = clerk.post(page(roads, "apart"), {"pair": f"{first}~{second}"})
    assert answer.status_code == 302
    assert "没有发现可能重复的记录" in text(clerk.get(page(roads, "duplicates")))
    assert Entry.objects.filter(action="records.keep_apart", result="done").count() == 1
    clerk.post(page(roads, "apart"), {"pair": f"{first}~{second}"})
    assert Entry.objects.filter(action="records.keep_apart", result="done").count() == 1


def test_who_only_looks_cannot_say_so(cast: Cast, roads: Register, enter: Enter) -> None:
    one, other = two(cast, roads)
    pairs = [(one.record_id, other.record_id)]
    with pytest.raises(NotAllowed):
        keep_apart(actor=cast.actor("inspection_group"), pairs=pairs)
    with pytest.raises(NoSuchRecord):
        keep_apart(actor=cast.actor("outsider"), pairs=pairs)
    assert "不是重复</button>" not in text(enter("inspection_group").get(page(roads, "duplicates")))
    assert Entry.objects.filter(action="records.keep_apart", result="refused").count() == 1


def test_records_of_two_units_are_no_pair(cast: Cast, roads: Register) -> None:
    one = make_record(cast.actor("clerk"), roads, cast.villages[0])
    other = make_record(cast.actor("clerk"), roads, cast.villages[1])
    with pytest.raises(Invalid, match="不属于同一本台账"):
        keep_apart(actor=cast.actor("clerk"), pairs=[(one.record_id, other.record_id)])
    assert not KeptApart.objects.exists()


def test_a_damaged_pair_is_refused(roads: Register, enter: Enter) -> None:
    assert enter("clerk").post(page(roads, "apart"), {"pair": "x~y"}).status_code == 400
