"""Each rule of the checker: what it finds, and what it leaves alone."""

import pytest

from bihuan.documents.checking.report import Report, Severity
from bihuan.documents.checking.rules import RULES
from bihuan.documents.checking.text_checking import check_text

FOUND = [
    ("value.two_things", "对全镇D类危房18000平方米进行体检。\n全镇教育危房面积达18000平方米。"),
    ("value.two_values", "建成便民服务中心12个。\n便民服务中心15个全部投入使用。"),
    ("sum.part_exceeds", "发展党员12名，其中女性20名。"),
    ("sum.parts_exceed", "新建道路12条，其中通村路8条、通组路7条。"),
    ("sum.total", "通村路8条、通组路7条，共16条。"),
    ("sum.column", "村名\t里程\n竹林村\t2\n八都村\t3\n合计\t6"),
    ("ratio.no_base", "清基工作做得好，征收面达98%。"),
    ("ratio.over_hundred", "群众参与率120%。"),
    ("plan.among_results", "已建成公路12公里，拟在下半年建设公路7公里。"),
    ("period.reversed", "2010年3月至2009年2月开展了走访。"),
    ("period.overlap", "2009年1月至6月修路3公里，2009年4月至9月修路5公里。"),
    ("announced.count", "学习调研做到三个逼向：逼向书本，逼向基层。"),
    ("announced.count", "开展四个结合活动：\n一是与发展结合。二是与民生结合。三是与党建结合。"),
    ("list.gap", "一是抓学习。二是抓调研。四是抓整改。"),
    ("unit.form", "建设村级公路27.2KM。"),
    ("unit.form", "改造校舍18000m2。"),
    ("unit.squeezed", "改造校舍18000㎡。"),
    ("unit.mixed", "修路3公里。又修路5千米。"),
    ("form.document_number", "小党字（2010）11号"),
    ("form.document_number", "小党字〔2010〕011号"),
    ("form.document_number", "小党字〔2010〕第11号"),
    ("form.hanzi_date", "二〇一〇年二月三日"),
    ("form.mixed_zero", "二0一0年二月三日"),
    ("form.mixed_zero", "二○一○年以来"),
    ("form.padded_date", "2010年02月03日"),
    ("form.short_year", "09年12月开始。"),
    ("form.no_such_day", "2010年2月30日召开会议。"),
    ("form.full_width", "沿途２万亩农田。"),
    ("form.percent_range", "增长5—6%。"),
    ("claim.zero", "全镇未出现一起影响大的事件。"),
    ("claim.superlative", "是历年来最多的一年。"),
]

SILENT = [
    ("value.two_things", "改造D类危房18000平方米。\nD类危房18000平方米已全部改造。"),
    ("value.two_things", "改造危房300平方米。\n粉刷教育危房300平方米。"),
    ("value.two_values", "办理信访事项270余件。\n信访事项275件全部办结。"),
    ("value.two_values", "上年建成便民服务中心12个。\n建成便民服务中心15个。"),
    ("value.two_values", "建成便民服务中心12个。\n拟建便民服务中心15个。"),
    ("sum.part_exceeds", "发展党员12名，其中女性5名。"),
    ("sum.parts_exceed", "新建道路15条，其中通村路8条、通组路7条。"),
    ("sum.total", "通村路8条、通组路7条，共15条。"),
    ("sum.total", "通村路8条，投资300万元，共15条。"),
    ("sum.column", "村名\t里程\n竹林村\t2\n八都村\t3\n合计\t5"),
    ("sum.column", "村名\t比例\n竹林村\t20%\n八都村\t30%\n合计\t25%"),
    ("ratio.no_base", "全镇1200户中，参合1180户，参合率98.3%。"),
    ("ratio.no_base", "覆盖98%的村。"),
    ("ratio.no_base", "收入增长9.7%和8.9%。"),
    ("ratio.no_base", "力争覆盖率达到98%。"),
    ("ratio.over_hundred", "资金收缴完成102%。"),
    ("plan.among_results", "拟在2010年建设公路7公里。"),
    ("plan.among_results", "建成公路12公里，将计划生育作为宣讲议题，发放资料30份。"),
    ("plan.among_results", "五、下一步打算\n已建成公路12公里，拟建公路7公里。"),
    ("period.reversed", "2009年11月至2010年2月。11月至2月。"),
    ("period.overlap", "2009年1月至6月修路3公里，2009年6月至9月修路5公里。"),
    ("period.overlap", "2009年1月至12月修路8公里，其中2009年4月至9月修路5公里。"),
    ("announced.count", "做到三个逼向：“逼向书本”，“逼向基层，逼向群众”。"),
    ("announced.count", "做到五带头，即：带头宣传，带头解决，带头学习，带头调研，带头实践。"),
    ("announced.count", "对三个阶段六项工作进行了细化。"),
    ("announced.count", "在作风、制度、成效等三个方面取得突破。"),
    ("list.gap", "一是抓学习。二是抓调研。\n一是抓整改。二是抓落实。"),
    ("list.gap", "一是抓学习：（一）读书；（二）讨论。二是抓调研。"),
    ("unit.form", "修路27.2公里，即27.2km，建房20平方米，地3平方公里。"),
    ("unit.squeezed", "改造校舍18000平方米。"),
    ("unit.mixed", "修路3公里，又修5公里，建房20平方米。"),
    ("form.document_number", "小党字〔2010〕11号"),
    ("form.hanzi_date", "2010年2月3日"),
    ("form.mixed_zero", "二〇一〇年二月三日"),
    ("form.padded_date", "2010年2月3日、10月20日"),
    ("form.short_year", "2009年12月，历时10年。"),
    ("form.no_such_day", "2012年2月29日召开会议。"),
    ("form.full_width", "沿途2万亩农田。"),
    ("form.percent_range", "增长5%—6%。"),
    ("claim.zero", "全镇未出现大的问题。"),
    ("claim.superlative", "最多的是道路问题。"),
]


def rules_in(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


@pytest.mark.parametrize(("rule", "text"), FOUND)
def test_a_rule_finds_what_it_is_about_at_its_place(rule: str, text: str) -> None:
    report = check_text(text)
    found = [finding for finding in report.findings if finding.rule == rule]
    assert found, rules_in(report)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(each.message.endswith(("。", "？")) or "：" in each.message for each in found)


@pytest.mark.parametrize(("rule", "text"), SILENT)
def test_a_rule_leaves_alone_what_is_right(rule: str, text: str) -> None:
    assert rule not in rules_in(check_text(text))


def test_every_rule_has_a_case_of_both_sorts() -> None:
    known = {rule.id for rule in RULES}
    assert known == {rule for rule, _text in FOUND}
    assert known == {rule for rule, _text in SILENT}
    assert len(known) == len(RULES)


def test_a_finding_marks_the_words_that_it_is_about() -> None:
    text = "建设村级公路27.2KM，其余不变。"
    found = next(f for f in check_text(text).findings if f.rule == "unit.form")
    assert text[found.start : found.end] == "KM"
    assert found.severity is Severity.ERROR
    assert "公里" in found.message


def test_offsets_count_code_points_even_past_the_basic_plane() -> None:
    text = "𠮷村建设公路27.2KM。"
    report = check_text(text)
    figure = report.figures[0]
    assert text[figure.start : figure.end] == "27.2"
    assert text[report.findings[0].start : report.findings[0].end] == "KM"


@pytest.mark.parametrize("text", ["", "\n\n", "没有数字", "，。；：！？\t\t\n", "《》（）“”"])
def test_a_text_without_figures_has_none(text: str) -> None:
    report = check_text(text)
    assert report.figures == ()
    assert report.findings == ()


TRAPS = """小河字（2010）11号
一、主要做法
学习阶段做到三个逼向：“逼向书本”，“逼向基层，逼向群众”，开展四个结合活动：
一是与民生相结合。建成村级公路12.5KM，对D类危房18000平方米进行体检。二是与党建相结合。发展党员26名。
三是与当前工作相结合。清基工作征收面达98%，拟在明年完成公路7公里。全镇教育危房面积达18000平方米。
"""


def test_a_summary_with_the_faults_of_its_time_is_told_each_of_them() -> None:
    # The faults are those of the sample that the software set out from, in words of our own.
    report = check_text(TRAPS)
    assert set(rules_in(report)) >= {
        "form.document_number", "unit.form", "value.two_things", "ratio.no_base",
        "plan.among_results", "announced.count",
    }  # fmt: skip
    counted = [f for f in report.findings if f.rule == "announced.count"]
    assert ["四个结合" in finding.message for finding in counted] == [True]
