"""Registers and records for the tests, made through the actions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bihuan.figures.models import Definition
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.actions import (
    ColumnSpec,
    IncomingRow,
    RegisterSpec,
    define_register,
    enter_record,
)
from bihuan.registers.models import Record, Register, Version

DAY = "2010-01-20"

ROAD_COLUMNS = (
    ColumnSpec("name", "路段名称", "text", required=True, max_length=60),
    ColumnSpec(
        "km",
        "里程",
        "decimal",
        decimals=2,
        unit_of_measure="公里",
        minimum=Decimal(0),
        maximum=Decimal(200),
    ),
    ColumnSpec("lanes", "车道", "integer", minimum=Decimal(1), maximum=Decimal(8)),
    ColumnSpec("cost", "投资", "money", minimum=Decimal(0)),
    ColumnSpec(
        "state",
        "状态",
        "choice",
        choices=({"code": "built", "label": "建成"}, {"code": "planned", "label": "拟建"}),
        default="built",
    ),
    ColumnSpec(
        "uses",
        "用途",
        "choices",
        choices=({"code": "bus", "label": "通班车"}, {"code": "farm", "label": "机耕"}),
    ),
    ColumnSpec("paved", "硬化", "yes_no"),
    ColumnSpec("keeper", "养护单位", "unit"),
    ColumnSpec("holder", "负责人", "person"),
    ColumnSpec("phone", "电话", "text", is_sensitive=True, max_length=20),
    ColumnSpec("remark", "备注", "long_text"),
    ColumnSpec("started_on", "开工日期", "date"),
    ColumnSpec("finished_on", "完工日期", "date", required=True),
)


def road_spec(**changes: Any) -> RegisterSpec:
    """Describe a register of roads; `changes` replace its keys."""
    return RegisterSpec(
        **{
            "code": "roads",
            "label": "村级公路台账",
            "purpose": "掌握建设进度",
            "legal_basis": "公路法",
            "day": "finished_on",
            "title": "name",
            "person": "holder",
            "unit_kinds": ("village", "township"),
            "columns": ROAD_COLUMNS,
            "checks": (("started_on <= finished_on", "完工不能早于开工。"),),
            **changes,
        }
    )


def make_register(home: Unit, **changes: Any) -> Register:
    """Define a register of roads in a home."""
    return define_register(actor=Actor.installation(), home=home, spec=road_spec(**changes))


def road(**values: Any) -> dict[str, Any]:
    """Return the values of a road."""
    return {"name": "竹林至店上", "km": "1.50", "finished_on": DAY, **values}


def make_record(
    actor: Actor, register: Register, unit: Unit, *, submit: bool = True, **values: Any
) -> Version:
    """Enter a road."""
    return enter_record(
        actor=actor, register=register, unit=unit, values=road(**values), submit=submit
    )


def make_sum(register: Register, field: str) -> Definition:
    """Define a figure that adds a column up."""
    return Definition.objects.create(
        home=register.home,
        code=f"{register.code}_{field}",
        label=f"{register.label}{field}",
        source=register.code,
        aggregate="sum",
        field=field,
        nature="exact",
    )


def current(record: Record | Version) -> Version:
    """Return the version of a record that stands."""
    record_id = record.record_id if isinstance(record, Version) else record.pk
    return Version.objects.current().select_related("unit").get(record_id=record_id)


def incoming(*rows: Mapping[str, Any], unit: str = "", first: int = 2) -> list[IncomingRow]:
    """Return rows as read from a sheet; keys `_unit` and `_id` name unit and record."""
    return [
        IncomingRow(
            sheet="公路",
            row=at,
            raw={key: value for key, value in row.items() if not key.startswith("_")},
            unit=row.get("_unit", unit),
            id=str(row.get("_id", "")),
        )
        for at, row in enumerate(rows, first)
    ]


def villages(cast: Cast) -> Sequence[Unit]:
    """Return the villages of the town."""
    return cast.villages


def day(text: str) -> dt.date:
    """Return a day."""
    return dt.date.fromisoformat(text)
