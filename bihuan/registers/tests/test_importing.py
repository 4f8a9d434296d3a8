"""Importing: added, changed, unchanged, refused; all or nothing; twice is once."""

import datetime as dt
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from bihuan.audit.models import Entry
from bihuan.lib.errors import Invalid
from bihuan.orgs.tests.cast import Cast, make_person
from bihuan.registers.actions import (
    import_rows,
    plan_import,
    return_record,
    verify_record,
    void_record,
)
from bihuan.registers.actions.importing import ImportReport
from bihuan.registers.describing import MASK
from bihuan.registers.models import Record, Register, Version
from bihuan.registers.tests.making import (
    ROAD_COLUMNS,
    current,
    incoming,
    make_record,
    make_register,
    road,
)


def load(
    cast: Cast, roads: Register, *rows: dict[str, Any], who: str = "clerk", unit: str = "一村"
) -> ImportReport:
    return import_rows(
        actor=cast.actor(who), register=roads, rows=incoming(*rows, unit=unit), source="公路.xlsx"
    )


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, len(report.faults)


def test_rows_are_added_and_the_same_file_again_adds_nothing(cast: Cast, roads: Register) -> None:
    rows = [
        road(),
        road(name="店上至上袁"),
        road(name="店上至上袁"),
        road(name="👨‍👩‍👧𠮷野家", km="２.５公里"),
    ]
    assert counts(load(cast, roads, *rows)) == (4, 0, 0, 0)
    assert counts(load(cast, roads, *rows)) == (0, 0, 4, 0)
    assert counts(load(cast, roads, *rows, road(name="店上至上袁"))) == (1, 0, 4, 0)
    assert Record.objects.count() == 5
    assert {v.status for v in Version.objects.all()} == {"verified"}
    assert Version.objects.filter(values__name="👨‍👩‍👧𠮷野家", values__km="2.50").exists()


def test_one_import_is_one_audit_entry_and_none_where_nothing_changed(
    cast: Cast, roads: Register
) -> None:
    load(cast, roads, road(), road(name="另一条"))
    load(cast, roads, road(), road(name="另一条"))
    entry = Entry.objects.get(action="register.import")
    assert "公路.xlsx" in entry.note
    assert "新增2条" in entry.note
    assert len(entry.digest) == 64


def test_slots_are_filled_as_a_single_save_fills_them(cast: Cast, roads: Register) -> None:
    person = make_person(cast.town, "王某")
    values = road(
        lanes="2",
        cost="1.5万",
        state="拟建",
        uses="机耕；通班车",
        paved="否",
        keeper="二村",
        holder=person.code,
        phone="139",
        remark="一\n二",
        started_on="2009.9.1",
    )
    single = make_record(cast.actor("clerk"), roads, cast.villages[0], **values)
    single = Version.objects.get(pk=single.pk)
    load(cast, roads, {**values, "name": "另一条"})
    bulk = Version.objects.exclude(pk=single.pk).get()
    skipped = {
        "id",
        "record",
        "recorded_at",
        "change",
        "reason",
        "values",
        "t1",
        "t2",
        "t3",
        "t4",
        "t5",
        "t6",
    }
    for field in Version._meta.concrete_fields:
        if field.name not in skipped:
            assert getattr(single, field.attname) == getattr(bulk, field.attname), field.name
    assert single.values == {**bulk.values, "name": single.values["name"]}
    name = roads.column("name")
    assert name is not None
    assert (getattr(single, name.slot), getattr(bulk, name.slot)) == ("竹林至店上", "另一条")
    assert bulk.record.person_id == person.id


def test_a_fault_in_one_row_stores_nothing_and_names_the_place(cast: Cast, roads: Register) -> None:
    report = load(cast, roads, road(), road(name="", km="abc"), road(finished_on="x"))
    assert counts(report) == (0, 0, 0, 3)
    assert [(f.sheet, f.row, f.column) for f in report.faults] == [
        ("公路", 3, "路段名称"),
        ("公路", 3, "里程"),
        ("公路", 4, "完工日期"),
    ]
    assert "现在是“abc”" in report.faults[1].message
    assert not Record.objects.exists()
    assert not Entry.objects.filter(action="register.import").exists()


def test_planning_stores_nothing(cast: Cast, roads: Register) -> None:
    plan = plan_import(
        actor=cast.actor("clerk"), register=roads, rows=incoming(road(), unit="一村")
    )
    assert len(plan.added) == 1
    assert not Record.objects.exists()


def test_at_most_a_thousand_faults_are_named(cast: Cast, roads: Register) -> None:
    report = load(cast, roads, *[road(km="x")] * 1200)
    assert len(report.faults) == 1000


def test_a_reporter_imports_for_their_own_village_only(cast: Cast, roads: Register) -> None:
    assert counts(load(cast, roads, road(), who="village_reporter", unit="")) == (1, 0, 0, 0)
    assert Version.objects.get().status == "submitted"
    report = load(cast, roads, road(name="x"), who="village_reporter", unit="二村")
    assert report.faults[0].message == "您不能为“二村”填报。"
    assert report.faults[0].column == "填报单位"


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("", "没有填写单位"),
        ("外村", "没有名为“外村”的单位"),
        ("水利站", "不由站所填报"),
        ("无此村", "没有名为"),
    ],
)
def test_a_wrong_unit_is_refused(cast: Cast, roads: Register, unit: str, said: str) -> None:
    report = load(cast, roads, road(), unit=unit)
    assert said in report.faults[0].message
    assert not Record.objects.exists()


def test_a_row_with_an_id_changes_that_record(cast: Cast, roads: Register) -> None:
    version = make_record(cast.actor("clerk"), roads, cast.villages[0], lanes=2, phone="139")
    changed = {"_id": version.record_id, "km": "9", "phone": MASK}
    assert counts(load(cast, roads, changed, unit="")) == (0, 1, 0, 0)
    now = current(version)
    assert now.values == {**version.values, "km": "9.00"}, "what the file does not hold stays"
    assert now.change == "import"
    assert Version.objects.get(pk=version.pk).superseded_at == now.recorded_at
    assert counts(load(cast, roads, changed, unit="一村")) == (0, 0, 1, 0)


def test_ids_of_others_are_as_unknown_as_ids_of_nobody(cast: Cast, roads: Register) -> None:
    theirs = make_record(cast.actor("clerk"), roads, cast.villages[1])
    elsewhere = make_register(cast.other_town)
    foreign = make_record(cast.actor("outsider"), elsewhere, cast.other_village)
    for id_ in (theirs.record_id, foreign.record_id, "123", "; drop table"):
        report = load(cast, roads, {**road(), "_id": id_}, who="village_reporter", unit="")
        assert "您无权查看" in report.faults[0].message
    other = make_register(cast.town, code="paths")
    report = load(cast, other, {**road(km="3"), "_id": theirs.record_id}, unit="")
    assert report.faults, "an id of another register"


def test_the_same_id_twice_and_another_unit_are_faults(cast: Cast, roads: Register) -> None:
    version = make_record(cast.actor("clerk"), roads, cast.villages[0])
    row = {**road(km="3"), "_id": version.record_id}
    assert "两次" in load(cast, roads, row, row, unit="").faults[0].message
    assert "不能改到别的单位" in load(cast, roads, row, unit="二村").faults[0].message
    assert current(version).id == version.id


def test_a_reporter_cannot_change_what_is_verified_or_void(cast: Cast, roads: Register) -> None:
    reporter, clerk = cast.actor("village_reporter"), cast.actor("clerk")
    version = make_record(reporter, roads, cast.villages[0])
    row = {**road(km="3"), "_id": version.record_id}
    verify_record(actor=clerk, record_id=version.record_id)
    assert "已审核" in load(cast, roads, row, who="village_reporter", unit="").faults[0].message
    same = {**road(), "_id": version.record_id}
    assert counts(load(cast, roads, same, who="village_reporter", unit="")) == (0, 0, 1, 0)
    return_record(actor=clerk, record_id=version.record_id, reason="?")
    assert counts(load(cast, roads, row, who="village_reporter", unit="")) == (0, 1, 0, 0)
    assert current(version).status == "submitted"
    void_record(actor=clerk, record_id=version.record_id, reason="?")
    assert load(cast, roads, {**road(km="4"), "_id": version.record_id}, unit="").faults


def test_a_void_record_does_not_stand_in_the_way_of_the_same_row(
    cast: Cast, roads: Register
) -> None:
    load(cast, roads, road())
    void_record(actor=cast.actor("clerk"), record_id=Record.objects.get().pk, reason="?")
    assert counts(load(cast, roads, road())) == (1, 0, 0, 0)


def test_a_retired_column_does_not_hide_that_a_row_stands(cast: Cast, roads: Register) -> None:
    load(cast, roads, road(lanes=2))
    columns = tuple(c for c in ROAD_COLUMNS if c.code != "lanes")
    fewer = make_register(cast.town, columns=columns)
    assert counts(load(cast, fewer, road())) == (0, 0, 1, 0)


def test_packs_may_add_the_same_twice_backdate_and_name_who_entered(
    cast: Cast, roads: Register
) -> None:
    from dataclasses import replace

    from bihuan.orgs.access import Actor

    account = cast.account("village_reporter")
    moment = dt.datetime(2009, 12, 1, 9, tzinfo=dt.UTC)
    row = replace(
        incoming(road(), unit="一村")[0],
        status="submitted",
        recorded_at=moment,
        entered_by=(account.id, account.username),
    )
    report = import_rows(
        actor=Actor.installation(),
        register=roads,
        rows=[row, row],
        source="内容包",
        match_standing=False,
    )
    assert report.added == len(report.ids) == 2
    for version in Version.objects.all():
        assert (version.status, version.recorded_at, version.changed_by) == (
            "submitted",
            moment,
            account.id,
        )


def test_a_register_no_longer_kept_takes_no_rows(cast: Cast, roads: Register) -> None:
    Register.objects.update(closed_on=dt.date(2009, 1, 1))
    roads.refresh_from_db()
    with pytest.raises(Invalid, match="已停用"):
        load(cast, roads, road())


def test_what_stands_is_read_only_for_the_files_units_and_days(
    cast: Cast, roads: Register, django_assert_max_num_queries: Any
) -> None:
    load(
        cast,
        roads,
        *[road(name=f"路{at}", finished_on=f"2009-{1 + at % 12:02}-03") for at in range(60)],
    )
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as seen:
        plan_import(
            actor=cast.actor("clerk"),
            register=roads,
            rows=incoming(road(name="路1", finished_on="2009-02-03"), unit="一村"),
        )
    reading = [q["sql"] for q in seen if "registers_version" in q["sql"] and "values" in q["sql"]]
    assert len(reading) == 1
    assert "2009-02-03" in reading[0]


KILLED = textwrap.dedent(
    """
    import os, sys, time
    sys.path.insert(0, {base!r})
    import django
    django.setup()
    from django.db import connections
    connections["default"].settings_dict.update({database!r})
    from bihuan.lib import bulk
    from bihuan.orgs.access import Actor
    from bihuan.registers.actions import import_rows, IncomingRow
    from bihuan.registers.models import Register, Version
    plain = bulk.insert
    def insert(model, fields, rows, **how):
        plain(model, fields, rows, **how)
        if model is Version:
            print("half", flush=True)
            time.sleep(60)
    bulk.insert = insert
    raw = {{"name": "路", "finished_on": "2010-01-20"}}
    rows = [IncomingRow("s", at, raw, unit="一村") for at in range(2000)]
    import_rows(actor=Actor.installation(), register=Register.objects.get(), rows=rows, source="x")
    """
)


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_leaves_nothing_half() -> None:
    from bihuan.orgs.tests.cast import make_cast

    cast = make_cast()
    roads = make_register(cast.town)
    entries = Entry.objects.count()
    wrapper = connection.settings_dict
    database = {key: wrapper[key] for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    database["NAME"] = str(database["NAME"])
    script = KILLED.format(base=str(Path(settings.BASE_DIR)), database=database)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "bihuan.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment, text=True
    ) as child:
        assert child.stdout is not None
        try:
            assert child.stdout.readline().strip() == "half"
        finally:
            os.kill(child.pid, signal.SIGKILL)
    time.sleep(0.2)
    assert not Record.objects.exists()
    assert not Version.objects.exists()
    assert Entry.objects.count() == entries
    assert counts(load(cast, roads, road())) == (1, 0, 0, 0)
