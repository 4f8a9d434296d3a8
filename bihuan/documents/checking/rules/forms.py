"""Forms of document numbers, dates and digits (GB/T 9704-2012, handbook §1.3 and §1.4)."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.documents.checking.passage import Passage
from bihuan.documents.checking.report import Severity
from bihuan.documents.checking.ruling import Place, Rule
from bihuan.lib.dates import parse_date, write_date

_NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{1,12})\s*(?P<open>[（(\[［【〔])(?P<year>(?:19|20)\d{2})(?P<close>[）)\]］】〕])"
    r"\s*(?P<nth>第)?(?P<zeros>0*)(?P<number>\d+)号"
)
_HANZI_DATE = re.compile(
    "[一二][0-9〇○零OoＯ０一二三四五六七八九]{3}年[^\n，。]{1,3}月[^\n，。]{1,3}[日号]"
)
_HANZI_YEAR = re.compile("[一二][0-9〇○零OoＯ０一二三四五六七八九]{3}年")
_NOT_HANZI = re.compile("[0○零OoＯ０]")
_PADDED = re.compile(r"(?<!\d)(?:\d{4}年)?0\d月(?:\d{1,2}日)?|(?<=月)0\d日")
_SHORT_YEAR = re.compile(r"(?<![0-9.])0\d年(?=[0-9]{1,2}月|[底初来度末])")
_DAY = re.compile(r"(?<!\d)(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_FULL_WIDTH = re.compile("[０-９][０-９．，]*％?|(?<=[0-9])％")
_PERCENT_RANGE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?\s*[—－–~～-]{1,2}\s*\d+(?:\.\d+)?[%％]")


def _document_numbers(passage: Passage) -> Iterator[Place]:
    """Yield each document number that is not written as 小党字〔2010〕11号."""
    for found in _NUMBER.finditer(passage.text):
        is_right = found["open"] + found["close"] == "〔〕" and not found["nth"]
        if is_right and not found["zeros"]:
            continue
        code = found["code"][-6:]
        right = f"〔{found['year']}〕{found['number']}号"
        words = {"code": code, "right": right}
        message = _("发文字号应写作“%(code)s%(right)s”：年份用六角括号，序号不编虚位，不加“第”。")
        yield found.start("open"), found.end(), message % words


def _hanzi_dates(passage: Passage) -> Iterator[Place]:
    """Yield each day written in Chinese numerals, which papers before 2012 had."""
    for found in _HANZI_DATE.finditer(passage.text):
        day = parse_date(found[0])
        right = write_date(day) if day else _("2010年2月3日这样")
        message = _("日期用阿拉伯数字，不用汉字：应写作%(right)s。")
        yield found.start(), found.end(), message % {"right": right}


def _mixed_zeros(passage: Passage) -> Iterator[Place]:
    """Yield each year in Chinese numerals whose zero is a digit, a circle or a letter."""
    for found in _HANZI_YEAR.finditer(passage.text):
        if _NOT_HANZI.search(found[0]):
            right = _NOT_HANZI.sub("〇", found[0])
            words = {"year": found[0], "right": right}
            message = _("“%(year)s”混用了数字或符号，汉字年份的零是“〇”：%(right)s。")
            yield found.start(), found.end(), message % words


def _padded(passage: Passage) -> Iterator[Place]:
    """Yield each day or month with a zero before it."""
    for found in _PADDED.finditer(passage.text):
        right = re.sub(r"(?<!\d)0(?=\d[月日])", "", found[0])
        words = {"date": found[0], "right": right}
        message = _("“%(date)s”的月、日不编虚位，应写作“%(right)s”。")
        yield found.start(), found.end(), message % words


def _short_years(passage: Passage) -> Iterator[Place]:
    """Yield each year of two digits."""
    for found in _SHORT_YEAR.finditer(passage.text):
        message = _("年份应写四位数，“%(year)s”请写全。")
        yield found.start(), found.end(), message % {"year": found[0]}


def _impossible(passage: Passage) -> Iterator[Place]:
    """Yield each day that no calendar has."""
    for found in _DAY.finditer(passage.text):
        try:
            dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            message = _("没有“%(day)s”这一天，请核对。")
            yield found.start(), found.end(), message % {"day": found[0]}


def _full_width(passage: Passage) -> Iterator[Place]:
    """Yield the first run of full-width digits of each paragraph, with how many there are."""
    for start, end in passage.paragraphs.all():
        found = list(_FULL_WIDTH.finditer(passage.text, start, end))
        if found:
            words = {"digits": found[0][0], "count": len(found)}
            message = _("“%(digits)s”是全角数字或符号，应写半角；这一段有%(count)d处。")
            yield found[0].start(), found[0].end(), message % words


def _percent_ranges(passage: Passage) -> Iterator[Place]:
    """Yield each range of percentages whose first end lacks its sign."""
    for found in _PERCENT_RANGE.finditer(passage.text):
        message = _("百分数的范围两端都写百分号，“%(range)s”请补全。")
        yield found.start(), found.end(), message % {"range": found[0]}


RULES = (
    Rule("form.document_number", Severity.WARNING, gettext_lazy("发文字号写法"), _document_numbers),
    Rule("form.hanzi_date", Severity.NOTE, gettext_lazy("日期用了汉字"), _hanzi_dates),
    Rule("form.mixed_zero", Severity.WARNING, gettext_lazy("汉字年份的零"), _mixed_zeros),
    Rule("form.padded_date", Severity.WARNING, gettext_lazy("月日编虚位"), _padded),
    Rule("form.short_year", Severity.NOTE, gettext_lazy("年份不全"), _short_years),
    Rule("form.no_such_day", Severity.ERROR, gettext_lazy("日期不存在"), _impossible),
    Rule("form.full_width", Severity.NOTE, gettext_lazy("全角数字"), _full_width),
    Rule("form.percent_range", Severity.NOTE, gettext_lazy("百分数范围"), _percent_ranges),
)
