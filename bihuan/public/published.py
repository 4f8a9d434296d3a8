"""What was raised and what became of it, as published: approved wording, by class, with counts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bihuan.lib import clock
from bihuan.lib.policy import whole
from bihuan.opinions.models import OpinionGroup
from bihuan.orgs.models import Unit
from bihuan.public.policy import LEAST_COUNT
from bihuan.public.rules import suppressed
from bihuan.rectification.asking import public_state
from bihuan.rectification.models import Problem, ProblemOpinions, State

OTHER = ("其他", (10_000, "other"))


@dataclass(frozen=True)
class Item:
    """One thing published: its class (label and place in the order), words, day, opinions.

    `opinions` is how many were merged into it, 0 where the office found it itself.
    """

    category: str
    order: tuple[int, str]
    wording: str
    outcome: str
    public_on: dt.date
    opinions: int
    key: str
    state: str = ""


@dataclass(frozen=True)
class Line:
    """An item as the page shows it; `count` is None where it is suppressed."""

    item: Item
    count: int | None


@dataclass(frozen=True)
class Section:
    """One class of the page; `total` is None where it would give a suppressed count away."""

    label: str
    lines: list[Line]
    total: int | None

    @property
    def anchor(self) -> str:
        """Return the name of its place in the page."""
        return f"c{self.lines[0].item.order[0]}-{self.lines[0].item.order[1]}"


def published_in(home: Unit) -> list[Item]:
    """Return what a home published, the newest first; a problem stands for its groups."""
    problems, taken_up = _problems_in(home)
    items = [*problems, *(item for item in _groups_in(home) if item.key not in taken_up)]
    return sorted(items, key=lambda item: (item.public_on, item.key), reverse=True)


def _groups_in(home: Unit) -> list[Item]:
    groups = OpinionGroup.objects.filter(home=home, public_on__lte=clock.today())
    rows = (
        groups.exclude(public_wording="")
        .order_by("pk")
        .values_list(
            "id",
            "public_wording",
            "public_outcome",
            "public_on",
            "raw_count",
            "category__label",
            "category__position",
            "category__code",
        )
    )
    return [
        Item(label, (position, code), wording, outcome, day, count, str(id_))
        for id_, wording, outcome, day, count, label, position, code in rows
        if day is not None
    ]


def _problems_in(home: Unit) -> tuple[list[Item], set[str]]:
    """Return the problems that were published, and the groups that they stand for."""
    problems = (
        Problem.objects.filter(home=home, public_on__lte=clock.today())
        .exclude(public_wording="")
        .exclude(state=State.VOID)
        .select_related("category")
        .only(
            *("state", "public_wording", "public_outcome", "public_on"),
            *("category__label", "category__position", "category__code"),
        )
    )
    by_id = {problem.pk: problem for problem in problems}
    links = ProblemOpinions.objects.filter(problem__in=list(by_id), released_on=None)
    counted: dict[tuple[UUID, UUID], int] = {}
    for problem_id, group, count, into, into_count in links.values_list(
        *("problem", "group", "group__raw_count"),
        *("group__merged_into", "group__merged_into__raw_count"),
    ):
        # A group that was merged into another since holds nothing; the other holds it all.
        counted[problem_id, into or group] = into_count if into else count
    counts: dict[UUID, int] = defaultdict(int)
    for (problem_id, _group), count in counted.items():
        counts[problem_id] += count
    items = [_item_of(problem, counts[id_]) for id_, problem in by_id.items()]
    return items, {str(group) for _problem, group in counted}


def _item_of(problem: Problem, opinions: int) -> Item:
    category = problem.category
    label, order = OTHER
    if category is not None:
        label, order = category.label, (category.position, category.code)
    assert problem.public_on is not None
    return Item(
        category=label,
        order=order,
        wording=problem.public_wording,
        outcome=problem.public_outcome,
        public_on=problem.public_on,
        opinions=opinions,
        key=str(problem.pk),
        state=public_state(problem),
    )


def sections_of(items: Sequence[Item], home: Unit) -> tuple[list[Section], int | None]:
    """Return items by class in the classes' order, counts under the limit suppressed; the total."""
    least = whole(LEAST_COUNT, home.path, clock.today())
    by_class: dict[tuple[int, str], list[Item]] = defaultdict(list)
    for item in items:
        by_class[item.order].append(item)
    sections = []
    for _order, some in sorted(by_class.items()):
        counted = suppressed([item.opinions for item in some], least)
        lines = [Line(item, count) for item, count in zip(some, counted.parts, strict=True)]
        sections.append(Section(some[0].category, lines, counted.total))
    whole_total = suppressed([item.opinions for item in items], least).total
    return sections, whole_total


def least_of(home: Unit) -> int:
    """Return the count under which none is shown."""
    return whole(LEAST_COUNT, home.path, clock.today())
