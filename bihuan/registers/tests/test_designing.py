"""The editor of a register: what it draws is what it reads back."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from bihuan.orgs.tests.cast import Cast
from bihuan.registers.actions import ColumnSpec, RegisterSpec
from bihuan.registers.designing import Beside, DesignForm
from bihuan.registers.models import Register
from bihuan.registers.standing import spec_of
from bihuan.registers.tests.design_posts import as_posted
from bihuan.registers.tests.making import road_spec


def posted(form: DesignForm, **changes: Any) -> QueryDict:
    return as_posted(form, **changes)


def drawn(form: DesignForm) -> str:
    return render_to_string("registers/_design.html", {"design": form})


def test_what_a_register_says_is_read_back_as_it_was() -> None:
    spec = road_spec(seen_by=("clerk",), same_when=("name",), retention_years=10)
    again = DesignForm(posted(DesignForm(initial=spec, saved=True)), initial=spec, saved=True)
    assert again.is_valid(), again.faults
    assert again.spec() == spec


def test_a_standing_register_is_read_back_as_it_was(roads: Register) -> None:
    spec = spec_of(roads)
    again = DesignForm(posted(DesignForm(initial=spec, saved=True)), initial=spec, saved=True)
    assert again.is_valid(), again.faults
    assert again.spec() == spec


def blank(**changes: Any) -> QueryDict:
    given = {
        "register-label": "路灯台账",
        "register-purpose": "掌握路灯维修",
        "register-legal_basis": "职责清单",
        "column-0-label": "安装日期",
        "column-1-label": "位置（组）",
        **changes,
    }
    return posted(DesignForm(), **given)


def test_codes_are_made_from_the_labels() -> None:
    form = DesignForm(blank())
    assert form.is_valid(), form.faults
    spec = form.spec()
    assert spec.code == "lu_deng_tai_zhang"
    assert [c.code for c in spec.columns] == ["an_zhuang_ri_qi", "wei_zhi"]
    assert (spec.day, spec.title) == ("an_zhuang_ri_qi", "wei_zhi")


def test_a_code_that_is_taken_gets_a_number() -> None:
    form = DesignForm(blank(), taken={"lu_deng_tai_zhang"})
    assert form.is_valid()
    assert form.spec().code == "lu_deng_tai_zhang_2"


def test_a_column_is_added_below_and_nothing_is_judged() -> None:
    form = DesignForm(blank(**{"register-label": "", "do": "add"}))
    assert form.is_redraw
    assert not form.is_valid()
    assert len(form.columns) == 3
    page = drawn(form)
    assert "安装日期" in page
    assert "位置（组）" in page
    assert "请填写" not in page
    assert "autofocus" in page


@pytest.mark.parametrize(
    ("word", "labels"),
    [
        ("up:1", ["位置（组）", "安装日期"]),
        ("down:0", ["位置（组）", "安装日期"]),
        ("up:0", ["安装日期", "位置（组）"]),
        ("remove:0", ["位置（组）"]),
        ("remove:9", ["安装日期", "位置（组）"]),
        ("redraw", ["安装日期", "位置（组）"]),
        ("nonsense:x", ["安装日期", "位置（组）"]),
    ],
)
def test_columns_are_moved_and_removed_by_buttons(word: str, labels: list[str]) -> None:
    form = DesignForm(blank(do=word))
    assert [part["label"].value() for part in form.columns] == labels


def test_a_removed_column_of_a_saved_register_may_be_taken_up_again() -> None:
    spec = road_spec()
    data = posted(DesignForm(initial=spec, saved=True), do="remove:1")
    form = DesignForm(data, initial=spec, saved=True)
    assert [c.code for c in form.retired] == ["km"]
    data = posted(form, do="restore:km")
    form = DesignForm(data, initial=spec, saved=True)
    assert form.retired == []
    assert form.columns[-1]["key"].value() == "km"
    assert form.columns[-1]["minimum"].value() == "0"


def test_a_new_column_never_takes_the_code_of_a_retired_one() -> None:
    spec = road_spec()
    old = ColumnSpec("li_cheng", "里程", "text")
    form = DesignForm(initial=spec, saved=True, retired=[old])
    data = posted(form, do="add")
    form = DesignForm(data, initial=spec, saved=True, retired=[old])
    at = len(form.columns) - 1
    data = posted(form, **{f"column-{at}-label": "里程。"})
    form = DesignForm(data, initial=spec, saved=True, retired=[old])
    assert form.is_valid(), form.faults
    assert form.spec().columns[-1].code == "li_cheng_2"


def test_choices_keep_their_codes_when_their_names_change() -> None:
    spec = road_spec()
    at = [c.code for c in spec.columns].index("state")
    data = posted(
        DesignForm(initial=spec, saved=True), **{f"column-{at}-choices": "built=已建成\n在建"}
    )
    form = DesignForm(data, initial=spec, saved=True)
    assert form.is_valid(), form.faults
    assert form.spec().columns[at].choices == (
        {"code": "built", "label": "已建成"},
        {"code": "zai_jian", "label": "在建"},
    )


def test_a_rule_is_written_with_labels_and_kept_with_codes() -> None:
    spec = road_spec()
    page = drawn(DesignForm(initial=spec, saved=True))
    assert "开工日期 &lt;= 完工日期" in page
    data = posted(
        DesignForm(initial=spec, saved=True),
        **{"rule-0-rule": "开工日期不晚于完工日期 且 状态＝“建成”", "rule-0-message": "请核对"},
    )
    form = DesignForm(data, initial=spec, saved=True)
    assert form.is_valid(), form.faults
    rule, message = form.spec().checks[0]
    assert " ".join(rule.split()) == 'started_on<=finished_on and state=="built"'
    assert message == "请核对"


def test_a_rule_that_names_a_column_by_its_old_name_still_means_it() -> None:
    spec = road_spec()
    at = [c.code for c in spec.columns].index("started_on")
    data = posted(DesignForm(initial=spec, saved=True), **{f"column-{at}-label": "动工日期"})
    form = DesignForm(data, initial=spec, saved=True)
    assert form.is_valid(), form.faults
    assert form.spec().checks[0][0] == "started_on <= finished_on"


def test_a_rule_that_names_a_retired_column_is_refused_by_its_name() -> None:
    spec = road_spec()
    at = [c.code for c in spec.columns].index("started_on")
    data = posted(DesignForm(initial=spec, saved=True), do=f"remove:{at}")
    data = posted(DesignForm(data, initial=spec, saved=True))
    form = DesignForm(data, initial=spec, saved=True)
    assert not form.is_valid()
    assert form.faults == ["规则“开工日期 <= 完工日期”用到了没有的列“开工日期”。"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"column-1-label": "安装日期"}, "重名"),
        ({"column-0-type": "text"}, "日期列"),
        ({"column-1-type": "choice"}, "没有选项"),
        ({"column-1-label": ""}, "请填写列名"),
        ({"register-purpose": ""}, "请写明用途"),
        ({"rule-0-rule": "没有 > 1", "rule-0-message": "错"}, "没有的列"),
        ({"rule-0-rule": "安装日期 > 1"}, "请写一句提示"),
        ({"register-code": "new"}, "new"),
    ],
)
def test_what_contradicts_itself_is_said(changes: dict[str, str], said: str) -> None:
    form = DesignForm(blank(**changes))
    assert not form.is_valid()
    assert said in drawn(form)


def test_extras_stand_beside_a_column_and_it_may_be_skipped() -> None:
    spec = replace(
        road_spec(),
        person="",
        checks=(),
        columns=(
            ColumnSpec("name", "路段", "text"),
            ColumnSpec("finished_on", "完工", "date"),
            ColumnSpec("col_5", "合计", "decimal", decimals=2, maximum=Decimal(9)),
        ),
    )
    extras = {"col_5": Beside(samples=("1.5", "27.2KM"), note="像是合计", may_skip=True)}
    form = DesignForm(initial=spec, extras=extras)
    page = drawn(form)
    assert "27.2KM" in page
    assert "像是合计" in page
    form = DesignForm(posted(form, **{"column-2-skip": "on"}), initial=spec, extras=extras)
    assert form.is_valid(), form.faults
    assert form.skipped == {"col_5"}
    assert form.spec() == replace(spec, columns=spec.columns[:2])


def test_a_proposed_column_keeps_its_code_when_its_name_is_changed() -> None:
    spec: RegisterSpec = road_spec()
    form = DesignForm(posted(DesignForm(initial=spec), **{"column-1-label": "长度"}), initial=spec)
    assert form.is_valid(), form.faults
    assert (form.spec().columns[1].code, form.spec().columns[1].label) == ("km", "长度")
    assert form.codes()["km"] == "km"


def test_a_column_with_values_offers_no_other_type(cast: Cast) -> None:
    form = DesignForm(initial=road_spec(), saved=True, locked={"km"})
    page = drawn(form)
    assert "小数，2位小数" in page
    assert '<select name="column-1-type"' not in page
    assert '<select name="column-2-type"' in page
