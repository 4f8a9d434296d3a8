"""Announced counts against what is listed (三个逼向, 五带头, 四个结合), and gaps in lists."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.documents.checking.passage import Passage
from bihuan.documents.checking.report import CheckedFigure, Severity, Verdict
from bihuan.documents.checking.ruling import Place, Rule
from bihuan.lib.numerals import to_hanzi

_WORD = re.compile("(?:个|项|大|种|条|类|点|步)?([\u4e00-\u9fff]{2})")
# Words that say nothing of what is counted: that they come again lists nothing.
_GENERAL = frozenset(
    (
        "方面",
        "问题",
        "工作",
        "任务",
        "活动",
        "项目",
        "阶段",
        "内容",
        "环节",
        "重点",
        "措施",
        "目标",
        "要求",
    )
)
_COLON_LIST = re.compile("[^，。；：\n]{0,10}(?:，即)?：(?![一1]、)([^，。；：\n]+)[。\n]")
_LIST_AHEAD = re.compile("((?:[^，。；：、\n]{2,12}、)+[^，。；：、\n]{2,14}?)(等|这)$")
NEAREST_LIST, NEAREST_WORD = 40, 6
"""Characters between an announced count and its list, at most: up to a colon, or without one."""
_JOINED = re.compile("从|和|与|、")
_OPENS = re.compile("[^，。；：\n]{0,6}(?:，即|：|——|（)")
MOST_ANNOUNCED = 20
FARTHEST = 120


@dataclass(frozen=True)
class Listed:
    """How many things are listed for an announced count; `is_open` where 等 leaves more unsaid."""

    count: int
    is_open: bool = False

    def bears_out(self, announced: int) -> bool:
        """Tell whether what is listed agrees with the count."""
        return self.count <= announced if self.is_open else self.count == announced


def verdict_of(passage: Passage, figure: CheckedFigure) -> Verdict:
    """Return whether the text itself bears an announced count out; without a list nothing can."""
    ways = listed_for(passage, figure)
    if not ways:
        return Verdict.NOT_MEASURABLE
    agrees = any(way.bears_out(int(figure.value)) for way in ways)
    return Verdict.AGREES if agrees else Verdict.DIFFERS


def listed_for(passage: Passage, figure: CheckedFigure) -> list[Listed]:
    """Return what is listed for an announced count, counted in each way that applies."""
    if figure.value != int(figure.value) or not 2 <= figure.value <= MOST_ANNOUNCED:
        return []
    ways = (_by_marks, _by_repetition, _by_colon, _ahead)
    return [found for way in ways if (found := way(passage, figure)) is not None]


def _by_marks(passage: Passage, figure: CheckedFigure) -> Listed | None:
    """Count the marks of the list that begins right behind: 一是…四是."""
    every = passage.series[0]
    at = bisect_left(every, figure.end, key=lambda series: series.marks[0].start)
    nearest = every[at] if at < len(every) else None
    if nearest is None or nearest.marks[0].number != 1:
        return None
    start = nearest.marks[0].start
    if _JOINED.search(passage.before(figure)) or not _leads_to(passage.text[figure.end : start]):
        return None
    if any(other.stated.kind == "announced" for other in passage.within((figure.end, start))):
        return None
    return Listed(len(nearest.marks)) if len(nearest.marks) > 1 else None


def _leads_to(between: str) -> bool:
    """Tell whether the words between a count and a list announce it: 四个结合活动："""
    words = between.strip()
    if words.endswith(("：", ":")):
        return len(words) <= NEAREST_LIST and "。" not in words
    return len(words.rstrip("。，；")) <= NEAREST_WORD


def _by_repetition(passage: Passage, figure: CheckedFigure) -> Listed | None:
    """Count how often the announced word comes again: 逼向书本, 逼向基层, 逼向群众."""
    named = _WORD.match(passage.text, figure.end)
    if named is None or named[1] in _GENERAL or not _OPENS.match(passage.text, named.end()):
        return None
    _start, end = passage.statements.around(figure.start)
    for other in passage.within((named.end(), end)):
        if other.stated.kind == "announced":
            end = other.start
            break
    count = passage.text.count(named[1], named.end(), end)
    return Listed(count) if count > 1 else None


def _by_colon(passage: Passage, figure: CheckedFigure) -> Listed | None:
    """Count the things behind a colon, where 、 alone parts them."""
    found = _COLON_LIST.match(passage.text, figure.end)
    if found is None or "、" not in found[1]:
        return None
    return Listed(len(re.split("、|和|以及", found[1])), is_open=found[1].endswith("等"))


def _ahead(passage: Passage, figure: CheckedFigure) -> Listed | None:
    """Count the things that stand before it: 作风、制度、成效等三个方面."""
    start, _end = passage.clauses.around(figure.start)
    found = _LIST_AHEAD.search(passage.text, max(start, figure.start - FARTHEST), figure.start)
    if found is None:
        return None
    return Listed(found[1].count("、") + 1, is_open=found[2] == "等")


def _counts(passage: Passage) -> Iterator[Place]:
    """Yield each announced count that no way of counting its list bears out."""
    for figure in passage.figures:
        if figure.stated.kind != "announced":
            continue
        ways = listed_for(passage, figure)
        if not ways or any(way.bears_out(int(figure.value)) for way in ways):
            continue
        end = min(len(passage.text), figure.end + 4)
        named = re.match("[\u4e00-\u9fff]*", passage.text[figure.end : end])
        words = {
            "said": figure.stated.core + (named[0] if named else ""),
            "count": ways[0].count,
        }
        message = _("说的是“%(said)s”，列出的有%(count)s项，请核对。")
        yield figure.start, figure.end, message % words


def _gaps(passage: Passage) -> Iterator[Place]:
    """Yield each mark of order that does not count on from the one before."""
    for mark, expected in passage.series[1]:
        if mark.style == "digit":
            continue  # numbered lines of tables and forms begin anew anywhere
        words = {"mark": passage.text[mark.start : mark.end], "expected": to_hanzi(expected)}
        message = _("序号“%(mark)s”接不上，前面数到这里应是“%(expected)s”。")
        yield mark.start, mark.end, message % words


RULES = (
    Rule("announced.count", Severity.ERROR, gettext_lazy("提法与列举不符"), _counts),
    Rule("list.gap", Severity.WARNING, gettext_lazy("序号不连续"), _gaps),
)
