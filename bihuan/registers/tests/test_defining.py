"""Defining a register: contradictions, concepts, what may not change once there are records."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bihuan.audit.models import Entry
from bihuan.lib.errors import DomainError, Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.actions import ColumnSpec, define_register
from bihuan.registers.models import Column, Register
from bihuan.registers.tests.making import (
    ROAD_COLUMNS,
    current,
    make_record,
    make_register,
    road,
    road_spec,
)


def with_column(which: str, **changes: Any) -> tuple[ColumnSpec, ...]:
    return tuple(replace(c, **changes) if c.code == which else c for c in ROAD_COLUMNS)


def without(code: str) -> tuple[ColumnSpec, ...]:
    return tuple(c for c in ROAD_COLUMNS if c.code != code)


@pytest.mark.parametrize(
    "who", ["village_reporter", "leader", "auditor", "administrator", "outsider"]
)
def test_only_who_may_defines_a_register(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        define_register(actor=cast.actor(who), home=cast.town, spec=road_spec())


def test_the_clerk_defines_a_register(cast: Cast) -> None:
    register = define_register(actor=cast.actor("clerk"), home=cast.town, spec=road_spec())
    assert [c.code for c in register.columns_in_order] == [c.code for c in ROAD_COLUMNS]
    assert Entry.objects.filter(action="register.define").count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "../roads"}, "台账代码"),
        ({"label": "长" * 81}, "过长"),
        ({"day": "name"}, "不是日期"),
        ({"day": "nothing"}, "不存在"),
        ({"title": "nothing"}, "标题列"),
        ({"person": "name"}, "不是人员"),
        ({"unit_kinds": ("hamlet",)}, "hamlet"),
        ({"columns": (*ROAD_COLUMNS, ROAD_COLUMNS[0])}, "重复的列代码"),
        ({"columns": with_column("lanes", label="里程")}, "重名"),
        ({"columns": with_column("km", code="Km-1")}, "代码"),
        ({"columns": with_column("km", type="float")}, "类型“float”"),
        ({"columns": with_column("km", decimals=7)}, "0到6"),
        (
            {"columns": with_column("km", minimum=Decimal(9), maximum=Decimal(1))},
            "最小值大于最大值",
        ),
        ({"columns": with_column("name", max_length=0)}, "大于零"),
        ({"columns": with_column("state", choices=())}, "没有选项"),
        ({"columns": with_column("state", choices=({"code": "a"},))}, "缺少"),
        ({"columns": with_column("state", default="other")}, "默认值"),
        ({"checks": (("km >", "?"),)}, "写法有误"),
        ({"checks": (("width > 1", "?"),)}, "没有的列"),
        ({"checks": (("name > 1", "?"),)}, "不同的东西"),
        ({"checks": (("km > 1", ""),)}, "提示语"),
        (
            {
                "columns": (
                    *ROAD_COLUMNS,
                    ColumnSpec("a", "甲", "text", concept="x.y"),
                    ColumnSpec("b", "乙", "text", concept="x.y"),
                )
            },
            "同一个概念",
        ),
    ],
)
def test_a_register_that_contradicts_itself_is_refused(
    cast: Cast, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(DomainError, match=said):
        make_register(cast.town, **changes)
    assert not Register.objects.exists()


def test_what_stands_already_is_left_and_not_audited_again(cast: Cast) -> None:
    first = make_register(cast.town)
    again = make_register(cast.town)
    assert first.pk == again.pk
    assert Entry.objects.filter(action="register.define").count() == 1
    make_register(cast.town, label="公路台账")
    assert Entry.objects.filter(action="register.define").count() == 2


def test_the_same_fact_is_not_asked_twice(cast: Cast) -> None:
    make_register(cast.town, columns=with_column("km", concept="road.length"))
    with pytest.raises(Invalid, match="已在台账“村级公路台账”的“里程”中登记"):
        make_register(cast.town, code="paths", columns=with_column("km", concept="road.length"))


@pytest.mark.parametrize("other", ["county", "other_town"])
def test_a_concept_is_held_for_all_below_but_not_beside(cast: Cast, other: str) -> None:
    make_register(cast.town, columns=with_column("km", concept="road.length"))
    elsewhere = getattr(cast, other)
    if other == "county":
        with pytest.raises(Invalid):
            make_register(elsewhere, columns=with_column("km", concept="road.length"))
    else:
        make_register(elsewhere, columns=with_column("km", concept="road.length"))


def test_a_concept_may_move_to_another_column(cast: Cast) -> None:
    first = (ColumnSpec("a", "甲", "text"), ColumnSpec("b", "乙", "text", concept="x.y"))
    then = (ColumnSpec("a", "甲", "text", concept="x.y"), ColumnSpec("b", "乙", "text"))
    make_register(cast.town, columns=(*ROAD_COLUMNS, *first))
    make_register(cast.town, columns=(*ROAD_COLUMNS, *then))
    make_register(cast.town, columns=(*ROAD_COLUMNS, replace(then[0], code="c", label="丙")))
    assert Column.objects.get(concept="x.y", is_retired=False).code == "c"


def test_a_retired_column_keeps_its_values_through_later_changes(
    cast: Cast, roads: Register
) -> None:
    from bihuan.registers.actions import change_record

    clerk = cast.actor("clerk")
    before = make_record(clerk, roads, cast.villages[0], lanes=2)
    register = make_register(cast.town, columns=without("lanes"))
    assert register.column("lanes") is None
    changed = change_record(
        actor=clerk, record_id=before.record_id, base_version=before.id, values=road(name="改名")
    )
    assert changed.values["lanes"] == 2
    back = make_register(cast.town)
    lanes = back.column("lanes")
    assert lanes is not None
    assert getattr(current(before), lanes.slot) == 2, "or figures would miss it"


@pytest.mark.parametrize("changes", [{"type": "text"}, {"type": "integer"}, {"decimals": 3}])
def test_a_column_with_records_keeps_its_type_and_decimals(
    cast: Cast, roads: Register, changes: dict[str, Any]
) -> None:
    make_register(cast.town, columns=with_column("km", **changes))  # none yet: it may
    make_register(cast.town)
    make_record(cast.actor("clerk"), roads, cast.villages[0])
    with pytest.raises(Invalid, match="另设一列"):
        make_register(cast.town, columns=with_column("km", **changes))


def test_a_text_in_a_slot_does_not_outgrow_it(cast: Cast, roads: Register) -> None:
    make_record(cast.actor("clerk"), roads, cast.villages[0])
    make_register(cast.town, columns=with_column("name", max_length=120))
    with pytest.raises(Invalid, match="另设一列"):
        make_register(cast.town, columns=with_column("name", max_length=121))


@pytest.mark.parametrize("changes", [{"day": "started_on"}, {"person": ""}])
def test_day_and_person_stay_once_there_are_records(
    cast: Cast, roads: Register, changes: dict[str, str]
) -> None:
    make_record(cast.actor("clerk"), roads, cast.villages[0])
    with pytest.raises(Invalid, match="另设一本台账"):
        make_register(cast.town, **changes)


def test_a_column_that_changes_type_before_any_record_changes_its_slot(cast: Cast) -> None:
    make_register(cast.town)
    register = make_register(
        cast.town, columns=with_column("lanes", type="text", minimum=None, maximum=None)
    )
    lanes = register.column("lanes")
    assert lanes is not None
    assert lanes.slot.startswith("t")
    make_record(cast.actor("clerk"), register, cast.villages[0], lanes="双")


def test_an_older_column_never_takes_a_slot_when_one_comes_free(cast: Cast) -> None:
    numbers = tuple(ColumnSpec(f"x{at}", f"数{at}", "integer") for at in range(9))
    register = make_register(cast.town, columns=(*ROAD_COLUMNS, *numbers))
    slotless = [c.code for c in register.columns_in_order if c.code.startswith("x") and not c.slot]
    assert slotless
    seven: dict[str, Any] = dict.fromkeys(slotless, 7)
    make_record(cast.actor("clerk"), register, cast.villages[0], **seven)
    after = make_register(cast.town, columns=(*without("lanes"), *numbers))
    assert [
        c.code for c in after.columns_in_order if c.code.startswith("x") and not c.slot
    ] == slotless
    slots = [c.slot for c in Column.objects.filter(register=after) if c.slot]
    assert len(slots) == len(set(slots))
