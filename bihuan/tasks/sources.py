"""What the room offers to be counted: tasks, by state, unit, day and how they ended."""

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.lib.sources import Field, Source
from bihuan.orgs.models import Unit
from bihuan.tasks.access import seen_by
from bihuan.tasks.models import LATE_STATES, EvidenceNeeded, State, Step, StepKind, Task

TASKS = "tasks.tasks"


def sources(home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the tasks as a source, where it is asked for."""
    return [_tasks(home)] if codes is None or TASKS in codes else []


def _tasks(_home: Unit) -> Source:
    return Source(
        code=TASKS,
        label=_("任务"),
        rows=lambda _as_of: _counted(),
        fields={field.code: field for field in _fields()},
        visible_to=seen_by,
        describe=_described,
        url=lambda task: reverse("tasks:task", args=[task.pk]),
        path="path",
        unit="unit_id",
        unit_of=lambda task: task.unit,
        day="due_on",
        order=("due_on", "pk"),
        related=("unit",),
        page=lambda: reverse("tasks:list"),
    )


def _counted() -> QuerySet[Task]:
    return Task.objects.exclude(state=State.VOID)


def _fields() -> list[Field]:
    late = Q(state__in=LATE_STATES, due_on__lt=clock.today())
    accepted = Q(state__in=(State.VERIFIED, State.CLOSED))
    return [
        Field("state", _("状态"), "choice", "state", choices=_labels(State)),
        Field("unit_id", _("承办单位"), "unit", "unit_id"),
        Field("due_on", _("期限"), "date", "due_on"),
        Field("assigned_at", _("交办时间"), "date", "assigned_at"),
        Field("closed_on", _("销号日期"), "date", "closed_on"),
        Field("is_verified", _("已验收"), "yes_no", _yes(accepted)),
        Field("is_closed", _("已销号"), "yes_no", _yes(Q(state=State.CLOSED))),
        Field("is_overdue", _("超期"), "yes_no", _yes(late)),
        Field(
            "is_in_time",
            _("按期办结"),
            "yes_no",
            _yes(Q(state=State.CLOSED, submitted_on__lte=F("due_on"))),
        ),
        Field("is_returned", _("退过件"), "yes_no", _was(StepKind.RETURN)),
        Field("is_reopened", _("重开过"), "yes_no", _was(StepKind.REOPEN)),
        Field("percent", _("进度"), "number", "percent", unit_of_measure="%"),
        Field("extensions", _("延期次数"), "number", "extensions", unit_of_measure=_("次")),
        Field("evidence", _("验收要求"), "choice", "evidence", choices=_labels(EvidenceNeeded)),
        Field("about_kind", _("来自"), "text", "about_kind"),
        Field("milestone", _("节点年度"), "number", "milestone"),
        Field("title", _("任务"), "text", "title"),
    ]


def _yes(condition: Q | Exists) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _was(kind: StepKind) -> Case:
    return _yes(Exists(Step.objects.filter(task=OuterRef("pk"), kind=kind)))


def _labels(choices: type[State] | type[EvidenceNeeded]) -> dict[str, str]:
    return {str(each.value): str(each.label) for each in choices}


def _described(task: Task) -> dict[str, str]:
    return {
        _("督办单号"): task.slip_number,
        _("任务"): task.title,
        _("承办单位"): task.unit.name,
        _("期限"): write_date(task.due_on),
        _("状态"): str(State(task.state).label),
    }
