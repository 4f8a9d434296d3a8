"""Kinds of figures: what the unit and the words around make of a number."""

import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

from bihuan.documents.checking.extraction import numerals, units
from bihuan.documents.checking.extraction.numerals import Numeral
from bihuan.documents.checking.extraction.units import Unit

QUANTITY, MONEY, RATIO, CHANGE, DURATION, DATE, ANNOUNCED = (
    "quantity",
    "money",
    "ratio",
    "change",
    "duration",
    "date",
    "announced",
)
_FILE = Path(__file__).with_name("kinds.toml")
_MOST_ANNOUNCED = Decimal(30)
_LISTED = re.compile(
    "[^,，。；;、：:]{1,14}、[^,，。；;、]{1,14}(?:[和与及、][^,，。；;、]{1,14})*(?:等|这|共)?$"
)
_COUNTS = frozenset({units.COUNTED, units.AFTER_ARABIC})
_NAME = re.compile("[^,，。；;、：:“]{0,12}”")
_BACK = re.compile("(?:这|上述|以下|下列|如下|前述)的?$")
_INTRODUCED = re.compile("[^,，。；;、0-9]{0,10}[:：]")
_RATIO_FORMS = frozenset(
    {numerals.PER_CENT, numerals.PER_MILLE, numerals.FRACTION, numerals.DOUBLING}
)


def kind_of(plain: str, numeral: Numeral, unit: Unit) -> str:
    """Return the kind of a figure that is no date."""
    if is_announced(plain, numeral, unit):
        return ANNOUNCED
    if unit.group == units.DURATION:
        return DURATION
    if numeral.form == numerals.DOUBLING or _is_change(plain, numeral.start):
        return CHANGE
    if unit.group == units.MONEY:
        return MONEY
    if unit.group == units.RATIO or numeral.form in _RATIO_FORMS:
        return RATIO
    return RATIO if numeral.form == numerals.HALF and unit.is_none else QUANTITY


def is_announced(plain: str, numeral: Numeral, unit: Unit) -> bool:
    """Say whether a count names a list (三个逼向, 五大任务), rather than counting things."""
    if numeral.inner or not 2 <= numeral.value <= _MOST_ANNOUNCED:
        return False
    if plain.startswith("大", numeral.end) and unit.is_none:
        return True
    if not unit.is_none and _is_quoted(plain, numeral, unit):
        return True
    if numeral.form != numerals.CHINESE:
        return False
    if unit.is_none:
        return bool(_bare().match(plain, numeral.end))
    if unit.word not in _table()["announcing"]:
        return False
    if _BACK.search(plain[max(0, numeral.start - 3) : numeral.start]):
        return True
    if unit.word == "方面" or _named().match(plain, unit.end):
        return True
    if _INTRODUCED.match(plain, unit.end):
        return True
    return unit.word == "项" and bool(
        _LISTED.search(plain[max(0, numeral.start - 50) : numeral.start])
    )


def _is_quoted(plain: str, numeral: Numeral, unit: Unit) -> bool:
    """Say whether the count opens a name in quotes (“四个善作善成”)."""
    before = plain[max(0, numeral.start - 1) : numeral.start]
    return before == "“" and unit.group in _COUNTS and bool(_NAME.match(plain, unit.end))


def _is_change(plain: str, start: int) -> bool:
    return bool(_changing().search(plain[max(0, start - 10) : start]))


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _changing() -> re.Pattern[str]:
    verbs = "|".join(sorted(_table()["change"], key=len, reverse=True))
    reached = "|".join(_table()["reached"])
    return re.compile(
        f"(?<!新)(?<!改造)(?:{verbs})(?:了|幅度)?(?!{reached})"
        "(?:约|近|超过|不低于|不少于|不超过|至少|左右|人民币|[“ ])*$"
    )


@cache
def _named() -> re.Pattern[str]:
    nouns = "|".join(sorted(_table()["announced"], key=len, reverse=True))
    return re.compile(f"[“]?(?:事|[^,，。；;：:、”0-9]{{0,6}}?(?:{nouns}))")


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(f"[“]?(?:{'|'.join(_table()['bare'])})")
