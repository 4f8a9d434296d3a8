"""Qualifiers (概数词语): 余, 近, 不少于 and their like; the one nearest to the numeral counts."""

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("qualifiers.toml")
_REACH = 14
"""Signs of the clause before a numeral that are looked at."""
_CLAUSE_END = re.compile("[,，。；;：:！!？?、\\s]")
_AGAIN = re.compile("分别[^,，。；;]{0,60}$")
_OTHER_NUMERAL = re.compile("[0-9]|[一两半二三四五六七八九十百千万亿]")


def qualifier_of(plain: str, start: int, unit_start: int, unit_end: int) -> str | None:
    """Return the qualifier of a numeral whose unit stands at `unit_start` to `unit_end`."""
    before = _before(plain, start)
    after = _after(plain, unit_end)
    if before and after:
        word, distance = before
        return word if distance <= unit_end - unit_start else after
    return before[0] if before else after


def _before(plain: str, start: int) -> tuple[str, int] | None:
    """Return the qualifier before a numeral and how many signs lie between."""
    window = plain[max(0, start - _REACH) : start]
    near = _near().search(window)
    if near:
        return _canonical("before")[near[1]], 0
    for end in reversed(list(_CLAUSE_END.finditer(window))):
        window = window[end.end() :]
        break
    far = None
    for far in _far().finditer(window):  # noqa: B007 - the last is wanted
        pass
    if far is None or _OTHER_NUMERAL.search(window, far.end()):
        return None
    return _canonical("from_afar")[far[0]], len(window) - far.end()


def _after(plain: str, unit_end: int) -> str | None:
    found = _following().match(plain, unit_end)
    return _canonical("after")[found[1]] if found else None


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _canonical(place: str) -> dict[str, str]:
    return {spelling: word for word, all_ in _table()[place].items() for spelling in all_}


@cache
def _near() -> re.Pattern[str]:
    barred = _table()["not_after"]
    words = []
    for spelling in sorted(_canonical("before"), key=len, reverse=True):
        signs = barred.get(spelling[0], "") if len(spelling) == 1 else ""
        words.append((f"(?<![{signs}])" if signs else "") + re.escape(spelling))
    return re.compile(f"({'|'.join(words)})[“ ]?$")


@cache
def _far() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_canonical("from_afar"), key=len, reverse=True)))


@cache
def _following() -> re.Pattern[str]:
    words = "|".join(sorted(_canonical("after"), key=len, reverse=True))
    return re.compile(f" ?({words})(?!元化|样|种|方面|民族|边|层|党|家|数|领域|的是)")
