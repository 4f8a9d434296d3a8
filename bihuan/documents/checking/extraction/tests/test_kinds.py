"""Kinds of figures, and what is none: every line of the definition."""

import pytest

from bihuan.documents.checking.extraction import extract_figures
from bihuan.documents.checking.extraction.tests.stated import stated


def _kinds(text: str) -> list[str]:
    return [figure.kind for figure in extract_figures(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("发展会员86名。", "quantity"),
        ("位列后三名的干部要谈话。", "quantity"),
        ("对位列后三名的班子逐一谈话。", "quantity"),
        ("预期寿命达到79岁。", "quantity"),
        ("大港、小港两个圩都通了车。", "quantity"),
        ("每年小麦最低价为每50公斤72元。", "quantity"),
        ("投资300万元。", "money"),
        ("利用外资2亿美元。", "money"),
        ("覆盖率98%。", "ratio"),
        ("占三成。", "ratio"),
        ("占三分之一。", "ratio"),
        ("是前年的1.7倍。", "ratio"),
        ("产值增长8.3%。", "change"),
        ("失业率下降2.1个百分点。", "change"),
        ("每月提高30元。", "change"),
        ("收入增长一倍。", "change"),
        ("力争用2年完成。", "duration"),
        ("为期近半年。", "duration"),
        ("用了三个月。", "duration"),
        ("五年来修路不断。", "duration"),
        ("提前一年完成。", "duration"),
        ("2010年通车。", "date"),
        ("二〇一〇年通车。", "date"),
        ("二0一0年通车。", "date"),
        ("１９９４年通车。", "date"),
        ("2010—2012年连续丰收。", "date"),
        ("06年通车。", "date"),
        ("做到三个逼向。", "announced"),
        ("开展四个结合活动。", "announced"),
        ("围绕五大任务。", "announced"),
        ("分三个阶段推进。", "announced"),
        ("做到五带头。", "announced"),
        ("办好以下五件事：", "announced"),
        ("在四个方面取得突破。", "announced"),
        ("打好“四个攻坚”硬仗。", "announced"),
    ],
)
def test_a_figure_has_the_kind_that_its_unit_and_words_make(text: str, kind: str) -> None:
    assert kind in _kinds(text)


def test_what_was_reached_is_no_change() -> None:
    assert _kinds("从每月70元提高到88元。") == ["money", "money"]


def test_what_is_new_is_a_quantity() -> None:
    assert _kinds("新增12个项目。") == ["quantity"]


def test_a_row_has_the_kind_of_its_first() -> None:
    assert _kinds("货物和旅客分别增长4%、11.3%。") == ["change", "change"]


def test_a_full_date_is_one_figure_a_part() -> None:
    assert stated("2010年12月1日开工。") == [
        "2010 2010 年 - date",
        "12 12 月 - date",
        "1 1 日 - date",
    ]
    assert stated("二月三日开工。") == ["二 2 月 - date", "三 3 日 - date"]


def test_years_from_to_are_one_figure() -> None:
    assert stated("2010—2012年连续丰收。") == ["2010—2012 2010~2012 年 - date"]
    assert stated("1—11月完成。") == ["1—11 1~11 月 - date"]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("每村至少一条。", "一 1 条 至少 quantity"),
        ("全年仅一例。", "一 1 例 - quantity"),
        ("每季不少于一次。", "一 1 次 不少于 quantity"),
        ("至少粉刷了一条以上标语。", "一 1 条 以上 quantity"),
        ("每个支部都有一名干部联系。", "一 1 名 - quantity"),
        ("每个班子成员负责一个联系点。", "一 1 个 - quantity"),
        ("历时一年多。", "一 1 年 多 duration"),
        ("税率提高一个百分点。", "一 1 百分点 - change"),
    ],
)
def test_one_counts_where_it_is_meant_as_a_number(text: str, figure: str) -> None:
    assert stated(text) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        # ordinals and list marks
        "第三批学习活动开始。",
        "一是加强领导，二是抓好落实。",
        "首个试点挂牌。",
        "排名进入前三名。",
        "居全省第2位。",
        "（二）抓好整改",
        "三、下一步打算",
        "3.抓好整改",
        "第二、第三产业协调发展。",
        "水厂二期工程开工。",
        "获一等奖。",
        "编为6号楼。",
        "党的十八大以来。",
        "十九届四中全会。",
        # one as "a" or as one whole
        "有了一个新的认识。",
        "推出一批项目。",
        "解决一系列难题。",
        "一方面抓生产。",
        "全市一盘棋。",
        "过去一年成绩显著。",
        "已达到一个可观的水平。",
        "是一个多民族的国家。",
        "进一步理顺关系。",
        # names that hold numbers
        "105国道改造完工。",
        "编制十四五规划。",
        "“十四五”开局良好。",
        "办好三农工作。",
        "开好两会。",
        "培养双带党员。",
        "共建一带一路。",
        "统筹五位一体布局。",
        "落实2030议程。",
        "出台新国十条。",
        "实行一事一议。",
        "排查D级危房。",
        "建设5G网络。",
        "创建4A级景区。",
        "出席20国集团峰会。",
        "拨打12345热线。",
        "PM2.5浓度下降。",
        "实施“1+3”方案。",
        "四川造产品走俏。",
        "三峡工程通航。",
        "学雷锋二连受奖。",
        "中学三年级开课。",
        "培育千亿级产业。",
        "签约亿元以上项目。",
        "新签十里长街改造。",
        "落实三块地改革。",
        "普及九年义务教育。",
        # numbers of documents and clauses
        "丰府发〔2024〕3号文件。",
        "小党字（2010）11号。",
        "依照第十二条处理。",
        # indefinite numerals
        "走访几个村。",
        "惠及数十户。",
        "召开若干会议。",
        "惠及成千上万群众。",
        "走进千家万户。",
        "动员上百人。",
        "来了十几个人。",
        "用两三年完成。",
        "每隔三、五年一次。",
        "经过几十年努力。",
        # idioms
        "三令五申抓安全。",
        "千方百计增收。",
        "万无一失。",
        "十分重视。",
        "统一思想。",
        "三番五次上门。",
        # zero claims
        "全镇未出现一起事故。",
        "没有发生一例感染。",
        "无一例外。",
        # ages and anniversaries as names
        "建设3岁以下托位。",
        "慰问60岁以上老人。",
        "庆祝建国60周年。",
        "服务0-6岁儿童。",
        # plans named by years
        "实施三年行动计划。",
        "执行第一个五年计划。",
        "开展治本攻坚三年行动。",
        # 两 that counts nothing
        "坚持两手抓、两手都要硬。",
        "学习工作两不误。",
        "推动两岸往来。",
        "两国友好。",
        # numbers that say neither how many nor how much
        "9时30分开会。",
        "比例为1:1。",
        "联系电话：0795-1234567。",
        "零部件供应充足。",
        "见附件2。",
    ],
)
def test_a_numeral_in_a_name_an_order_or_an_idiom_is_no_figure(text: str) -> None:
    assert stated(text) == []


def test_a_figure_beside_a_name_is_found() -> None:
    assert stated("105国道改造27公里，“十四五”投资3亿元，第三批涉及11个村。") == [
        "27 27 公里 - quantity",
        "3亿 300000000 元 - money",
        "11 11 个 - quantity",
    ]
