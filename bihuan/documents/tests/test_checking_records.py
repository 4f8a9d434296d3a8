"""A text held against the records: agrees, differs, no record; and what its document settles."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.actions import save_document
from bihuan.documents.checking.document_checking import check_document
from bihuan.documents.checking.extraction import ExtractedFigure
from bihuan.documents.checking.file_checking import check_file, limits_for
from bihuan.documents.checking.records import against_records
from bihuan.documents.checking.report import CheckedFigure, Report, Severity
from bihuan.documents.checking.stating import allows
from bihuan.documents.checking.text_checking import check_text
from bihuan.documents.models import Document
from bihuan.documents.tests.conftest import (
    PLANNED,
    make_figure,
    make_road,
    make_road_figures,
    template_text,
)
from bihuan.figures.asking import Scope
from bihuan.figures.rules import lower_bound
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast
from bihuan.presets.actions import set_preset


@pytest.fixture
def town(cast: Cast, roads: object) -> Cast:
    """A town with 3.75 km of built roads, 2 planned km, and a figure of bridges on nothing."""
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    make_road(cast.villages[1], "2.25", "西路")
    make_road(cast.villages[1], "2.00", "南路", state=PLANNED)
    return cast


def held(town: Cast, text: str, scope: Scope | None = None) -> Report:
    return against_records(
        check_text(text), actor=town.actor("clerk"), scope=scope or Scope(town.town)
    )


def first(report: Report) -> CheckedFigure:
    return report.figures[0]


def test_what_the_records_bear_out_agrees_and_opens_its_trace(town: Cast) -> None:
    figure = first(held(town, "全镇建成村级公路3.75公里。"))
    assert figure.verdict == "agrees"
    assert figure.recorded is not None
    assert figure.recorded.text == "3.75公里"
    assert figure.recorded.records == 2
    assert figure.recorded.url.startswith("/figures/roads_built_km/?unit=town")
    assert figure.to_json()["recorded"]["value"] == 3.75


def test_another_value_of_a_figure_that_is_named_plainly_differs(town: Cast) -> None:
    report = held(town, "全镇建成村级公路5公里。")
    assert first(report).verdict == "differs"
    found = [finding for finding in report.findings if finding.rule == "records.differ"]
    assert [(each.severity, each.start, each.end) for each in found] == [(Severity.ERROR, 8, 9)]
    assert "3.75公里" in found[0].message
    assert "/figures/roads_built_km/" in found[0].message


@pytest.mark.parametrize(
    "text",
    [
        "全镇养殖水面5公里。",  # another thing
        "全镇建成村级公路5条。",  # another measure
        "去年建成村级公路5公里。",  # another time
        "其中建成村级公路5公里。",  # a part
        "一村、二村建成村级公路5公里。",  # other places
    ],
)
def test_rather_no_record_than_a_wrong_difference(town: Cast, text: str) -> None:
    report = held(town, text)
    assert first(report).verdict == "no_record"
    assert "records.differ" not in [finding.rule for finding in report.findings]


def test_a_figure_of_a_village_is_held_against_the_village(town: Cast) -> None:
    name = town.villages[0].name
    assert first(held(town, f"{name}建成村级公路1.5公里。")).verdict == "agrees"
    assert first(held(town, f"{name}建成村级公路3.75公里。")).verdict == "differs"


def test_a_plan_is_held_against_plans_only(town: Cast) -> None:
    assert first(held(town, "拟建公路2公里。")).verdict == "agrees"
    assert first(held(town, "拟建成村级公路3.75公里。")).verdict != "agrees"


def test_the_period_asked_for_is_the_one_held_against(town: Cast) -> None:
    earlier = Scope(town.town, (dt.date(2008, 1, 1), dt.date(2008, 12, 31)))
    assert first(held(town, "全镇建成村级公路3.75公里。", earlier)).verdict == "no_record"


def test_a_ratio_is_held_against_the_ratio_of_the_records(town: Cast) -> None:
    assert first(held(town, "建成比例66.7%。")).verdict == "agrees"
    assert first(held(town, "建成比例90%。")).verdict == "differs"


def test_nobody_learns_what_they_may_not_see(town: Cast) -> None:
    with pytest.raises(NotAllowed):
        against_records(
            check_text("建成村级公路3.75公里。"),
            actor=town.actor("outsider"),
            scope=Scope(town.town),
        )


def save(town: Cast, body: str, **front: str) -> Document:
    return save_document(actor=town.actor("clerk"), template=template_text(body, **front))


def test_a_figure_that_the_records_wrote_agrees_and_a_typed_one_is_compared(town: Cast) -> None:
    document = save(town, "建成{{ roads_built_km }}。全镇建成村级公路5公里。占{{ built_share }}。")
    report = check_document(document, actor=town.actor("clerk"))
    told = {figure.stated.core: figure for figure in report.figures}
    assert told["3.75"].verdict == "agrees"
    assert told["3.75"].recorded is not None
    assert told["3.75"].recorded.label == "建成村级公路"
    assert told["5"].verdict == "differs"
    assert "ratio.no_base" not in [finding.rule for finding in report.findings]


def test_a_percentage_that_somebody_typed_still_needs_its_base(town: Cast) -> None:
    document = save(town, "征收面达98%。全镇{{ incidents }}。")
    rules = [f.rule for f in check_document(document, actor=town.actor("clerk")).findings]
    assert "ratio.no_base" in rules
    assert "claim.zero" not in rules


def test_a_paper_that_is_too_long_is_told_so_by_the_limit_that_the_office_keeps(
    town: Cast,
) -> None:
    text = "字" * 150
    limits = limits_for(town.town)
    assert (limits.paper, limits.special) == (5000, 4000)
    assert check_file(text.encode(), "a.txt", limits=limits).findings == ()
    set_preset(
        actor=Actor.installation(), home=town.town, code="documents.longest_paper",
        value="100", from_on=dt.date(2000, 1, 1), basis="本地规定",
    )  # fmt: skip
    found = check_file(text.encode(), "a.txt", limits=limits_for(town.town)).findings
    assert [finding.rule for finding in found] == ["length.paper"]
    assert "压缩50字" in found[0].message


@pytest.mark.parametrize(("length", "is_found"), [(4000, False), (4001, True), (5001, True)])
def test_a_special_paper_may_have_four_thousand_characters(length: int, is_found: bool) -> None:
    report = check_file(("字" * length).encode(), "a.txt", is_special=True)
    assert bool(report.findings) is is_found
    named = check_file(f"关于专项行动的报告\n{'字' * (length - 9)}".encode(), "a.txt")
    assert bool(named.findings) is is_found


def stated(core: str, value: float, **more: object) -> ExtractedFigure:
    values: dict[str, object] = {
        "start": 0, "end": len(core), "core": core, "value": value, "high": None,
        "unit": "公里", "qualifier": None, "kind": "quantity", "bounds": None,
    } | more  # fmt: skip
    return ExtractedFigure(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("figure", "allowed", "refused"),
    [
        (stated("27.2", 27.2), [27.2, 27.23, 27.16], [27.3, 27.1]),
        (stated("86", 86), [86], [86.4, 87]),
        (stated("1.5万", 15000), [15000, 15400], [16000]),
        (stated("300余万", 3e6, bounds=(3e6, 4e6), qualifier="余"), [3e6, 3.9e6], [4e6, 2.9e6]),
        (stated("100", 100, qualifier="约"), [95, 105], [80, 130]),
        (stated("100", 100, qualifier="以上"), [100, 900], [99]),
        (stated("100", 100, qualifier="不超过"), [100, 9], [101]),
        (stated("100", 100, qualifier="近"), [95], [100, 120]),
        (stated("100", 100, qualifier="达"), [100], [101]),
        (stated("3至5", 3, high=5.0), [3, 4, 5], [2, 6]),
    ],
)
def test_words_allow_the_values_that_they_mean(
    figure: ExtractedFigure, allowed: list[float], refused: list[float]
) -> None:
    assert [allows(figure, value) for value in allowed] == [True] * len(allowed)
    assert [allows(figure, value) for value in refused] == [False] * len(refused)


@given(st.integers(min_value=1, max_value=10**9))
def test_what_a_report_would_write_of_a_value_allows_the_value(value: int) -> None:
    low, high = lower_bound(Decimal(value), 1)
    rounded = stated(f"{low}余", float(low), bounds=(float(low), float(high)), qualifier="余")
    assert allows(rounded, value)
    assert allows(stated(str(value), float(value)), value)


def test_no_figure_is_asked_of_records_that_name_none(town: Cast) -> None:
    make_figure(town.town, "bridges", "渡改桥", unit_of_measure="座")
    assert first(held(town, "粉刷教室5间。")).recorded is None
