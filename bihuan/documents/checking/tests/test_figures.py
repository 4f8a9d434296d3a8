"""What is said of each figure: subject, nature, the verdict that the text alone gives."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.checking.report import CheckedFigure, Report
from bihuan.documents.checking.text_checking import check_text
from bihuan.figures.style import Nature

KEYS = {
    "core", "value", "high", "unit", "qualifier", "kind", "bounds", "subject", "nature",
    "verdict", "start", "end",
}  # fmt: skip


def figures(text: str) -> dict[str, CheckedFigure]:
    return {figure.stated.core: figure for figure in check_text(text).figures}


@pytest.mark.parametrize(
    ("text", "core", "subject"),
    [
        ("张挂了12条永久性宣传标语。", "12", "永久性宣传标语"),
        ("活动中共编辑了简报8期。", "8", "简报"),
        ("全镇集中建设村级公路27.2KM。", "27.2", "村级公路"),
        ("发展了入党积极分子86名。", "86", "入党积极分子"),
        ("对全镇D类危房18000平方米全面进行体检。", "18000", "D类危房"),
        ("五是全镇教育危房分布广、面积大达18000平方米。", "18000", "教育危房"),
        ("11个新农村试点村按要求完成任务。", "11", "新农村试点村"),
        ("镇建立一支40余人的应急队伍。", "40余", "应急队伍"),
        ("广泛征求到群众意见和建议9大类，100多条。", "100多", "群众意见和建议"),
        ("信访事项及时受理率100%。", "100", "信访事项及时受理率"),
        ("投资30余万元对支渠进行了清淤。", "30余万", "支渠"),
        ("拟完成竹林、八都7KM。", "7", "竹林、八都"),
        ("培养“双带”典型入党人员13名。", "13", "双带典型入党人员"),
        ("而每年水费必须承担10余万元。", "10余万", "每年水费"),
    ],
)
def test_the_subject_is_the_noun_that_the_number_speaks_of(
    text: str, core: str, subject: str
) -> None:
    assert figures(text)[core].subject == subject


@pytest.mark.parametrize(
    ("text", "core", "nature"),
    [
        ("发展党员86名。", "86", Nature.EXACT),
        ("清理违章建房300余起。", "300余", Nature.LOWER_BOUND),
        ("历时近3个月。", "3", Nature.APPROXIMATE),
        ("每个干部写不少于1.5万字的笔记。", "1.5万", Nature.NORM),
        ("拟在明年完成公路7公里。", "7", Nature.PLAN),
        ("力争用2年时间消除危房。", "2", Nature.PLAN),
        ("参合率达98%。", "98", Nature.RATIO),
        ("做到三个逼向。", "三", Nature.ANNOUNCED),
        ("2009年12月开始。", "2009", Nature.DATE),
        ("预期目标是：粮食产量增加30吨；新增就业20人。", "20", Nature.PLAN),
        ("四、下一步打算\n建设公路7公里。", "7", Nature.PLAN),
        ("四、下一步打算\n已建成公路7公里。", "7", Nature.EXACT),
        ("将计划生育作为议题，宣讲86次。", "86", Nature.EXACT),
        ("超计划完成公路7公里。", "7", Nature.EXACT),
    ],
)
def test_the_nature_follows_qualifier_and_words(text: str, core: str, nature: Nature) -> None:
    assert figures(text)[core].nature is nature


@pytest.mark.parametrize(
    ("text", "core", "verdict"),
    [
        ("发展党员86名。", "86", "no_record"),
        ("拟发展党员86名。", "86", "not_measurable"),
        ("要求发展党员86名。", "86", "not_measurable"),
        ("2009年12月开始。", "2009", "not_measurable"),
        ("做到三个逼向：逼向书本，逼向基层，逼向群众。", "三", "agrees"),
        ("做到三个逼向：逼向书本，逼向基层。", "三", "differs"),
        ("做到三个逼向。", "三", "not_measurable"),
    ],
)
def test_without_records_the_text_alone_gives_the_verdict(
    text: str, core: str, verdict: str
) -> None:
    assert figures(text)[core].verdict == verdict


def test_json_has_the_keys_that_programs_rely_on() -> None:
    told = check_text("清理违章建房300余起，投资27.5万元。").to_json()
    assert set(told) == {"text", "figures", "findings"}
    first, second = told["figures"]
    assert set(first) == KEYS
    assert (first["core"], first["value"], first["bounds"]) == ("300余", 300, [300, 400])
    assert (first["high"], first["qualifier"], first["unit"]) == (None, "余", "起")
    assert (second["value"], second["bounds"]) == (275_000, None)
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told


def test_a_stated_range_has_an_upper_end() -> None:
    first = check_text("每村3至5个。").to_json()["figures"][0]
    assert (first["value"], first["high"], first["bounds"]) == (3, 5, None)


def lines_of(report: Report) -> list[str]:
    return [f"{f.rule} {f.start} {f.end}" for f in report.findings]


SIGNS = "一是二三个逼向：，。；、\n0189年月日至%KM公里共其中拟将元名（）〔〕号\t合计"


@given(st.text(alphabet=SIGNS, max_size=120))
def test_whatever_is_written_places_lie_in_the_text_and_in_order(text: str) -> None:
    report = check_text(text)
    starts = [finding.start for finding in report.findings]
    assert starts == sorted(starts)
    assert all(0 <= f.start <= f.end <= len(text) for f in report.findings)
    assert all(text[f.start : f.end] == f.stated.core for f in report.figures)
    assert lines_of(check_text(text)) == lines_of(report)
