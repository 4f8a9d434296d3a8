"""The rectification ledger (整改台账) with the handbook's columns (§3.1), as rows of text."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bihuan.files.models import Attachment
from bihuan.lib.many_ids import IdText
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value
from bihuan.rectification import listing
from bihuan.rectification.listing import Criteria
from bihuan.rectification.models import Problem, ProblemStep, ProblemStepKind, State
from bihuan.rectification.models.problem import label_of
from bihuan.rectification.rules import KIND
from bihuan.tasks.models import Part, PartRole, Task
from bihuan.tasks.models import State as TaskState

HEADS = (
    (_("编号"), 11),
    (_("问题"), 28),
    (_("目标"), 24),
    (_("措施"), 36),
    (_("牵头领导"), 12),
    (_("责任单位"), 14),
    (_("责任人"), 14),
    (_("时限"), 12),
    (_("进展"), 12),
    (_("完成情况"), 30),
    (_("佐证"), 10),
    (_("验收意见"), 24),
    (_("销号日期"), 12),
    (_("备注"), 20),
)
_READ = (
    *("year", "number", "title", "goal", "leader__name", "unit__short_name", "unit__name"),
    *("due_on", "state", "closed_on", "remark"),
)
_TOLD = {str(ProblemStepKind.REPORT): "report", str(ProblemStepKind.ACCEPT): "accept"}
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """One problem as the ledger holds it; `values` in the order of HEADS."""

    id: str
    values: Sequence[Value]


def lines_of(ids: Sequence[str]) -> list[Line]:
    """Return the lines of some problems in the order of their ids; six statements.

    Plain values, ids as texts and no models, since ten thousand lines are made at once.
    """
    found = Problem.objects.filter(pk__among=ids).order_by()
    rows = {row[0]: row for row in found.values_list(IdText("pk"), *_READ)}
    measures, people = _measures(ids)
    told, files = _told(ids), _files(ids, measures)
    states = {str(state): str(State(state).label) for state in State}
    return [
        _line(rows[pk], measures[pk], people[pk], told, files.get(pk, 0), states)
        for pk in ids
        if pk in rows
    ]


def _line(
    row: Sequence[Any],
    measures: Sequence[tuple[str, str]],
    people: Sequence[str],
    told: Mapping[tuple[str, str], str],
    count: int,
    states: Mapping[str, str],
) -> Line:
    pk, year, number, title, goal, leader, short, unit, due, state, closed, remark = row
    values = (
        label_of(year, number),
        title,
        goal,
        _numbered([said for _task, said in measures]),
        leader or "",
        short or unit,
        "、".join(dict.fromkeys(people)),
        due,
        states[state],
        told.get((pk, "report"), ""),
        f"{count}份" if count else "",
        told.get((pk, "accept"), ""),
        closed,
        remark,
    )
    return Line(pk, values)


def sheet_of(rows: QuerySet[Problem], criteria: Criteria, *, most: int | None = None) -> SheetOut:
    """Return the ledger as a sheet, at most so many rows of it; they are read piece by piece."""
    columns = [ColumnOut(str(label), width) for label, width in HEADS]
    return SheetOut(str(_("整改台账")), columns, _rows(rows, criteria, most))


def _rows(
    rows: QuerySet[Problem], criteria: Criteria, most: int | None
) -> Iterator[Sequence[Value]]:
    for ids in listing.pieces(rows, criteria, most=most, size=AT_ONCE):
        yield from (line.values for line in lines_of(ids))


def _measures(
    ids: Sequence[str],
) -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[str]]]:
    """Return by problem its measures (id, title), and the people who answer for them."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    rows = Task.objects.filter(about_kind=KIND, about_id__among=ids).exclude(state=TaskState.VOID)
    named = rows.order_by("position", "due_on", "id")
    for pk, about, title in named.values_list(IdText("pk"), IdText("about_id"), "title"):
        found[about].append((pk, title))
    people: dict[str, list[str]] = defaultdict(list)
    parts = Part.objects.filter(
        task__about_kind=KIND, task__about_id__among=ids, role=PartRole.RESPONSIBLE
    ).exclude(task__state=TaskState.VOID)
    for about, name in parts.order_by("id").values_list(IdText("task__about_id"), "person__name"):
        if name:
            people[about].append(name)
    return found, people


def _told(ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return the last words on how it was done, and of the verifier."""
    steps = ProblemStep.objects.filter(problem__pk__among=ids, kind__in=list(_TOLD))
    said = steps.order_by("at", "id").values_list(IdText("problem_id"), "kind", "note")
    return {(pk, _TOLD[kind]): note for pk, kind, note in said}


def _files(ids: Sequence[str], measures: Mapping[str, list[tuple[str, str]]]) -> dict[str, int]:
    """Return how many files stand as evidence of each problem and its measures."""
    of_task = {task: pk for pk in ids for task, _title in measures.get(pk, ())}
    there = Attachment.objects.filter(removed_at=None, purged_at=None).order_by()
    counts: dict[str, int] = defaultdict(int)
    for kind, things in ((KIND, list(ids)), ("task", list(of_task))):
        some = there.filter(about_kind=kind, about_id__among=things)
        for id_ in some.values_list(IdText("about_id"), flat=True):
            counts[of_task.get(id_, id_)] += 1
    return counts


def _numbered(titles: Sequence[str]) -> str:
    if len(titles) < 2:
        return "".join(titles)
    return "\n".join(f"{at}. {title}" for at, title in enumerate(titles, 1))
