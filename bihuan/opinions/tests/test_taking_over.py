"""Taking an opinion register over: its records, its figures, and that it may be done twice."""

import datetime as dt

import pytest

from bihuan.figures.actions import FigureSpec, define_figure
from bihuan.figures.models import Definition
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.opinions.actions.taking_over import take_over_register
from bihuan.opinions.models import Opinion, OpinionGroup
from bihuan.orgs.tests.cast import Cast
from bihuan.registers.actions import ColumnSpec, RegisterSpec, define_register, enter_record
from bihuan.registers.models import Register
from bihuan.registers.tests.making import make_register

CHOICES = {
    "opinion_class": {"roads": "道路交通", "water": "农田水利"},
    "channel": {"symposium": "座谈会", "open_day": "开门活动"},
    "answer": {"adopted": "采纳", "explained": "解释说明", "odd": "再议"},
}


@pytest.fixture
def register(cast: Cast) -> Register:
    columns = [ColumnSpec(code="content", label="意见原话", type="text", required=True)]
    for code, choices in CHOICES.items():
        offered = tuple({"code": key, "label": label} for key, label in choices.items())
        columns.append(ColumnSpec(code=code, label=code, type="choice", choices=offered))
    columns += [
        ColumnSpec(code="raised_on", label="提出日期", type="date", required=True),
        ColumnSpec(code="note", label="备注", type="text"),
    ]
    return define_register(
        actor=cast.actor("clerk"),
        home=cast.town,
        spec=RegisterSpec(
            code="opinions",
            label="征求意见登记",
            purpose="登记意见",
            legal_basis="方案",
            day="raised_on",
            title="content",
            columns=tuple(columns),
        ),
    )


def enter(cast: Cast, register: Register, text: str, **values: str) -> None:
    enter_record(
        actor=cast.actor("clerk"),
        register=register,
        unit=cast.villages[0],
        values={
            "content": text,
            "opinion_class": "roads",
            "channel": "symposium",
            "answer": "adopted",
            "raised_on": dt.date(2010, 1, 5),
            **values,
        },
    )


def figure(cast: Cast, code: str, **given: object) -> Definition:
    spec = FigureSpec(code=code, label=code, source="opinions", **given)  # type: ignore[arg-type]
    return define_figure(actor=cast.actor("clerk"), home=cast.town, spec=spec)


def test_records_become_opinions_and_figures_count_them(cast: Cast, register: Register) -> None:
    enter(cast, register, "路坏了")
    enter(cast, register, "渠堵了", opinion_class="water", channel="open_day", answer="explained")
    enter(cast, register, "桥坏了", answer="odd")
    figure(cast, "gathered", aggregate="count")
    figure(cast, "classes", aggregate="distinct", field="opinion_class")
    figure(cast, "noted", aggregate="count", where=({"field": "note", "empty": False},))
    done = take_over_register(actor=cast.actor("clerk"), home=cast.town, register=register)
    assert (done.made, done.categories, done.figures) == (3, 2, ["classes", "gathered"])
    assert any("noted" in said for said in done.left)
    assert any("再议" in said for said in done.left)
    classes = Definition.objects.get(code="classes")
    assert (classes.source, classes.field) == ("opinions.opinions", "class")
    water = Opinion.objects.get(text="渠堵了")
    assert (water.channel, water.category and water.category.label) == ("other_system", "农田水利")
    assert water.group is not None
    assert (water.group.answer, water.group.raw_count) == ("explained", 1)
    register.refresh_from_db()
    assert register.closed_on is not None


def test_it_may_be_repeated_and_doubles_nothing(cast: Cast, register: Register) -> None:
    clerk = cast.actor("clerk")
    enter(cast, register, "路坏了")
    take_over_register(actor=clerk, home=cast.town, register=register)
    again = take_over_register(
        actor=clerk, home=cast.town, register=Register.objects.get(pk=register.pk)
    )
    assert (again.made, again.before) == (0, 1)
    assert (Opinion.objects.count(), OpinionGroup.objects.count()) == (1, 1)


def test_who_may_not_set_registers_takes_none_over(cast: Cast, register: Register) -> None:
    with pytest.raises(NotAllowed):
        take_over_register(actor=cast.actor("leader"), home=cast.town, register=register)
    with pytest.raises(Invalid, match="不是“大岭镇”的台账"):
        take_over_register(actor=cast.actor("outsider"), home=cast.other_town, register=register)


def test_another_register_is_copied_as_it_can_be(cast: Cast) -> None:
    roads = make_register(cast.town)
    done = take_over_register(actor=cast.actor("clerk"), home=cast.town, register=roads)
    assert done.made == 0
