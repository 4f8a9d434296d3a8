"""Whether a numeral with its surroundings states how many or how much, or is only a word's part."""

import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

from bihuan.documents.checking.extraction import kinds, numerals, units
from bihuan.documents.checking.extraction.numerals import Numeral
from bihuan.documents.checking.extraction.units import Unit

_MEASURE_WORDS = Path(__file__).parents[2] / "measure_words.toml"
_STATED = re.compile(
    "(?:超过?|突破|达到?|约|近|逾|不少于|不低于|至少|不超过|增加|增长|减少|提高|下降|为|到|至|是)$"
)
_NEAR_ONE = re.compile(
    "(?:(?<![附最靠亲邻远])近|(?<![节制条公合预签契邀])约|(?<!赶)超过?|突破|逾|达到|高达|将达|跨过|迈过|迈上|跃上|跨上|登上|站上|跨越|越过|不少于|不低于)“?$"
)
_AFTER = re.compile("以上|左右|大关")
_REACHED = re.compile("达到?$")
_ISSUES = re.compile("(?:简报|专刊|培训班|研讨班|举办|刊发|编发|编印|编辑|出版|共)了?$")
_OPENS_MAGNITUDE = "百千万亿"
_MAGNITUDES = re.compile("[百千万亿]")
_ONLY_DIGITS = re.compile("[〇零一二三四五六七八九]{2,}")
_SMALL = Decimal(10)
_LETTER = re.compile("[A-Za-z]")
_EACH = re.compile(
    "(?:每(?![年月天日周次当隔])[^一每,，。；;：:0-9]{1,10}(?:有|负责|联系|配备?|设立?|建成?|明确|确定|安排|选派|包|派|办)"
    "|每[村户人县镇乡组社班校企家]|各)$"
)
_EACH_UNITS = frozenset(
    {"个", "名", "条", "人", "份", "本", "辆", "次", "支", "台", "项", "座", "所", "家", "件"}
)
_NOT_EACH = re.compile("个[^,，。；]{0,4}(?:台阶|样|目标|方面|问题|时期|阶段|部分|整体|新)")
_ZERO = re.compile("(?:未|没有?|无|不)(?:出现|发生|发现|有|漏|落|让|留|丢)?过?$")
_GOES_ON = re.compile("[多半](?![样种元边])|零")
_ONE_UNITS = frozenset({"倍", "百分点"})


def states_a_figure(plain: str, numeral: Numeral, unit: Unit) -> bool:
    """Say whether a numeral outside names and idioms states a figure."""
    if numeral.form in {numerals.PER_CENT, numerals.PER_MILLE, numerals.DOUBLING}:
        return True
    if numeral.form in {numerals.FRACTION, numerals.HALF}:
        return True
    if _ZERO.search(plain[max(0, numeral.start - 6) : numeral.start]) and numeral.value <= 1:
        return False
    if numeral.form == numerals.ARABIC:
        return _arabic(plain, numeral, unit)
    if numeral.text == "一":
        return _one(plain, numeral, unit)
    return _chinese(plain, numeral, unit)


def _arabic(plain: str, numeral: Numeral, unit: Unit) -> bool:
    before, after = (
        plain[max(0, numeral.start - 1) : numeral.start],
        plain[numeral.end : numeral.end + 1],
    )
    if _LETTER.match(before):
        return unit.group in {units.MONEY, units.RATIO, units.MEASURED} or bool(
            _MAGNITUDES.search(numeral.text)
        )
    if not unit.is_none:
        return True
    if _LETTER.match(after):
        return False
    if after == "级":
        return False
    if (
        _MAGNITUDES.search(numeral.text)
        or numeral.inner
        or kinds.is_announced(plain, numeral, unit)
    ):
        return True
    return (
        bool(_STATED.search(plain[max(0, numeral.start - 3) : numeral.start]))
        and after not in "-/.:号”"
    )


def _chinese(plain: str, numeral: Numeral, unit: Unit) -> bool:
    if _ONLY_DIGITS.fullmatch(numeral.text):
        return False
    if numeral.text[0] in _OPENS_MAGNITUDE and not numeral.inner:
        return _is_near_one(plain, numeral, unit)
    small = numeral.value <= _SMALL
    if unit.is_none:
        if plain.startswith("级", numeral.end):
            return False
        if kinds.is_announced(plain, numeral, unit):
            return True
        return bool(numeral.inner) or (
            len(numeral.text) > 1 and bool(_MAGNITUDES.search(numeral.text))
        )
    if small and unit.word == "期":
        return bool(_ISSUES.search(plain[max(0, numeral.start - 4) : numeral.start]))
    if small and unit.group == units.AFTER_ARABIC:
        return unit.word == "点" and kinds.is_announced(plain, numeral, unit)
    return True


def _is_near_one(plain: str, numeral: Numeral, unit: Unit) -> bool:
    """Say whether a bare magnitude (近千万, 跨过万亿元) is stated, rather than part of a word."""
    before = plain[max(0, numeral.start - 4) : numeral.start]
    if _NEAR_ONE.search(before):
        return not plain.startswith("级", numeral.end)
    if not _AFTER.match(plain, unit.end):
        return False
    return unit.group == units.COUNTED or (not unit.is_none and before[-1:] in tuple("在到至为达"))


def _one(plain: str, numeral: Numeral, unit: Unit) -> bool:
    """一 is "a" as a rule; it counts where a word before or after it says so."""
    if unit.word in _ONE_UNITS:
        return True
    if unit.is_none or _never().match(plain, numeral.end) or plain.startswith("一", unit.end):
        return False
    if plain.startswith(("以上", "以内", "以下"), unit.end) or unit.inner or _more(plain, unit):
        return True
    before = plain[max(0, numeral.start - 16) : numeral.start]
    if _follows().search(before):
        return not (unit.word == "个" and _REACHED.search(before))
    return (
        unit.word in _EACH_UNITS
        and bool(_EACH.search(before))
        and not _NOT_EACH.match(plain, numeral.end)
    )


def _more(plain: str, unit: Unit) -> bool:
    """Say whether 多 or 零 goes on from the unit: 一年多, 一年零三个月, 一倍多."""
    return unit.group in {units.DURATION, units.MEASURED} and bool(_GOES_ON.match(plain, unit.end))


@cache
def _follows() -> re.Pattern[str]:
    words = tomllib.loads(_MEASURE_WORDS.read_text("utf-8"))["one_follows"]
    any_of = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(f"(?<![节制条公附最])(?:{any_of}|至少[^一,，。；;]{{1,6}})$")


@cache
def _never() -> re.Pattern[str]:
    words = tomllib.loads(_MEASURE_WORDS.read_text("utf-8"))["never_one"]
    return re.compile("|".join(sorted(words, key=len, reverse=True)))
