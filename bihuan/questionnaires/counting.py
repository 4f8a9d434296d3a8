"""What a questionnaire's counted answers come to: by question, and by group.

Two statements, however many answers there are. Only what was counted (`Batch.COUNTED`) is read, so
that the numbers never change by one response alone.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from bihuan.questionnaires.actions.batches import smallest_group
from bihuan.questionnaires.models import Batch, Question, Questionnaire, Way
from bihuan.questionnaires.rules.asked import GROUPS, Kind
from bihuan.questionnaires.rules.suppressing import hidden_groups

TENTH = Decimal("0.1")
Group = int | None


def share_of(count: int, base: int) -> str:
    """Write a share in percent with one decimal: 81.5%."""
    if not base:
        return "–"
    return f"{(Decimal(count) * 100 / base).quantize(TENTH, ROUND_HALF_UP)}%"


@dataclass(frozen=True)
class Bar:
    """One option: how many chose it, of how many who answered."""

    number: int
    label: str
    count: int
    base: int

    @property
    def share(self) -> str:
        """Return the share in words."""
        return share_of(self.count, self.base)

    @property
    def width(self) -> str:
        """Return the share as an SVG length."""
        return share_of(self.count, self.base).replace("–", "0%")


@dataclass(frozen=True)
class Block:
    """The answers to one question, or to one row of a matrix, perhaps of one group only."""

    question: Question
    label: str
    base: int
    counts: dict[int, int]
    total: int  # of numbers, in hundredths

    @property
    def bars(self) -> list[Bar]:
        """Return the options in their order."""
        return [
            Bar(number, label, self.counts.get(number, 0), self.base)
            for number, label in enumerate(self.question.options, 1)
        ]

    @property
    def mean(self) -> str:
        """Return the mean of the numbers or grades, empty where there are none."""
        kind = self.question.kind
        if not self.base or kind not in (Kind.SCALE, Kind.MATRIX, Kind.NUMBER):
            return ""
        return str((Decimal(self.total) / 100 / self.base).quantize(TENTH, ROUND_HALF_UP))

    @property
    def better(self) -> Bar | None:
        """Return the first two grades together, as such polls are reported (handbook §2.1)."""
        options = self.question.options
        if self.question.kind not in (Kind.SCALE, Kind.MATRIX) or len(options) < 3:
            return None
        label = _("“%(a)s”和“%(b)s”合计") % {"a": options[0], "b": options[1]}
        return Bar(0, label, self.counts.get(1, 0) + self.counts.get(2, 0), self.base)


@dataclass(frozen=True)
class Result:
    """What came of one question; `blocks` are its rows. Hidden where too few answered."""

    question: Question
    blocks: list[Block]
    base: int
    is_hidden: bool

    @property
    def is_text(self) -> bool:
        """Tell whether it asks for words."""
        return self.question.kind == Kind.TEXT

    @property
    def shown(self) -> list[Block]:
        """Return the blocks that may be shown."""
        return [] if self.is_hidden or self.is_text else self.blocks


@dataclass(frozen=True)
class Column:
    """One group of a crossing; hidden where it or its neighbour is too small."""

    label: str
    block: Block
    is_hidden: bool


@dataclass(frozen=True)
class Crossing:
    """One question or row by group."""

    question: Question
    label: str
    columns: list[Column]
    whole: Block

    @property
    def lines(self) -> list[tuple[str, list[str], str]]:
        """Return each option with its share in every group, and in all."""
        if self.question.kind == Kind.NUMBER:
            return []
        return [
            (
                bar.label,
                [
                    "" if column.is_hidden else column.block.bars[at].share
                    for column in self.columns
                ],
                bar.share,
            )
            for at, bar in enumerate(self.whole.bars)
        ]


class Counts:
    """The counts of a questionnaire, read once."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.smallest = smallest_group(questionnaire)
        self.questions = list(questionnaire.questions.order_by("position", "id"))

    @cached_property
    def received(self) -> dict[str, int]:
        """Return how many responses came, by way and in all, and how many are counted."""
        found = self.questionnaire.responses.aggregate(
            web=Count("pk", filter=Q(way=Way.WEB)),
            paper=Count("pk", filter=Q(way=Way.PAPER)),
            counted=Count("pk", filter=Q(batch=Batch.COUNTED)),
        )
        found["all"] = found["web"] + found["paper"]
        found["waiting"] = found["all"] - found["counted"]
        return found

    @property
    def is_enough(self) -> bool:
        """Tell whether enough responses are counted to show anything."""
        return self.received["counted"] >= self.smallest

    @cached_property
    def _rows(self) -> dict[UUID, dict[int, dict[Group, list[tuple[int, int, int, int]]]]]:
        found: dict[UUID, dict[int, dict[Group, list[tuple[int, int, int, int]]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        rows = (
            self.questionnaire.answers.filter(batch=Batch.COUNTED)
            .order_by()
            .values_list("question_id", "row", "group", "option")
            .annotate(
                n=Count("pk"), persons=Count("pk", filter=Q(is_first=True)), total=Sum("number")
            )
        )
        for question, row, group, option, n, persons, total in rows:
            found[question][row][group].append((option or 0, n, persons, total or 0))
        return found

    def _block(
        self, question: Question, row: int, label: str, groups: list[Group] | None = None
    ) -> Block:
        base, total, counts = 0, 0, defaultdict[int, int](int)
        for group, lines in self._rows[question.pk][row].items():
            if groups is not None and group not in groups:
                continue
            for option, n, persons, sum_ in lines:
                counts[option] += n
                base += persons
                total += sum_
        return Block(question, label, base, dict(counts), total)

    def _parts(self, question: Question) -> Iterator[tuple[int, str]]:
        if question.kind == Kind.MATRIX:
            yield from enumerate(question.rows, 1)
        else:
            yield 0, ""

    @cached_property
    def results(self) -> list[Result]:
        """Return what came of each question, in order."""
        found = []
        for question in self.questions:
            blocks = [self._block(question, row, label) for row, label in self._parts(question)]
            base = max((block.base for block in blocks), default=0)
            least = min((block.base for block in blocks if block.base), default=0)
            hidden = question.kind != Kind.TEXT and 0 < least < self.smallest
            found.append(Result(question, blocks, base, hidden or not base))
        return found

    @cached_property
    def crossings(self) -> list[Crossing]:
        """Return every question by the group question, with what is too small hidden."""
        by = next((q for q in self.questions if q.pk == self.questionnaire.group_question_id), None)
        if by is None or by.kind not in GROUPS:
            return []
        all_: list[tuple[Group, str]] = [*enumerate(by.options, 1), (None, _("未答"))]
        there = {group for rows in self._rows.values() for row in rows.values() for group in row}
        groups = [(group, label) for group, label in all_ if group in there]
        return [
            self._crossing(result.question, row, label, groups)
            for result in self.results
            if result.question.pk != by.pk and not result.is_hidden and not result.is_text
            for row, label in self._parts(result.question)
        ]

    def _crossing(
        self, question: Question, row: int, label: str, groups: list[tuple[Group, str]]
    ) -> Crossing:
        blocks = {group: self._block(question, row, label, [group]) for group, _label in groups}
        sizes = {group: block.base for group, block in blocks.items()}
        hidden = hidden_groups(sizes, self.smallest)
        columns = [Column(name, blocks[group], group in hidden) for group, name in groups]
        return Crossing(question, label, columns, self._block(question, row, label))


def texts_of(question: Question) -> Iterator[str]:
    """Yield the counted words given to a question, in the order of their random keys."""
    rows = question.answers.filter(batch=Batch.COUNTED).exclude(text="").order_by("pk")
    yield from rows.values_list("text", flat=True).iterator()
