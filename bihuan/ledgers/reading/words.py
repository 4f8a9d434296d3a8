"""The words by which the parts of a ledger are told: heads, sums, remarks, signatures, periods."""

import re
from functools import lru_cache

from bihuan.ledgers.reading.found import Period
from bihuan.lib.dates import parse_date
from bihuan.lib.numerals import parse_number
from bihuan.lib.workbooks.reading import Cell

REMEMBERED = 20_000
"""Cells whose reading is remembered: those of a ledger are much alike."""

_BLANKS = re.compile(r"\s+")
_WIDTHS = str.maketrans(
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ（）［］％：",
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ()[]%:",
)
SERIALS = frozenset(
    {"序号", "序", "号", "顺序号", "序列", "行号", "NO", "NO.", "No", "No.", "№", "#"}
)
SUMS = re.compile(
    r"(?:本页|本月|本年|本季|本表|上月|全[镇乡村县年])?(?:小计|合计|总计|共计|累计|总数|平均)(?:数|户|人)?[::]?|全[镇乡县市村]"
)
_SUM_ENDS = re.compile(r".{1,12}(?:小计|合计|总计|共计)")
_SUM_SPACED = re.compile(r"(?:合计|小计|总计|共计)[:(].*")
_REMARK = re.compile(
    r"(?:备注|注|附注|附|说明|填表说明|填报说明|填写说明|注意|注意事项|备考|来源|资料来源|数据来源|单位)"
    r"(?:[一二三四五1-9])?[:].*|(?:填表说明|填报说明|填写说明|注意事项)|注[1-9一二三][、.．].*|[*※★☆].{6,}"
)
_SIGNED = re.compile(
    r"(?:填表人|填报人|制表人?|编制人?|统计人?|登记人|经办人|审核人?|复核人?|审批人?|签字|盖章|报送人|联系人|"
    r"(?:单位|村|部门|分管|主要)?(?:负责人|领导)(?:签字|签章|签名)?|填表(?:日期|时间)|填报(?:日期|时间)|"
    r"制表(?:日期|时间)|上报(?:日期|时间)|报送日期|统计负责人|联系电话|村?(?:主任|书记)(?:签字|签章|签名))"
    r"(?:[(].{1,6}[)])?[:].*|[(](?:盖章|公章|签章)[)]"
)
_PAGES = re.compile(
    r"(?:第.{1,4}页)?[,，、/ ]?(?:共.{1,4}页)?|-+\d+-+|—+\d+—+|(?:转|续|接)(?:上|下)[页表]"
)
_NOTHING_BELOW = re.compile(r"[(\[]?(?:以下空白|以下无正文|下接.*|接下页|续表|此页无正文)[)\]]?")
_ENUMERATED = re.compile(
    r"([一二三四五六七八九十]{1,3}[、.．])(.+)|([(][一二三四五六七八九十]{1,3}[)])(.+)"
)
TOLD = re.compile(r"([^:\s]{1,12}?):\s*(.*)")
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]{1,12})[)\]】〕]")
KNOWN_HEADS = re.compile(
    r"序号|编号|姓名|名称|日期|时间|单位|数量|金额|面积|地点|地址|位置|备注|类别|类型|性质|情况|内容|"
    r"项目|村|户主|户数|人数|电话|联系|负责|责任|投资|资金|里程|长度|宽|状态|结果|职务|性别|年龄|规格|品种|"
    r"等级|编码|代码|来源|用途|措施|原因|主持|记录|参加|应到|实到|值班|带班|天气|收入|支出|余额|摘要|经办|"
    r"凭证|合计|小计|组|方式|标题|事项|时限|进度|进展|完成|起止|月$|年度|年份|路|结果|意见|当事"
)
MEASURES = (
    "平方公里|平方千米|平方米|立方米|公里|千米|KM|km|Km|米|M|m|厘米|公顷|亩|分|亿元|万元|千元|百元|元|"
    "万人次|人次|万人|人|户|个|名|座|处|口|盏|棵|株|万株|头|只|羽|公斤|千克|斤|吨|克|升|"
    "套|台|辆|次|起|件|份|期|条|本|块|间|栋|幢|天|日|小时|工日|个工|度|千瓦|千瓦时|%|‰|m2|㎡|m³|㎥|岁|年|月|段|组|场|篇|字"
)
_MEASURE = re.compile(rf"(?:单位[:为]?)?({MEASURES})")


def squeezed(cell: Cell) -> str:
    """Return a cell's text without blanks, with plain digits and brackets; empty for None."""
    return "" if cell is None else _squeezed(str(cell))


@lru_cache(maxsize=REMEMBERED)
def _squeezed(text: str) -> str:
    return _BLANKS.sub("", text).translate(_WIDTHS)


def is_sum(text: str) -> bool:
    """Tell whether a squeezed text calls its row or column a sum (小计, 本页合计, 竹林村小计)."""
    found = SUMS.fullmatch(text) or _SUM_ENDS.fullmatch(text) or _SUM_SPACED.fullmatch(text)
    return found is not None


def is_remark(text: str) -> bool:
    """Tell whether a squeezed text is a remark on the table (备注：…, 填表说明)."""
    return _REMARK.fullmatch(text) is not None


def is_signed(text: str) -> bool:
    """Tell whether a squeezed text belongs to the line of signatures (填表人：…)."""
    return _SIGNED.fullmatch(text) is not None


def is_page_mark(text: str) -> bool:
    """Tell whether a squeezed text is a page's number, or says that nothing follows."""
    return bool(text) and bool(_PAGES.fullmatch(text) or _NOTHING_BELOW.fullmatch(text))


def enumerated(text: str) -> tuple[int, str] | None:
    """Return the level (1 for 一、, 2 for （一）) and the words of a numbered heading."""
    found = _ENUMERATED.fullmatch(text)
    if found is None:
        return None
    return (1, found[2]) if found[1] else (2, found[4])


def unit_of(text: str) -> str:
    """Return the unit of measure that a squeezed text is, as it is written; empty for others."""
    found = _MEASURE.fullmatch(text.strip("()[]【】〔〕"))
    return found[1] if found else ""


def split_unit(text: str) -> tuple[str, str]:
    """Split a squeezed head into its label and its unit: 面积(亩) is 面积 and 亩."""
    for found in reversed(list(_BRACKETED.finditer(text))):
        unit = unit_of(found[1])
        if unit:
            return text[: found.start()] + text[found.end() :], unit
    head, _mark, unit = text.rpartition("/")
    if head and unit_of(unit) == unit:
        return head, unit
    return text, ""


@lru_cache(maxsize=REMEMBERED, typed=True)
def is_number_like(cell: Cell) -> bool:
    """Tell whether a cell is a number, or reads as one."""
    if isinstance(cell, bool) or cell is None:
        return False
    if isinstance(cell, int | float):
        return True
    return isinstance(cell, str) and parse_number(squeezed(cell).rstrip("%")) is not None


@lru_cache(maxsize=REMEMBERED, typed=True)
def is_text_like(cell: Cell) -> bool:
    """Tell whether a cell is words: not blank, no number, no date."""
    if not isinstance(cell, str) or not cell.strip():
        return False
    return not is_number_like(cell) and parse_date(squeezed(cell)) is None


_YEAR = r"(?P<year>(?:19|20)\d\d|[一二][〇○零0O一二三四五六七八九]{3})"
_HANZI_MONTH = r"(?P<hanzi>十[一二]?|[一二三四五六七八九元])月"
_PERIODS = (
    re.compile(_YEAR + "年" + _HANZI_MONTH + r"(?:(?P<hanzi_day>[一二三四五六七八九十]{1,3})日)?"),
    re.compile(
        _YEAR + r"年?[-.年/](?P<month>1[0-2]|0?[1-9])[-.月/](?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
    ),
    re.compile(_YEAR + r"[-.年/](?P<month>1[0-2]|0?[1-9])(?:月|(?!\d))"),
    re.compile(_YEAR + r"年(?:度)?第?(?P<quarter>[一二三四1-4])季度?"),
    re.compile(_YEAR + r"年(?:度)?(?P<half>[上下])半年"),
    re.compile(_YEAR + r"(?:年|学年)"),
    re.compile(r"(?<!\d)" + _YEAR + r"(?!\d)"),
)
_MONTH = re.compile(
    r"(?:(?P<month>1[0-2]|0?[1-9])|(?P<hanzi>十[一二]?|[一二三四五六七八九]))月(?:份)?"
)
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}


def period_in(text: str) -> Period | None:
    """Return the first time that a squeezed text tells with its year (2009年度, 2009年11月)."""
    text = text.translate(_WIDTHS)
    for pattern in _PERIODS:
        found = pattern.search(text)
        if found is None:
            continue
        given = found.groupdict()
        year = _year(given["year"])
        if year is None:
            continue
        month = given.get("month") or _QUARTERS.get(given.get("quarter") or "")
        if given.get("half"):
            month = 6 if given["half"] == "上" else 12
        day = int(given["day"]) if given.get("day") else None
        if given.get("hanzi"):
            month, day = _small(given["hanzi"]), _small(given.get("hanzi_day"))
        return _sound(Period(year, int(month) if month else None, day))
    return None


def month_in(text: str) -> int | None:
    """Return the month that a squeezed text is, and nothing but it: 3月, 三月份."""
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    return int(found["month"]) if found["month"] else int(parse_number(found["hanzi"]) or 0)


def _small(text: str | None) -> int | None:
    if not text:
        return None
    number = 1 if text == "元" else parse_number(text)
    return int(number) if number else None


def _year(text: str) -> int | None:
    if text.isdigit() and text.isascii():
        return int(text)
    number = parse_number(text)
    return int(number) if number is not None and 1900 <= number < 2100 else None


def _sound(period: Period) -> Period:
    """Return the period; without its day where the calendar has no such day."""
    try:
        period.last_day()
    except ValueError:
        return Period(period.year, period.month)
    return period
