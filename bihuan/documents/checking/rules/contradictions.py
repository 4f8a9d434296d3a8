"""Contradictions: one thing with two values, one value for two things (handbook §9)."""

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz

from bihuan.documents.checking.numbers import written
from bihuan.documents.checking.passage import Passage
from bihuan.documents.checking.report import CheckedFigure, Severity
from bihuan.documents.checking.ruling import Place, Rule
from bihuan.figures.style import Nature

LEAST_FOR_TWO_THINGS = 1000
"""Smaller numbers meet by chance: eight briefings, eight meetings."""
SHORTEST_SUBJECT = 3
ALIKE = 80
MOST_VALUES = 20
_KINDS = ("quantity", "money")
# Of another time, of a part, or one by one: two values are then no contradiction.
_OTHER_SCOPE = re.compile(
    "去年|上年|往年|同期|上半年|下半年|季度|[0-9一二三四五六七八九十]月|每|各|人均|户均|其中|新增|增|减|比(?!例|重|率)|由|"
    "从|分别|第[一二三四五六七八九十]|最|平均|以来|截至|年底|不足|另|[0-9]{4}年|今年|五年|近[几三]年"
)


def _two_things(passage: Passage) -> Iterator[Place]:
    """Yield the later of two places where one value is stated of two things that are akin.

    The sample states 18,000 ㎡ of all dangerous houses and again of those of schools.
    """
    seen: dict[tuple[str, float], CheckedFigure] = {}
    for figure in passage.figures:
        if not _may_repeat(figure):
            continue
        key = (figure.unit, figure.value)
        before = seen.setdefault(key, figure)
        if before is figure or not _are_akin(before.subject, figure.subject):
            continue
        words = {
            "number": f"{written(figure.value)}{figure.unit}",
            "one": before.subject,
            "other": figure.subject,
        }
        said = _("%(number)s前面说的是“%(one)s”，这里说的是“%(other)s”，请核对是不是同一件事。")
        yield figure.start, figure.end, said % words


def _may_repeat(figure: CheckedFigure) -> bool:
    is_counted = figure.stated.kind in _KINDS and figure.nature is Nature.EXACT
    return is_counted and figure.value >= LEAST_FOR_TWO_THINGS and bool(figure.subject)


def _are_akin(one: str, other: str) -> bool:
    """Tell whether two subjects name different things of one sort: they end in one noun."""
    if one in other or other in one or fuzz.ratio(one, other) >= ALIKE:
        return False
    return one[-2:] == other[-2:]


def _two_values(passage: Passage) -> Iterator[Place]:
    """Yield the later of two places where one thing has two values that cannot both hold."""
    said: dict[tuple[str, str], list[CheckedFigure]] = defaultdict(list)
    for figure in passage.figures:
        if not _states_one_thing(passage, figure):
            continue
        key = (figure.subject, figure.unit)
        other = next((each for each in said[key] if not _agree(each, figure)), None)
        if len(said[key]) < MOST_VALUES and figure.span not in {each.span for each in said[key]}:
            said[key].append(figure)
        if other is None or _together(passage, other, figure):
            continue
        words = {
            "subject": figure.subject,
            "one": f"{other.stated.core}{figure.unit}",
            "other": f"{figure.stated.core}{figure.unit}",
        }
        message = _("“%(subject)s”前面是%(one)s，这里是%(other)s，前后不一致；口径不同的请写明。")
        yield figure.start, figure.end, message % words


def _states_one_thing(passage: Passage, figure: CheckedFigure) -> bool:
    if figure.stated.kind not in _KINDS or not figure.is_result:
        return False
    if len(figure.subject) < SHORTEST_SUBJECT or figure.unit in ("", "%"):
        return False
    if figure.subject[-1] in "高低多少大小":
        return False
    start, end = passage.statements.around(figure.start)
    return not _OTHER_SCOPE.search(passage.text[start:end])


def _agree(one: CheckedFigure, other: CheckedFigure) -> bool:
    """Tell whether some value satisfies both: 270余 and 275 do."""
    return one.span[0] <= other.span[1] and other.span[0] <= one.span[1]


def _together(passage: Passage, one: CheckedFigure, other: CheckedFigure) -> bool:
    return passage.sentences.around(one.start) == passage.sentences.around(other.start)


RULES = (
    Rule("value.two_things", Severity.WARNING, gettext_lazy("一数两用"), _two_things),
    Rule("value.two_values", Severity.WARNING, gettext_lazy("前后不一致"), _two_values),
)
