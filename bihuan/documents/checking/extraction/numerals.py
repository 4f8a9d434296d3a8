"""Numerals as prose writes them: where they stand, what they come to.

Arabic (12,300; 1.5万; 3亿5000万), Chinese (五; 二十六亿六千万; 九点四), around 余 and 多 (300余万),
百分之三, 三分之一, 1/3, 一半, 翻两番. An indefinite numeral (三四, 十几, 数百) is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bihuan.lib.numerals import parse_number

ARABIC, CHINESE, PER_CENT, PER_MILLE, FRACTION, HALF, DOUBLING = (
    "arabic",
    "chinese",
    "per_cent",
    "per_mille",
    "fraction",
    "half",
    "doubling",
)
_LARGEST = Decimal(10) ** 18
_DIGIT = "〇零一二三四五六七八九"
_NO_KILO = "(?![瓦米克伏卡赫帕])"
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_BELOW_ZERO = "(?:(?<=[长为至到由速率是])[-－−](?=[0-9.]{1,6}(?:%|个百分点)))?"
_MAGNITUDE = f"(?:[百千]?[万亿]亿?|十[万亿]|百(?!分)|千{_NO_KILO})"
_SIGNS = f"(?:[一二三四五六七八九十万亿两零〇]|百(?!分)|千{_NO_KILO})"
_WHOLE = f"(?![零〇](?![点.])){_SIGNS}{{1,24}}"
_POINTED = f"{_WHOLE}[点.][{_DIGIT}]{{1,8}}(?:[十百千]?[万亿]{{1,2}})?"
_MORE = f"(?:[余多](?!额|元化|样|功能|边)(?:[百千]?[万亿]{{1,2}}|百(?!分)|千{_NO_KILO})?)?"
_HALF_OF = "(?:年(?!度|报)|月|天|日|小时|世纪|亩|斤|公里)"
_CAPITAL = "[壹贰叁肆伍陆柒捌玖拾佰仟]"
_FORMS = (
    r"(?P<doubling>翻了?(?:近|约|超|超过)?(?P<times>[一两二三四五])番)",
    rf"(?P<percent>百分之 ?(?P<of_hundred>{_POINTED}|{_WHOLE}|百|{_ARABIC}){_MORE})",
    rf"(?P<permille>千分之 ?(?P<of_thousand>{_POINTED}|{_WHOLE}|{_ARABIC}){_MORE})",
    r"(?P<fraction>(?P<lower>[一二三四五六七八九十百千万]{1,5}|[0-9]{1,5})分之"
    r"(?P<upper>[一二三四五六七八九十百千]{1,5}|[0-9]{1,5}))",
    r"(?P<sloped>(?<![0-9/／.A-Za-z])(?P<above>[1-9][0-9]?)[/／]"
    r"(?P<below>[1-9][0-9]{0,2})(?![0-9/／.年A-Za-z]))",
    f"(?P<half>一半|半数|(?<![上下前后多大夜])半(?=个?多?{_HALF_OF}))",
    rf"(?P<arabic>{_BELOW_ZERO}{_ARABIC}(?:[余多]? ?{_MAGNITUDE}"
    rf"(?:[0-9]{{1,8}}(?:\.[0-9]{{1,8}})?{_MAGNITUDE}){{0,2}})?{_MORE})",
    rf"(?P<capital>{_CAPITAL}{{2,12}}(?:[万亿][零壹贰叁肆伍陆柒捌玖拾佰仟]{{0,12}})?(?=[元圆]))",
    rf"(?P<chinese>(?:{_POINTED}|{_WHOLE}){_MORE})",
)
_PATTERN = re.compile("|".join(_FORMS))
_INNER = re.compile("[余多]")
_MORE_AFTER_DIGIT = re.compile("[一二三四五六七八九两〇零][余多]")


@dataclass(frozen=True)
class Numeral:
    """A numeral at `start` to `end` of a plain text; `inner` is the 余 or 多 in it."""

    start: int
    end: int
    text: str
    value: Decimal
    form: str
    inner: str | None = None


def numerals_in(plain: str) -> Iterator[Numeral]:
    """Yield the numerals of a plainly written text, in order and without overlap."""
    for found in _PATTERN.finditer(plain):
        numeral = _read(found)
        if numeral is not None and numeral.value < _LARGEST:
            yield numeral


def _read(found: re.Match[str]) -> Numeral | None:
    form = found.lastgroup
    start, end = found.span()
    text = found[0]
    loose = _MORE_AFTER_DIGIT.search(text) if found["chinese"] else None
    if loose:  # 三多 is no numeral: 余 and 多 follow a magnitude
        end = start + loose.start() + 1
        text = found.string[start:end]
    inner = _INNER.search(text)
    value: Decimal | None
    if found["doubling"]:
        start, end = found.span("times")
        form, value, inner = DOUBLING, 2 ** (_number(found["times"]) or Decimal(1)), None
    elif found["percent"]:
        form, value = (
            PER_CENT,
            _number("一百" if found["of_hundred"] == "百" else found["of_hundred"]),
        )
    elif found["permille"]:
        form, value = PER_MILLE, _number(found["of_thousand"])
    elif found["fraction"]:
        form, value = FRACTION, _fraction(found["upper"], found["lower"])
    elif found["sloped"]:
        form, value = FRACTION, _fraction(found["above"], found["below"])
        value = value if value is not None and value < 1 else None
    elif found["half"]:
        form, value = HALF, Decimal("0.5")
    else:
        form = ARABIC if found["arabic"] else CHINESE
        value = _number(_INNER.sub("", text))
    if value is None:
        return None
    return Numeral(start, end, found.string[start:end], value, form, inner[0] if inner else None)


def _number(text: str) -> Decimal | None:
    """Read a numeral; one that opens with its magnitude (百余) has one of it."""
    text = text.replace("零", "〇").replace(" ", "").replace("万万", "亿")
    if text[0] in "百千万亿":
        text = "一" + text
    if text[0] not in "0123456789-－−":
        text = text.replace(".", "点")
    return parse_number(text)


def _fraction(upper: str, lower: str) -> Decimal | None:
    above, below = _number(upper), _number(lower)
    return above / below if above and below else None
