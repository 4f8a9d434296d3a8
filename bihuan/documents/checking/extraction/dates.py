"""Dates of the calendar: years, months and days, each part a figure of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bihuan.lib.numerals import parse_number

JOIN = r" ?(?:—{1,2}|－|-|–|―|─|~|～|至|到) ?"
_DIGIT = "[〇零○0一二三四五六七八九]"
_ARABIC_YEAR = r"(?:(?<![0-9.])|(?<=^[0-9]\.)|(?<=^[0-9]{2}\.))(?:1[89]|20)[0-9]{2}"
_YEAR = rf"(?:{_ARABIC_YEAR}|[一二]{_DIGIT}{{3}})"
_MONTH = (
    "(?:(?<![0-9.])(?:1[0-2]|0?[1-9])"
    "|(?<![一二三四五六七八九十百几数])(?:十[一二]?|[一二三四五六七八九]))"
)
_DAY = (
    "(?:(?<![0-9.])(?:[12][0-9]|3[01]|0?[1-9])"
    "|(?<![一二三四五六七八九十百几数])(?:[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九]))"
)
_CENTURY = 100
_NO_MONTH = "(?!均|度|供|薪|票|饼|光|球)"
_NO_DAY = "(?!以?内|之内|游|元|本|均|用|常|益|产|报|照|前完|处理|志)"
_PATTERNS = (
    (rf"(?P<low>{_YEAR})年?{JOIN}(?P<high>{_YEAR})(?=年)", "年"),
    (rf"(?P<low>{_YEAR})(?=[/／、和]{_YEAR}年)", "年"),
    (rf"(?P<low>{_YEAR})(?=年(?!可持续发展议程|议程))", "年"),
    (r"(?P<low>(?<![0-9.])0[0-9])(?=年(?!限|期))", "年"),
    (rf"(?P<low>{_MONTH}){JOIN}(?P<high>{_MONTH})(?=月{_NO_MONTH})", "月"),
    (rf"(?P<low>{_MONTH})(?=月{_NO_MONTH})", "月"),
    (rf"(?P<low>{_DAY})日?{JOIN}(?P<high>{_DAY})(?=日{_NO_DAY})", "日"),
    (rf"(?P<low>(?<=月){_DAY})(?=[日号])", "日"),
    (rf"(?P<low>(?<![0-9.])(?:[12][0-9]|3[01]|0?[1-9]))(?=日{_NO_DAY})", "日"),
)


@dataclass(frozen=True)
class DatePart:
    """One part of a date, or a stretch between two years, months or days."""

    start: int
    end: int
    value: int
    high: int | None
    unit: str


def date_parts(plain: str) -> Iterator[DatePart]:
    """Yield the parts of dates, in order and without overlap."""
    taken = 0
    for found in sorted(_all(plain), key=lambda part: (part.start, -part.end)):
        if found.start >= taken:
            taken = found.end
            yield found


def _all(plain: str) -> Iterator[DatePart]:
    for pattern, unit in _compiled():
        for found in pattern.finditer(plain):
            low = _number(found["low"])
            high = _number(found["high"]) if "high" in pattern.groupindex else None
            if low is not None and unit == "年" and low < _CENTURY:
                low += 2000  # 06年
            if low is not None and (high is None or high > low):
                yield DatePart(found.start(), found.end(), low, high, unit)


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), unit) for pattern, unit in _PATTERNS)


def _number(text: str) -> int | None:
    number = parse_number(text)
    return None if number is None else int(number)
