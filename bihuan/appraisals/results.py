"""A result as its pages show it: in the paper's order, by published groups, never by score.

Everything here was counted by recount.py when the lists were opened; this only puts it into words,
shares and bars.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from bihuan.appraisals.kinds import GRADE
from bihuan.appraisals.models import OpenedList, Poll
from bihuan.appraisals.standalone.recount import two_decimals

Json = dict[str, Any]
ABSTAINED = "0"


def share_of(count: int, base: int) -> str:
    """Return a share in per cent with one decimal, halves up; a dash where there is no base."""
    if not base:
        return "—"
    thousandths = (2000 * count + base) // (2 * base)
    return f"{thousandths // 10}.{thousandths % 10}%"


@dataclass(frozen=True)
class Choice:
    """How often something was chosen: its label, votes, share of the valid, place in the bar.

    `start` and `width` are in hundredths of the bar; `tone` is the number of the grade, 0 for an
    abstention.
    """

    label: str
    votes: int
    share: str
    tone: int
    start: float = 0
    width: float = 0


@dataclass(frozen=True)
class CellShown:
    """A published group of one item: merged groups are named together."""

    label: str
    groups: tuple[int, ...]
    ballots: int
    invalid: int
    choices: tuple[Choice, ...]
    mean: str
    is_suppressed: bool = False

    @property
    def is_merged(self) -> bool:
        """Tell whether groups were merged so that nobody is given away."""
        return len(self.groups) > 1


@dataclass(frozen=True)
class ItemShown:
    """One item with grades: votes in all, score, and its published groups where they were read."""

    number: int
    question: str
    weight: str
    ballots: int
    invalid: int
    choices: tuple[Choice, ...]
    score: str
    cells: tuple[CellShown, ...] = ()


@dataclass
class Block:
    """Items of a subject that share a scale: one table."""

    grades: tuple[str, ...]
    items: list[ItemShown] = field(default_factory=list)


@dataclass
class SubjectShown:
    """One subject in the paper's order: its items, and the score that follows of them."""

    number: int
    label: str
    part: str
    score: str
    blocks: list[Block] = field(default_factory=list)


def subjects_of(
    poll: Poll, said: Json, opened: Mapping[int, Sequence[Json]], only: int = 0
) -> list[SubjectShown]:
    """Return subjects with their grades, all or the one of a number; `opened` are cells by item.

    Items whose cells are not among them are shown without their groups.
    """
    scores = {each["subject"]: each["score"] for each in poll.box.result["subjects"]}
    numbers = {subject: at for at, subject in enumerate(scores, 1)}
    pairs = [
        (item, result)
        for item, result in zip(said["items"], poll.box.result["items"], strict=True)
        if item["form"] == GRADE and (not only or numbers[item["subject"]] == only)
    ]
    labels = group_labels(said)
    found: dict[str, SubjectShown] = {}
    for item, result in pairs:
        name = item["subject"]
        subject = found.setdefault(
            name, SubjectShown(numbers[name], name, item["part"], two_decimals(scores[name]))
        )
        scale = said["scales"][item["scale"]]
        grades = tuple(grade["label"] for grade in scale)
        if not subject.blocks or subject.blocks[-1].grades != grades:
            subject.blocks.append(Block(grades))
        cells = [cell_shown(cell, scale, labels) for cell in opened.get(item["number"], ())]
        subject.blocks[-1].items.append(_item(item, result, scale, cells))
    return list(found.values())


@dataclass(frozen=True)
class LongTable:
    """Subjects of a part whose questions share a scale, one table: heads stand once."""

    part: str
    grades: tuple[str, ...]
    rows: list[tuple[SubjectShown, Block]]


def in_long_tables(subjects: Sequence[SubjectShown]) -> list[LongTable]:
    """Return subjects as tables, in the paper's order."""
    tables: list[LongTable] = []
    for subject in subjects:
        for block in subject.blocks:
            head = (subject.part, block.grades)
            if not tables or (tables[-1].part, tables[-1].grades) != head:
                tables.append(LongTable(*head, []))
            tables[-1].rows.append((subject, block))
    return tables


def _item(item: Json, result: Json, scale: Sequence[Json], cells: Sequence[CellShown]) -> ItemShown:
    return ItemShown(
        number=item["number"],
        question=item["question"],
        weight=item["weight"],
        ballots=result["ballots"],
        invalid=result["invalid"],
        choices=choices_of(result["votes"], scale),
        score=two_decimals(result["score"]),
        cells=tuple(cells),
    )


def choices_of(votes: Mapping[str, int], scale: Sequence[Json]) -> tuple[Choice, ...]:
    """Return the votes of a scale's grades, best first, then the abstentions."""
    total = sum(votes.values())
    named = [(str(at), grade["label"], at) for at, grade in enumerate(scale, 1)]
    start, made = 0.0, []
    for code, label, tone in [*named, (ABSTAINED, _("弃权"), 0)]:
        count = votes.get(code, 0)
        width = round(100 * count / total, 3) if total else 0.0
        made.append(Choice(label, count, share_of(count, total), tone, round(start, 3), width))
        start += width
    return tuple(made)


def cell_shown(cell: Json, scale: Sequence[Json], labels: Mapping[int, str]) -> CellShown:
    """Return a published group with its votes and mean."""
    votes: Counter[str] = Counter(cell["answers"])
    is_suppressed = bool(cell.get("suppressed"))
    return CellShown(
        label="＋".join(labels[number] for number in cell["groups"]),
        groups=tuple(cell["groups"]),
        ballots=cell["ballots"],
        invalid=cell["invalid"],
        choices=() if is_suppressed else choices_of(votes, scale),
        mean=two_decimals(as_pair(mean_of(votes, scale))),
        is_suppressed=is_suppressed,
    )


def mean_of(votes: Mapping[str, int], scale: Sequence[Json]) -> Fraction | None:
    """Return the mean points of those who did not abstain; None where nobody gave a grade."""
    graded = {code: count for code, count in votes.items() if code != ABSTAINED}
    total = sum(graded.values())
    if not total:
        return None
    points = [Fraction(grade["points"]) for grade in scale]
    return sum((points[int(code) - 1] * n for code, n in graded.items()), Fraction(0)) / total


def as_pair(number: Fraction | None) -> tuple[int, int] | None:
    """Return a fraction as recount.py writes one."""
    return None if number is None else (number.numerator, number.denominator)


def cells_of(poll: Poll) -> dict[int, list[Json]]:
    """Return the published lists of a poll by item; one statement."""
    return dict(OpenedList.objects.filter(poll=poll).values_list("item", "cells"))


def group_labels(said: Json) -> dict[int, str]:
    """Return the groups' names by number."""
    return {group["number"]: group["label"] for group in said["groups"]}


@dataclass(frozen=True)
class Merging:
    """How many items had merged or withheld groups, and which groups were merged."""

    items: int
    merged: int
    suppressed: int


def merging_of(opened: Mapping[int, Sequence[Json]]) -> Merging:
    """Return what was merged, over some items."""
    merged = sum(any(len(cell["groups"]) > 1 for cell in cells) for cells in opened.values())
    withheld = sum(any(cell.get("suppressed") for cell in cells) for cells in opened.values())
    return Merging(len(opened), merged, withheld)
