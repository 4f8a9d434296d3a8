"""How a problem moves, whose clock runs, and how rates are made up: pure, without the ORM."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bihuan.rectification.models.problem import OPEN_STATES, State
from bihuan.rectification.models.step import ProblemStepKind as Kind

KIND = "problem"
"""The kind under which tasks, money and evidence name a problem, as in the audit log."""

_RUNNING = frozenset({State.FOUND, State.PLANNED, State.DOING, State.WAITING, State.LONG_TERM})
_SETTLED = frozenset({State.CLOSED, State.EXPLAINED})
_STANDING = frozenset({*OPEN_STATES, State.LONG_TERM})

MAY: dict[Kind, frozenset[State]] = {
    Kind.COMMIT: _RUNNING,
    Kind.MEASURE: _RUNNING,
    Kind.CONTACT: _STANDING | _SETTLED,
    Kind.ASK: _RUNNING,
    Kind.ANSWER: _STANDING | _SETTLED,
    Kind.REPORT: frozenset({State.DOING, State.LONG_TERM}),
    Kind.ACCEPT: frozenset({State.DONE}),
    Kind.SEND_BACK: frozenset({State.DONE}),
    Kind.CLOSE: frozenset({State.VERIFIED}),
    Kind.KEEP_OPEN: _RUNNING - {State.LONG_TERM},
    Kind.EXPLAIN: _RUNNING,
    Kind.REOPEN: _SETTLED,
    Kind.HAND_OVER: _STANDING,
    Kind.LINK: _STANDING,
    Kind.PUBLISH: _STANDING | _SETTLED,
    Kind.WITHDRAW: _STANDING | _SETTLED,
    Kind.VOID: _STANDING,
}
"""From which states each step may be taken."""


def standing_state(*, is_committed: bool, has_measure: bool, waits: bool, has_open: bool) -> State:
    """Return where a problem stands that is neither reported, verified nor settled.

    It waits for others only while nothing of its own is left to do.
    """
    if waits and not has_open:
        return State.WAITING
    if has_measure:
        return State.DOING
    return State.PLANNED if is_committed else State.FOUND


@dataclass(frozen=True)
class Clocks:
    """Days since a problem was found: all of them, spent waiting for others, one's own."""

    total: int
    others: int

    @property
    def own(self) -> int:
        """Return the days that are one's own."""
        return self.total - self.others


def clocks(
    first: dt.date, last: dt.date, waits: Iterable[tuple[dt.date, dt.date | None]]
) -> Clocks:
    """Return the days from `first` to `last`, told apart; a wait without an end still runs.

    Days on which several answers are waited for count once, days outside not at all.
    """
    total = max((last - first).days, 0)
    spans = sorted((max(a, first), min(b or last, last)) for a, b in waits)
    others, reached = 0, first
    for begin, end in spans:
        from_on = max(begin, reached)
        if end > from_on:
            others += (end - from_on).days
            reached = end
    return Clocks(total, others)


@dataclass(frozen=True)
class Clear:
    """One of the five of 四明确一承诺, and whether it is there."""

    word: str
    is_there: bool


def four_clear(
    *, title: str, goal: str, has_due: bool, has_measures: bool, unit: str, commitment: str
) -> tuple[Clear, ...]:
    """Return what of 四明确一承诺 is there, in words; it is no score (handbook §2.1)."""
    return (
        Clear("明确项目", bool(title)),
        Clear("明确目标和时限", bool(goal) and has_due),
        Clear("明确措施", has_measures),
        Clear("明确责任", bool(unit)),
        Clear("公开承诺", bool(commitment)),
    )


ABSOLUTES = ("保证", "彻底", "全部", "百分之百", "100%", "绝不", "永久", "一定", "立即", "根治")
"""Words of promises that can hardly be kept (handbook §2.1: warn, do not forbid)."""


def rash_promises(
    commitment: str, *, is_beyond_power: bool, due_on: dt.date | None, today: dt.date
) -> list[str]:
    """Return what speaks against promising this, one sentence each; it forbids nothing."""
    found = [word for word in ABSOLUTES if word in commitment]
    said = []
    if found:
        said.append(f"承诺里有“{'”“'.join(found)}”，说了就要做到；没有把握的，请换个说法。")
    if commitment and is_beyond_power:
        said.append("这个问题要上级或有关部门才能解决，请只承诺本级能做到的。")
    if commitment and due_on is None:
        said.append("承诺没有完成时限，请一并定下。")
    if due_on is not None and due_on < today:
        said.append("完成时限已经过去，请核对日期。")
    return said


@dataclass(frozen=True)
class Rate:
    """A rate with both its terms and what they mean (口径)."""

    label: str
    numerator: int
    denominator: int
    definition: str

    @property
    def percent(self) -> Decimal | None:
        """Return the rate in percent with one decimal; None where nothing is counted."""
        if not self.denominator:
            return None
        exact = Decimal(100 * self.numerator) / self.denominator
        return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def said(self) -> str:
        """Return the rate as people read it, both terms shown."""
        if self.percent is None:
            return "—"
        return f"{self.percent}%（{self.numerator}/{self.denominator}）"


def milestones_of(years: Sequence[int | None]) -> list[int]:
    """Return the years of yearly milestones, each once, in order."""
    return sorted({year for year in years if year})
