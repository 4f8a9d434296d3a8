"""Registers as sources of figures: counted by status, by slot or from JSON alike, traced."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import override_settings

from bihuan.figures.asking import Scope
from bihuan.figures.computing import compute
from bihuan.figures.models import Definition
from bihuan.figures.tracing import trace
from bihuan.lib import clock
from bihuan.orgs.tests.cast import Cast, make_person
from bihuan.registers.actions import ColumnSpec, change_record, verify_record
from bihuan.registers.models import Column, Register
from bihuan.registers.tests.making import ROAD_COLUMNS, make_record, make_register

# One more of each kind than there are slots; the last of each has none.
MANY = (
    *(ColumnSpec(f"n{at}", f"数{at}", "integer") for at in range(9)),
    *(ColumnSpec(f"x{at}", f"分{at}", "decimal", decimals=2) for at in range(2)),
    *(ColumnSpec(f"y{at}", f"否{at}", "yes_no") for at in range(2)),
    *(ColumnSpec(f"d{at}", f"日{at}", "date") for at in range(4)),
    *(ColumnSpec(f"t{at}", f"文{at}", "text") for at in range(8)),
)


def define(
    register: Register, code: str, aggregate: str, field: str = "", **keys: Any
) -> Definition:
    return Definition.objects.create(
        home=register.home,
        code=code,
        label=code,
        source=register.code,
        aggregate=aggregate,
        field=field,
        nature="exact",
        period="all",
        **keys,
    )


@pytest.mark.parametrize(
    ("aggregate", "field", "where"),
    [
        ("sum", "big", []),
        ("sum", "small", []),
        ("avg", "small", []),
        ("min", "small", []),
        ("max", "big", []),
        ("min", "on", []),
        ("max", "on", []),
        ("distinct", "word", []),
        ("distinct", "small", []),
        ("count", "", [{"field": "word", "is": "甲"}]),
        ("count", "", [{"field": "word", "contains": "乙"}]),
        ("count", "", [{"field": "word", "empty": True}]),
        ("count", "", [{"field": "small", "at_least": "0.05"}]),
        ("count", "", [{"field": "small", "less_than": "-0.04"}]),
        ("count", "", [{"field": "small", "in": ["0.05", "1"]}]),
        ("count", "", [{"field": "on", "at_most": "2010-01-02"}]),
        ("count", "", [{"field": "ok", "is": "是"}]),
        ("count", "", [{"field": "ok", "is": "否"}]),
        ("count", "", [{"field": "ok", "empty": True}]),
    ],
)
def test_a_figure_is_the_same_from_slots_and_from_json(
    cast: Cast, aggregate: str, field: str, where: list[dict[str, Any]]
) -> None:
    fields = {"big": "n8", "small": "x1", "ok": "y1", "on": "d3", "word": "t7"}
    columns = (*MANY, *(c for c in ROAD_COLUMNS if c.code in ("name", "finished_on", "holder")))
    spare = make_register(cast.town, columns=columns, checks=())
    by_code = {c.code: c for c in spare.columns_in_order}
    assert all(not by_code[code].slot for code in fields.values()), "these stand in JSON only"
    few = make_register(
        cast.town,
        code="few",
        columns=tuple(
            c for c in columns if c.code in {*fields.values(), "name", "finished_on", "holder"}
        ),
        checks=(),
    )
    assert all(c.slot for c in few.columns_in_order if c.code in fields.values())
    rows: list[dict[str, Any]] = [
        {"n8": 99999999999999999, "x1": "0.05", "y1": "是", "d3": "2010-01-01", "t7": "甲"},
        {"n8": 1, "x1": "-0.05", "y1": "否", "d3": "2010-01-03", "t7": "乙"},
        {"n8": -3, "x1": "123456789012345.67", "d3": "2010-01-02", "t7": "乙丙"},
        {"x1": "1"},
        {},
    ]
    answers = []
    for register in (spare, few):
        for row in rows:
            _enter(cast, register, row)
        named = [{**part, "field": fields[part["field"]]} for part in where]
        figure = define(
            register, f"{register.code}_f", aggregate, fields.get(field, ""), where=named
        )
        answers.append(compute([figure], Scope(cast.town), actor=cast.actor("clerk"))[figure.code])
    assert answers[0].value == answers[1].value
    assert answers[0].records == answers[1].records
    assert answers[0].value is not None


def _enter(cast: Cast, register: Register, row: dict[str, Any]) -> None:
    from bihuan.registers.actions import enter_record

    enter_record(
        actor=cast.actor("clerk"),
        register=register,
        unit=cast.villages[0],
        values={"name": "路", "finished_on": "2010-01-20", **row},
    )


def test_verified_records_count_and_those_waiting_are_told(cast: Cast, roads: Register) -> None:
    reporter, clerk = cast.actor("village_reporter"), cast.actor("clerk")
    first = make_record(reporter, roads, cast.villages[0], km="1.25")
    make_record(reporter, roads, cast.villages[0], km="4", submit=False)
    make_record(clerk, roads, cast.villages[1], km="2")
    figure = define(roads, "km", "sum", "km")
    answer = compute([figure], Scope(cast.town), actor=clerk, with_waiting=True)["km"]
    assert (answer.value, answer.records, answer.waiting) == (Decimal("2.00"), 1, 1)
    verify_record(actor=clerk, record_id=first.record_id)
    answer = compute([figure], Scope(cast.town), actor=clerk)["km"]
    assert (answer.value, answer.records) == (Decimal("3.25"), 2)


def test_a_trace_opens_only_what_the_actor_may_see_and_masks(cast: Cast, roads: Register) -> None:
    clerk = cast.actor("clerk")
    mine = make_record(clerk, roads, cast.villages[0], phone="139", state="拟建", keeper="二村")
    make_record(clerk, roads, cast.villages[1])
    figure = define(roads, "km", "sum", "km")
    opened = trace(figure, Scope(cast.town), actor=cast.actor("village_reporter"))
    assert (opened.answer.records, opened.visible) == (2, 1)
    (row,) = opened.rows
    assert row.id == str(mine.record_id)
    assert row.unit == "一村"
    assert row.values["里程"] == "1.5公里"
    assert row.values["状态"] == "拟建"
    assert row.values["养护单位"] == "二村"
    assert row.values["电话"] == "＊＊＊"


def test_a_figure_as_of_a_moment_is_what_it_was(cast: Cast, roads: Register) -> None:
    clerk = cast.actor("clerk")
    with override_settings(BIHUAN_TODAY=dt.date(2010, 1, 21)):
        version = make_record(clerk, roads, cast.villages[0], km="1")
        moment = clock.now()
    with override_settings(BIHUAN_TODAY=dt.date(2010, 1, 22)):
        change_record(
            actor=clerk, record_id=version.record_id, base_version=version.id, values={"km": "5"}
        )
    figure = define(roads, "km", "sum", "km")
    values = [
        compute([figure], Scope(cast.town, None, as_of), actor=clerk)["km"].value
        for as_of in (moment, None)
    ]
    assert values == [Decimal("1.00"), Decimal("5.00")]


def test_a_figure_filters_by_unit_person_and_choice_label(cast: Cast, roads: Register) -> None:
    clerk = cast.actor("clerk")
    person = make_person(cast.villages[0], "王某")
    make_record(clerk, roads, cast.villages[0], holder=person.code, state="planned")
    make_record(clerk, roads, cast.villages[1])
    wheres = [
        [{"field": "unit", "is": cast.villages[0].code}],
        [{"field": "person", "is": str(person.id)}],
        [{"field": "state", "is": "拟建"}],
        [{"field": "unit_kind", "is": "village"}],
    ]
    figures = [define(roads, f"f{at}", "count", where=where) for at, where in enumerate(wheres)]
    found = compute(figures, Scope(cast.town), actor=clerk)
    assert [found[f"f{at}"].value for at in range(4)] == [1, 1, 1, 2]


def test_slots_run_out_in_the_order_of_claim(cast: Cast) -> None:
    texts = tuple(ColumnSpec(f"t{at}", f"文{at}", "text") for at in range(8))
    register = make_register(cast.town, columns=(*texts, *ROAD_COLUMNS))
    slots = {c.code: c.slot for c in Column.objects.filter(register=register)}
    assert all(slots[code].startswith("t") for code in ("state", "keeper", "holder"))
    assert slots["finished_on"] == "", "the day has a column of its own"
    assert slots["uses"] == slots["remark"] == slots["t7"] == ""
