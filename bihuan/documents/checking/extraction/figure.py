"""A figure as prose states it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ExtractedFigure:
    """One figure that a text states: how many or how much of something.

    `start` and `end` are offsets, in code points of the text as given, of `core`: the numeral as
    written with its magnitudes, without unit and qualifier. `value` has the magnitudes multiplied
    out; `high` is the upper end of a stated range. `unit` is in its plain form (平方米 for ㎡),
    empty if none is written. `kind` is quantity, money, ratio, change, duration, date or announced.
    `bounds` is the half-open interval of 余 and 多: 270余 is (270, 280).
    """

    start: int
    end: int
    core: str
    value: float
    high: float | None
    unit: str
    qualifier: str | None
    kind: str
    bounds: tuple[float, float] | None = None
