"""How the three parts of a yearly assessment come together: pure, exact, and in nobody's order.

Worked example: weights 50, 30, 20; 17 of 20 targets met, 88.4 in the ballot, 90 in the daily part:
50%×85.00＋30%×88.40＋20%×90.00＝87.02. With the ballot missing there is no total: a part that is
missing is never 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bihuan.appraisals.standalone.recount import two_decimals

TARGETS, BALLOT, DAILY = "targets", "ballot", "daily"
PARTS = (TARGETS, BALLOT, DAILY)
LABELS: Mapping[str, str] = {TARGETS: "目标完成", BALLOT: "民主测评", DAILY: "平时考核"}
WHOLE = 100
Number = Decimal | Fraction | int


@dataclass(frozen=True)
class Part:
    """One part: its weight in per cent, its value from 0 to 100, None where it is missing.

    `said` tells how the value came about, or why there is none.
    """

    code: str
    weight: int
    value: Fraction | None
    said: str = ""

    @property
    def label(self) -> str:
        """Return what the part is called."""
        return LABELS[self.code]

    @property
    def is_missing(self) -> bool:
        """Tell whether the part counts and has no value."""
        return self.weight > 0 and self.value is None

    @property
    def written(self) -> str:
        """Return the value with two decimals, or that it is missing."""
        return "缺" if self.value is None else written(self.value)

    @property
    def term(self) -> str:
        """Return the part's place in the formula."""
        return f"{self.weight}%×{self.written}"


@dataclass(frozen=True)
class Result:
    """How the parts of one person came out."""

    parts: tuple[Part, ...]

    @property
    def counted(self) -> tuple[Part, ...]:
        """Return the parts that have a weight."""
        return tuple(part for part in self.parts if part.weight)

    @property
    def missing(self) -> tuple[Part, ...]:
        """Return the parts that count and have no value."""
        return tuple(part for part in self.parts if part.is_missing)

    @property
    def total(self) -> Fraction | None:
        """Return Σ weight × value / 100, exactly; None while a part is missing."""
        total = Fraction(0)
        for part in self.counted:
            if part.value is None:
                return None
            total += part.weight * part.value / WHOLE
        return total

    @property
    def written(self) -> str:
        """Return the total with two decimals, or that there is none."""
        return "缺项" if self.total is None else written(self.total)

    @property
    def formula(self) -> str:
        """Return the formula with its numbers; parts are written rounded, and counted exactly."""
        said = "＋".join(part.term for part in self.counted)
        if self.total is not None:
            return f"{said}＝{self.written}"
        labels = "、".join(part.label for part in self.missing)
        return f"{said}（缺{labels}，不合计）"

    def as_json(self) -> dict[str, Any]:
        """Return what is kept of it with a decision."""
        return {
            "parts": [
                {
                    "code": part.code,
                    "weight": part.weight,
                    "value": _kept(part.value),
                    "said": part.said,
                }
                for part in self.parts
            ]
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Result":
        """Read what was kept with a decision."""
        return cls(
            tuple(
                Part(
                    code=each["code"],
                    weight=each["weight"],
                    value=None if each["value"] is None else Fraction(*each["value"]),
                    said=each["said"],
                )
                for each in kept["parts"]
            )
        )


def _kept(value: Fraction | None) -> list[int] | None:
    return None if value is None else [value.numerator, value.denominator]


def written(value: Fraction) -> str:
    """Return a value with two decimals, halves up."""
    return two_decimals([value.numerator, value.denominator])


def is_whole(weights: Iterable[int]) -> bool:
    """Tell whether weights in per cent make up the whole."""
    return sum(weights) == WHOLE


def out_of(met: Number | None, count: Number | None) -> Fraction | None:
    """Return how much of the targets is met, from 0 to 100; None without targets or answer."""
    if met is None or not count or count < 0:
        return None
    return within(Fraction(met) / Fraction(count) * WHOLE)


def of_ratio(value: Number | None, *, is_percent: bool) -> Fraction | None:
    """Return a ratio as a value from 0 to 100; None where nothing answers it."""
    if value is None:
        return None
    return within(Fraction(value) * (1 if is_percent else WHOLE))


def daily(points: Sequence[Number]) -> Fraction | None:
    """Return the sum of entered points, from 0 to 100; None where none were entered."""
    if not points:
        return None
    return within(sum((Fraction(each) for each in points), Fraction(0)))


def within(value: Fraction) -> Fraction:
    """Return a value, not below 0 and not above 100."""
    return max(Fraction(0), min(Fraction(WHOLE), value))


def most_best(persons: int, share: int) -> int:
    """Return how many may get the best grade: a share in per cent of all, rounded down."""
    return persons * share // WHOLE
