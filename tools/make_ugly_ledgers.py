"""Make the ugly ledgers that the take-over is tried on, in bihuan/ledgers/tests/ledgers.

They look as township offices keep them; every name in them is made up (甲户, 乙户). The results are
committed. .xls is written record by record ([MS-XLS]), since nothing here writes it.
"""

import csv
import datetime as dt
import io
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bihuan.lib.tests.workbook_samples import biff, make_xls, xls_number

FOLDER = Path(__file__).resolve().parents[1] / "bihuan" / "ledgers" / "tests" / "ledgers"
Rows = Sequence[Any]
MADE: dict[str, Callable[[], bytes]] = {}


def ledger(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Name the file that a function makes."""

    def note(make: Callable[[], bytes]) -> Callable[[], bytes]:
        MADE[name] = make
        return make

    return note


def fill(sheet: Worksheet, rows: Rows, merged: Sequence[str] = ()) -> None:
    """Write rows from A1 on, then merge areas."""
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(at, column, value)
    for area in merged:
        sheet.merge_cells(area)


def one_sheet(name: str, rows: Rows, merged: Sequence[str] = ()) -> bytes:
    """Return an .xlsx of one sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    fill(sheet, rows, merged)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook's bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def text_of(rows: Rows, delimiter: str, encoding: str) -> bytes:
    """Return rows as delimited text."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode(encoding)


def xls(name: str, rows: Rows, merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """Return an .xls of one sheet; texts as LABEL records, numbers as NUMBER records."""
    cells = []
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                cells.append(xls_number(at, column, value))
            elif value is not None:
                text = str(value).encode("utf-16-le")
                body = struct.pack("<HHHHB", at, column, 0, len(text) // 2, 1) + text
                cells.append(biff(0x204, body))
    areas = b"".join(
        struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merged
    )
    cells.append(biff(0xE5, struct.pack("<H", len(merged)) + areas))
    return make_xls(*cells, name=name)


@ledger("01-cunji-gonglu.xlsx")
def roads() -> bytes:
    """Title, two-row merged header, a section for each village, subtotals, signatures."""
    rows = [
        ["小港镇2009年度村级公路建设情况统计表"],
        ["填报单位：小港镇交通站", None, None, None, None, None, None, "单位：万元"],
        ["序号", "路段名称", "起止点", "建设规模", None, "资金", None, "完工时间", "备注"],
        [None, None, None, "里程\n（公里）", "路面宽（米）", "总投资", "其中：捐资", None, None],
        ["一、竹林村"],
        [1, "竹林至八都路", "村口—八都桥", "2.5KM", 3.5, 62.5, 3, "2009.10.20", None],
        [2, "祠堂组道", "祠堂—晒场", 0.8, 3, 18, "/", "2009年11月3日", "组道"],
        [None, "小计", None, 3.3, None, 80.5, 3, None, None],
        ["二、八都村"],
        [3, "八都环村路", "学校—村部", "1.2公里", 3.5, 31.2, 1.2, "2009-9-8", None],
        [4, "新屋组道", "新屋—主路", "800米", 3, 16, None, "二00九年十二月一日", "捐资另计"],
        [None, "小计", None, 2.0, None, 47.2, 1.2, None, None],
        ["三、丰城村"],
        [5, "大堤连接线", "大堤—村委会", 2.1, 4, 70, 5, "2009.12", "只完成路基"],
        [None, "小计", None, 2.1, None, 70, 5, None, None],
        [None, "合 计", None, 7.5, None, 197.7, 9.2, None, None],
        ["备注：里程以交通站实测为准。"],
        ["填表人：甲某", None, None, None, "审核人：乙某", None, None, "2010年1月5日"],
    ]
    merged = ["A1:I1", "A2:C2", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "H3:H4", "I3:I4"]
    merged += ["A5:I5", "A9:I9", "A13:I13", "A17:I17"]
    return one_sheet("Sheet1", rows, merged)


@ledger("02-wubao.xls")
def five_guarantees() -> bytes:
    """An .xls with identity and bank numbers, printed pages with the header again, page sums."""
    head = [
        "序号",
        "村名",
        "户主姓名",
        "性别",
        "身份证号码",
        "供养方式",
        "月供养标准（元）",
        "银行账号",
        "联系电话",
    ]

    def line(
        at: int, village: str, name: str, sex: str, born: str, way: str, money: int
    ) -> list[Any]:
        return [
            at,
            village,
            name,
            sex,
            f"360999{born}10{at}X",
            way,
            money,
            f"62284800{at:08d}",
            f"1390000{at:04d}",
        ]

    rows = [
        ["小港镇五保供养对象花名册"],
        ["制表单位：小港镇民政所", None, None, None, None, None, None, "2009年12月"],
        head,
        line(1, "竹林村", "甲户", "男", "19380311", "分散", 150),
        line(2, "竹林村", "乙户", "女", "19401105", "集中", 200),
        line(3, "八都村", "丙户", "男", "19350920", "分散", 150),
        [None, "本页合计", None, None, None, None, 500],
        ["第1页 共2页"],
        ["小港镇五保供养对象花名册"],
        head,
        line(4, "八都村", "丁户", "男", "19410101", "分散", 150),
        line(5, "石岭村", "戊户", "女", "19330630", "集中", 200),
        line(6, "石岭", "己户", "男", "19360714", "分散", 150),
        [7],
        [8],
        [None, "本页合计", None, None, None, None, 500],
        [None, "总计", None, None, None, None, 1000],
        ["第2页 共2页"],
    ]
    return xls("五保", rows, [(0, 0, 0, 8), (8, 0, 8, 8)])


@ledger("03-xushuichi.csv")
def water_tanks() -> bytes:
    """GB18030, the village only in the first row of each group, quoted line breaks, no title."""
    rows = [
        ["编号", "村别", "蓄水池名称", "容积(立方米)", "受益户数", "建成日期", "是否正常使用"],
        ["ZL-01", "竹林村", "上湾蓄水池", "50", "36户", "2008.3.15", "是"],
        ["ZL-02", "", "下湾蓄水池", "80", "52", "2008.6.1", "是"],
        ["BD-01", "八都村", "后山水塔", "120立方米", "110", "2007年5月6日", "否"],
        ["BD-02", "", "学校水池", "３０", "1", "2009/4/9", "是"],
        ["BD-03", "", '"新屋"水池', "45.5", "27", "20090818", "是"],
        ["", "", "合计", "325.5", "226", "", ""],
        ["", "", "", "", "", "", ""],
    ]
    return text_of(rows, ",", "gb18030")


@ledger("04-maodun-jiufen.xlsx")
def disputes() -> bytes:
    """Days in the older style, a bound number of people, vertically merged cells, remarks below."""
    rows = [
        [None, None],
        [None, "小港镇矛盾纠纷排查调处台账（2009年第四季度）"],
        [
            None,
            "序号",
            "排查时间",
            "所在村",
            "纠纷类型",
            "简要情况",
            "涉及人数",
            "调解人",
            "调处结果",
            "办结时间",
        ],
        [
            None,
            1,
            "二〇〇九年十月八日",
            "竹林村",
            "土地山林",
            "两组为荒山界址争议，历时多年",
            12,
            "甲某",
            "调解成功",
            "2009.10.30",
        ],
        [
            None,
            2,
            "二00九年十月二十日",
            "竹林村",
            "邻里",
            "排水沟改道引起",
            4,
            None,
            "调解成功",
            "2009.10.22",
        ],
        [
            None,
            3,
            "2009年11月2日",
            "八都村",
            "土地山林",
            "承包地流转租金拖欠",
            "30余人",
            "乙某",
            "正在调处",
            None,
        ],
        [
            None,
            4,
            "2009年11月15日",
            "丰城村",
            "婚姻家庭",
            "赡养老人",
            5,
            None,
            "调解成功",
            "2009.12.1",
        ],
        [
            None,
            5,
            "2009年12月9日",
            "石岭村",
            "劳资",
            "工程队欠薪",
            "约20人",
            "丙某",
            "移交劳动部门",
            "12月20日",
        ],
        [None, 6, "2009年12月18日", "石岭村", "邻里", "宅基地滴水", 2, "丙某", "正在调处", "/"],
        [None, "注：1、涉及50人以上的须即时上报；"],
        [None, "2、本表每季度末报综治办。"],
    ]
    return one_sheet("台账", rows, ["B2:J2", "D4:D5", "B10:J10", "B11:J11"])


@ledger("05-huiyi-qiandao.xlsx")
def meetings() -> bytes:
    """Days without a year under a title that tells it; shares as 0.85 and as 100%; ticks."""
    rows = [
        ["2010年学习实践活动会议登记簿"],
        ["日期", "会议名称", "参会单位", "应到人数", "实到人数", "到会率", "领导讲话", "签到表"],
        ["2.3", "动员大会", "各村、站所", 120, 118, 0.983, "√", "有"],
        ["2月5日", "党委中心组学习", "班子成员", 11, 11, "100%", "√", "有"],
        [2.9, "村党支部书记例会", "18个村", 18, 17, 0.944, "×", "有"],
        ["2-12", "老干部座谈会", "退休干部", 9, 9, 1, "√", "无"],
        [2.2, "整改方案讨论会", "班子成员", 11, 10, 0.909, "×", "无"],
        ["2月30日", "群众代表评议会", "各村代表", 54, 50, 0.926, "√", "有"],
    ]
    return one_sheet("会议", rows, ["A1:H1"])


@ledger("06-zhiban-biao.xlsx")
def roster() -> bytes:
    """Two blocks of the same heads side by side; full-width digits; a remark on the right."""
    rows = [
        ["小港镇2010年2月份值班安排表"],
        ["日期", "带班领导", "值班员", "值班电话", "日期", "带班领导", "值班员", "值班电话"],
        [
            "2月1日",
            "甲镇长",
            "丁干事",
            "０７９１－８５５５０１",
            "2月8日",
            "甲镇长",
            "庚干事",
            "0791-8555012",
        ],
        [
            "2月2日",
            "乙副镇长",
            "戊干事",
            "0791-8555012",
            "2月9日",
            "乙副镇长",
            "辛干事",
            "0791-8555012",
        ],
        [
            "2月3日（星期三）",
            "丙委员",
            "己干事",
            "0791-8555012",
            "2月10日",
            "丙委员",
            "壬干事",
            "0791-8555012",
        ],
        [
            "2月4日",
            "甲镇长",
            "同上",
            "0791-8555012",
            "2月11日",
            "乙副镇长",
            "癸干事",
            "0791-8555012",
        ],
        ["说明：换班须经带班领导同意。"],
    ]
    return one_sheet("2月", rows, ["A1:H1", "A7:H7"])


@ledger("07-cunzhang-shouzhi.xlsx")
def accounts() -> bytes:
    """A sheet for each month, amounts as people write them, a balance carried forward."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    months: dict[str, list[list[Any]]] = {
        "1月": [
            ["1.5", "记1", "上年结转", None, None, "12,350.50"],
            ["1.12", "记2", "上级拨付道路补助款", "￥30,000", None, 42350.5],
            ["1.20", "记3", "付八都环村路石料款", None, "8600元", 33750.5],
        ],
        "2月": [
            ["2月1日", "记4", "收林地承包款", "1.5万元", None, 48750.5],
            ["2月8日", "记5", "慰问困难户", None, "三千元", 45750.5],
        ],
        "3月": [
            ["3月9日", "记6", "付水电费", None, 512.3, 45238.2],
            ["3月15日", "记7", "收捐款", "约5000元", None, 50238.2],
        ],
    }
    for at, (name, lines) in enumerate(months.items()):
        sheet = first if at == 0 else book.create_sheet()
        sheet.title = name
        rows: list[list[Any]] = [
            ["竹林村2010年村级收支明细账"],
            [None, None, None, None, None, "单位：元"],
            ["日期", "凭证号", "摘要", "收入金额", "支出金额", "余额"],
            *lines,
            ["本月合计", None, None, None, None, None],
        ]
        fill(sheet, rows, ["A1:F1"])
    return saved(book)


@ledger("08-zhishu-zaolin.csv")
def trees() -> bytes:
    """UTF-8 with a mark, tabs, inexact numbers, ten thousands of trees."""
    rows = [
        ["2009年春季植树造林统计"],
        ["行政村", "造林地点", "树种", "面积（亩）", "株数（株）", "参加人数", "植树时间"],
        ["竹林村", "后龙山", "杉树", "120", "1.2万", "60", "2009.3.12"],
        ["八都村", "水库边", "湿地松", "85.5", "8500", "40余人", "2009.3.12"],
        ["丰城村", "大堤两侧", "意杨", "约60", "6000棵", "35", "2009-3-15"],
        ["石岭村", "荒坡", "杉树", "近200", "2万", "100", "2009-3-20"],
        ["沙洲村", "洲头", "意杨", "45", "4500", "不足30人", "2009.3.21"],
        ["村民小组", "零星", "柑橘", "12", "900", "10", "2009.3.22"],
    ]
    return text_of(rows, "\t", "utf-8-sig")


@ledger("09-yongdian-yuebiao.xlsx")
def electricity() -> bytes:
    """Months across, a sum to the right and one below, one of them wrong."""
    months = [f"{month}月" for month in range(1, 13)]
    villages = {"竹林村": 320, "八都村": 410, "丰城村": 285, "石岭村": 150}
    rows: list[list[Any]] = [
        ["各村排灌用电统计表（2009年度）"],
        [None] * 13 + ["单位：度"],
        ["序号", "村名", *months, "合计"],
    ]
    sums = [0] * 12
    for at, (village, base) in enumerate(villages.items(), 1):
        values: list[Any] = [base + 10 * month for month in range(12)]
        if village == "石岭村":
            values[0] = values[1] = None
        sums = [total + (value or 0) for total, value in zip(sums, values, strict=True)]
        rows.append([at, village, *values, sum(value or 0 for value in values)])
    rows[4][-1] += 100
    rows.append([None, "合计", *sums, sum(sums) + 100])
    return one_sheet("用电", rows, ["A1:O1"])


@ledger("10-fencun-nonghu.xlsx")
def by_village() -> bytes:
    """A sheet for each village with the same header, one sheet and one row hidden."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    villages: dict[str, list[list[Any]]] = {
        "竹林村": [["一组", 35, 142, 68.5], ["二组", 28, 110, 55], ["三组", 41, 165, 80.2]],
        "八都村": [["一组", 50, 205, 96], ["二组", 33, 128, 61.5]],
        "丰城村": [["大堤组", 61, 250, 130], ["新屋组", 22, 91, 40.8]],
        "旧数据": [["一组", 30, 130, 60]],
    }
    for at, (name, lines) in enumerate(villages.items()):
        sheet = first if at == 0 else book.create_sheet()
        sheet.title = name
        rows = [
            [f"{name}农户基本情况（截至2009年12月31日）"],
            ["组别", "户数", "人口（人）", "耕地面积\n（亩）", "人均耕地（亩）"],
            *[[*line, line[3] / line[2]] for line in lines],
            ["合计", sum(x[1] for x in lines), sum(x[2] for x in lines), sum(x[3] for x in lines)],
        ]
        fill(sheet, rows, ["A1:E1"])
        if name == "旧数据":
            sheet.sheet_state = "hidden"
        if name == "八都村":
            sheet.row_dimensions[4].hidden = True
    return saved(book)


@ledger("11-weifang.csv")
def unsafe_houses() -> bytes:
    """Semicolons, serial days of Excel, units in square metres as ㎡, a wrong village."""
    rows = [
        ["序号", "单位", "房屋用途", "结构", "建筑面积（㎡）", "鉴定等级", "鉴定日期", "处理措施"],
        ["1", "小港中学", "教室", "砖木", "680", "D级", "40057", "拆除重建"],
        ["2", "竹林村", "村部", "砖木", "120㎡", "C级", "40060", "加固"],
        ["3", "八都村", "村小", "土木", "310", "D级", "40061", "拆除重建"],
        ["4", "石岭村", "会堂", "砖混", "260", "C级", "40071", "加固"],
        ["5", "丰城村", "仓库", "砖木", "0.2公顷", "D级", "四月", "拆除"],
        ["6", "东门村", "村部", "土木", "95", "D级", "40080", "拆除重建"],
    ]
    return text_of(rows, ";", "utf-8")


@ledger("12-liang-zhang-biao.xlsx")
def two_tables() -> bytes:
    """Two different tables, one below the other; a third in another sheet; an empty sheet."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "汇总"
    rows = [
        ["一、党支部基本情况"],
        ["支部名称", "党员人数", "其中：女党员", "预备党员"],
        ["竹林村党支部", 36, 6, 1],
        ["八都村党支部", 42, 9, 2],
        ["丰城村党支部", 28, 4, "无"],
        [],
        ["二、活动场所"],
        ["村", "场所名称", "建成年份", "面积（平方米）"],
        ["竹林村", "党员活动室", 2005, 60],
        ["八都村", "文化站", 2008, 150.5],
        ["石岭村", "党员活动室", 2009, 80],
    ]
    fill(first, rows, ["A1:D1", "A7:D7"])
    other = book.create_sheet("简报")
    fill(
        other,
        [
            ["期号", "标题", "印发日期"],
            [1, "动员大会召开", dt.date(2009, 9, 25)],
            [2, "扎实推进调研", dt.date(2009, 10, 12)],
        ],
    )
    book.create_sheet("Sheet3")
    return saved(book)


@ledger("13-chanye-mianji.xlsx")
def crops() -> bytes:
    """A header of three rows with units in brackets, and a row that numbers the columns."""
    rows = [
        ["小港镇农业产业结构调整情况表"],
        ["二〇〇九年十一月", None, None, None, None, None, None, "计量单位：亩"],
        ["单位", "产业", None, None, None, "面积合计", "产值（万元）", "带头人"],
        [None, "粮食", None, "经济作物", None, None, None, None],
        [None, "早稻", "晚稻", "油菜", "蔬菜", None, None, None],
        ["甲", 1, 2, 3, 4, 5, 6, "乙"],
        ["全镇合计", 2100, 2250, 640, 310, 5300, 825.6, None],
        ["竹林村", 800, 850, 200, 100, 1950, 301.2, "甲某"],
        ["八都村", 700, 760, 240, 150, 1850, 290.4, "乙某"],
        ["丰城村", 600, 640, 200, 60, 1500, 234.0, "丙某"],
    ]
    merged = ["A1:H1", "A3:A5", "B3:E3", "B4:C4", "D4:E4", "F3:F5", "G3:G5", "H3:H5"]
    return one_sheet("产业", rows, merged)


@ledger("14-gongshi-cuowu.xlsx")
def broken_formulas() -> bytes:
    """Text that looks like a formula, control characters, an impossible merge, a long tail."""
    rows = [
        ["项目名称", "金额（元）", "经办人", "支出日期"],
        ['=HYPERLINK("x")', "1,2,3", "甲某", "2009-13-01"],
        ["+办公用品", "５００元", "甲某", "2009-11-01"],
        ["修路'); --", -200, "乙某", "2009-11-02"],
        ["　会务　费　", "3百", "乙某", "2009.11.3"],
        ["水电费", "1,200.5元", "甲某", dt.datetime(2009, 11, 5, 13, 30)],
        ["打印费", True, "丙某", 40124],
    ]
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet, rows)
    for cell in ("A2", "A3"):
        sheet[cell].data_type = "s"
    sheet.merge_cells("F1:Z400")
    return saved(book)


@ledger("15-zuzhi-shenghuo.xlsx")
def party_life() -> bytes:
    """Two title rows, a blank column between, two facts in one cell, times of day. Written late."""
    rows = [
        ["中共小港镇委员会"],
        ["2009年下半年党支部组织生活情况登记表"],
        ["支部：竹林村党支部", None, None, None, None, None, "记录人：甲某"],
        [],
        ["时间", None, "地点", "主要内容", "出席情况", "主持人", "是否缺课", "备注"],
        ["9月23日下午", None, "村部", "学习动员", "应到36 实到33", "甲书记", "是", None],
        [
            "10月15日",
            None,
            "村部",
            "专题讨论：怎样加快村级公路建设",
            "应到36 实到35",
            "甲书记",
            "是",
            None,
        ],
        ["11.3", None, "大堤工地", "义务劳动", "应到36 实到30", "乙委员", "是", "6人外出"],
        ["12月20日晚", None, "村部", "专题组织生活会", "应到36 实到36", "甲书记", "否", None],
        [None, None, None, None, "（以下空白）"],
    ]
    return one_sheet("组织生活", rows, ["A1:H1", "A2:H2", "A3:C3"])


@ledger("16-hulin-fanghuo.csv")
def forest_watch() -> bytes:
    """UTF-8 without a mark, strokes for blanks, committees for villages, a header again. Late."""
    head = [
        "序号",
        "责任区",
        "村（居）委会",
        "山林面积（亩）",
        "护林员",
        "手机",
        "月报酬",
        "签约日期",
        "防火宣传栏",
    ]
    rows = [
        ["附件2：", *[""] * 8],
        ["小港镇护林防火责任区一览表", *[""] * 8],
        head,
        [
            "1",
            "后龙山片",
            "竹林村委会",
            "1,200",
            "甲护林",
            "13900000101",
            "300",
            "2009-01-05",
            "2块",
        ],
        ["2", "东坡片", "竹林村委会", "860.5", "乙护林", "—", "300", "2009-01-05", "1块"],
        head,
        [
            "3",
            "水库片",
            "八都村委会",
            "约2000",
            "丙护林",
            "13900000103",
            "350元",
            "2009-01-06",
            "—",
        ],
        ["4", "石岭片", "石岭村委会", "3,500", "丁护林", "13900000104", "350", "09-01-08", "3块"],
        ["合计", "", "", "7560.5", "", "", "1300", "", "6块"],
        ["审核：乙某", "", "", "制表：甲某", "", "", "", "2009年1月10日", ""],
    ]
    return text_of(rows, ",", "utf-8")


@ledger("17-zhenggai-taizhang.xlsx")
def rectification() -> bytes:
    """Chinese numerals as serials, leaders over several rows, limits that are no days. Late."""
    rows = [
        ["整改落实台账", None, None, None, None, None, None],
        ["序号", "存在问题", "整改措施", "牵头领导", "责任单位", "完成时限", "进展情况"],
        [
            "一",
            "村级公路断头路多",
            "年内接通竹林至八都",
            "甲镇长",
            "竹林村",
            "2010年6月底",
            "已完成",
        ],
        ["二", "饮水水质差", "新建蓄水池两座", None, "八都村", "2010年12月31日", "正在进行"],
        [
            "三",
            "中学危房未拆",
            "争取资金，分两期拆建",
            "乙委员",
            "小港中学",
            "长期坚持",
            "正在进行",
        ],
        ["四", "值班制度不落实", "修订制度，抽查通报", None, "党政办", "立行立改", "已完成"],
        ["五", "农田水渠淤塞", "冬修疏浚", None, "丰城村", "2010年3月", "未启动"],
    ]
    return one_sheet("Sheet1", rows, ["A1:G1", "D3:D4", "D5:D7"])


@ledger("18-canhe-duibi.xls")
def two_years() -> bytes:
    """An .xls with years over columns, the whole town first, shares of more than one. Late."""
    rows = [
        ["小港镇新型农村合作医疗参合情况对比表"],
        [None, None, None, None, None, None, None, "单位：人"],
        ["序号", "村别", "2008年", None, None, "2009年", None, None],
        [None, None, "应参合", "已参合", "参合率", "应参合", "已参合", "参合率"],
        [None, "全镇", 4200, 3990, 0.95, 4300, 4214, 0.98],
        [1, "竹林村", 1500, 1425, 0.95, 1550, 1519, 0.98],
        [2, "八都村", 1400, 1344, 0.96, 1420, 1391.0, 0.9796],
        [3, "丰城村", 1300, 1221, 0.9392, 1330, 1304, 0.9805],
    ]
    return xls("参合", rows, [(0, 0, 0, 7), (2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 4), (2, 5, 2, 7)])


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in MADE.items():
        (FOLDER / name).write_bytes(make())


if __name__ == "__main__":
    main()
