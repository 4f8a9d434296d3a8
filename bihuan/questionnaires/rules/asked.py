"""A question as the rules see it, when it is shown, and what answering costs in time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid


class Kind(StrEnum):
    """What sort of answer a question asks for."""

    SINGLE = "single"
    SEVERAL = "several"
    SCALE = "scale"
    MATRIX = "matrix"
    NUMBER = "number"
    TEXT = "text"


CHOOSES = frozenset({Kind.SINGLE, Kind.SEVERAL, Kind.SCALE, Kind.MATRIX})
"""Kinds that offer options."""
DECIDES = frozenset({Kind.SINGLE, Kind.SEVERAL, Kind.SCALE})
"""Kinds on whose answer another question may depend."""
GROUPS = frozenset({Kind.SINGLE, Kind.SCALE})
"""Kinds by which answers may be compared: one choice a person."""
SECONDS = {
    Kind.SINGLE: 8,
    Kind.SEVERAL: 12,
    Kind.SCALE: 6,
    Kind.MATRIX: 5,  # a row
    Kind.NUMBER: 10,
    Kind.TEXT: 40,
}
"""A rough estimate of what a question takes on a phone; told as minutes, rounded up."""
MOST_OPTIONS, MOST_ROWS, MOST_QUESTIONS = 30, 20, 60
LONGEST_OPTION, LONGEST_ANSWER = 80, 2000


@dataclass(frozen=True)
class Asked:
    """One question by its place among the others; options count from 1."""

    position: int
    kind: Kind
    text: str = ""
    required: bool = True
    options: tuple[str, ...] = ()
    values: tuple[int, ...] = ()
    rows: tuple[str, ...] = ()
    most: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    shown_if: int | None = None
    shown_when: frozenset[int] = frozenset()

    @property
    def rows_asked(self) -> Sequence[int]:
        """Return the numbers of a matrix's rows; 0 stands for a question without rows."""
        return range(1, len(self.rows) + 1) if self.kind is Kind.MATRIX else (0,)


@dataclass(frozen=True)
class Given:
    """What was answered to one question; `chosen` holds options by row, 0 where there are none.

    A number is in hundredths.
    """

    chosen: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    number: int | None = None
    text: str = ""

    @property
    def options(self) -> tuple[int, ...]:
        """Return what was chosen at a question without rows."""
        return self.chosen.get(0, ())


def is_shown(asked: Asked, given: Mapping[int, Given]) -> bool:
    """Tell whether a question is put, by what was given to the earlier ones (those shown only)."""
    if asked.shown_if is None:
        return True
    decided = given.get(asked.shown_if)
    return decided is not None and bool(asked.shown_when & set(decided.options))


def refuse_wrong_order(questions: Iterable[Asked]) -> None:
    """Raise Invalid unless every condition looks back at a question that may decide."""
    by_position = {each.position: each for each in questions}
    for asked in by_position.values():
        if asked.shown_if is None:
            continue
        words = {"n": asked.position, "m": asked.shown_if}
        decides = by_position.get(asked.shown_if)
        if decides is None or asked.shown_if >= asked.position:
            raise Invalid(
                _("第%(n)d题要看前面的题才出现，它依据的题必须排在它前面，请调整顺序。") % words
            )
        if decides.kind not in DECIDES:
            raise Invalid(_("第%(n)d题依据的第%(m)d题不是选择题，请换一题。") % words)
        if not asked.shown_when or not asked.shown_when <= set(range(1, len(decides.options) + 1)):
            raise Invalid(_("第%(n)d题依据的选项在第%(m)d题里没有，请重新选择。") % words)


def minutes(questions: Iterable[Asked]) -> int:
    """Return about how many minutes all questions take, rounded up."""
    seconds = sum(
        SECONDS[each.kind] * (len(each.rows) if each.kind is Kind.MATRIX else 1)
        for each in questions
    )
    return max(1, -(-seconds // 60))
