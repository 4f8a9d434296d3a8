"""What the room offers to be counted: problems, their measures, requests, look-backs, answers."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.sources import Expression, Field, FieldType, Labels, Source
from bihuan.opinions.models import Category
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.rectification.models import (
    LATE_STATES,
    Finding,
    Horizon,
    Level,
    LookBack,
    Origin,
    Problem,
    Reply,
    Satisfaction,
    Satisfied,
    State,
    UpwardRequest,
)
from bihuan.rectification.rates import IN_TIME
from bihuan.rectification.rules import KIND
from bihuan.tasks.models import State as TaskState
from bihuan.tasks.models import Task

APART = (State.VOID, State.EXPLAINED)


def sources(home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the room's sources in a home: all, or those asked for."""
    return [make(home) for code, make in OFFERED.items() if codes is None or code in codes]


def _problems(home: Unit) -> Source:
    classes = Category.objects.filter(home__path__startswith=home.path)
    late = Q(state__in=[str(s) for s in LATE_STATES], own_due_on__lt=clock.today())
    return Source(
        code="rectification.problems",
        label=_("整改问题"),
        rows=lambda _as_of: Problem.objects.exclude(state=State.VOID),
        fields=_fields(
            _field("title", _("问题"), "text", "title"),
            _field("state", _("状态"), "choice", "state", State),
            _field("origin", _("来源"), "choice", "origin", Origin),
            _field("level", _("层级"), "choice", "level", Level),
            _field("horizon", _("时限类别"), "choice", "horizon", Horizon),
            Field(
                "category",
                _("类别"),
                "choice",
                "category__code",
                choices=Labels(classes.values_list("code", "label")),
            ),
            _field("is_beyond_power", _("需向上争取"), "yes_no", "is_beyond_power"),
            _field("is_overdue", _("超期"), "yes_no", _yes(late)),
            _field("is_public", _("已公开"), "yes_no", _yes(Q(public_on__isnull=False))),
            _field("is_committed", _("有公开承诺"), "yes_no", _yes(~Q(commitment=""))),
            _field("was_reopened", _("重开过"), "yes_no", _yes(Q(reopened_on__isnull=False))),
            Field("response", _("联系反映人"), "choice", _response(), choices=_RESPONSES),
            Field(
                "yearly_cost",
                _("每年负担"),
                "number",
                "yearly_cost",
                decimals=2,
                unit_of_measure=_("元"),
            ),
            Field("waited_days", _("等待他方"), "number", "waited_days", unit_of_measure=_("天")),
            _field("found_on", _("查找日期"), "date", "found_on"),
            _field("due_on", _("完成时限"), "date", "due_on"),
            _field("closed_on", _("销号日期"), "date", "closed_on"),
            _field("unit_id", _("责任单位"), "unit", "unit_id"),
        ),
        visible_to=_seen_under("path"),
        describe=lambda row: {
            _("编号"): row.label,
            _("问题"): row.title,
            _("责任单位"): str(row.unit),
            _("状态"): row.get_state_display(),
            _("查找日期"): row.found_on.isoformat(),
        },
        url=lambda row: _url(row.pk),
        path="path",
        day="found_on",
        order=("-found_on", "-pk"),
        related=("unit",),
        page=lambda: reverse("rectification:list"),
    )


def _measures(_home: Unit) -> Source:
    problem = Problem.objects.filter(pk=OuterRef("about_id"))
    title = Subquery(problem.values("title")[:1], output_field=CharField())
    return Source(
        code="rectification.measures",
        label=_("整改措施"),
        rows=lambda _as_of: Task.objects.filter(about_kind=KIND).exclude(state=TaskState.VOID),
        fields=_fields(
            _field("title", _("措施"), "text", "title"),
            _field("problem", _("问题"), "text", title),
            _field("state", _("状态"), "choice", "state", TaskState),
            Field("milestone", _("节点年度"), "number", "milestone", unit_of_measure=_("年")),
            _field("due_on", _("期限"), "date", "due_on"),
            _field("unit_id", _("承办单位"), "unit", "unit_id"),
        ),
        visible_to=_seen_under("path"),
        describe=lambda row: {
            _("措施"): row.title,
            _("承办单位"): str(row.unit),
            _("期限"): row.due_on.isoformat(),
            _("状态"): row.get_state_display(),
        },
        url=lambda row: reverse("tasks:task", args=[row.pk]),
        path="path",
        order=("due_on", "pk"),
        related=("unit",),
    )


def _look_backs(_home: Unit) -> Source:
    done = Q(done_on__isnull=False)
    return Source(
        code="rectification.look_backs",
        label=_("回头看"),
        rows=lambda _as_of: LookBack.objects.filter(dropped_on=None),
        fields=_fields(
            _field("finding", _("结果"), "choice", "finding", Finding),
            _field("is_done", _("已看"), "yes_no", _yes(done)),
            _field(
                "is_overdue",
                _("超期未看"),
                "yes_no",
                _yes(~done & Q(due_on__lt=clock.today())),
            ),
            Field("after_days", _("销号后天数"), "number", "after_days", unit_of_measure=_("天")),
            _field("due_on", _("应看日期"), "date", "due_on"),
            _field("done_on", _("查看日期"), "date", "done_on"),
            _field("unit_id", _("责任单位"), "unit", "unit_id"),
        ),
        visible_to=_seen_under("path"),
        describe=lambda row: {
            _("问题"): row.problem.title,
            _("应看日期"): row.due_on.isoformat(),
            _("查看日期"): row.done_on.isoformat() if row.done_on else _("还没有看"),
            _("结果"): row.get_finding_display(),
        },
        url=lambda row: _url(row.problem_id),
        path="path",
        day="due_on",
        order=("-due_on", "-pk"),
        related=("problem", "unit"),
    )


def _satisfaction(_home: Unit) -> Source:
    return Source(
        code="rectification.satisfaction",
        label=_("满意度评价"),
        rows=lambda _as_of: Satisfaction.objects.filter(is_latest=True).exclude(
            problem__state__in=APART
        ),
        fields=_fields(
            _field("answer", _("评价"), "choice", "answer", Satisfied),
            _field("is_solved", _("说已解决"), "yes_no", "is_solved"),
            _field("said_if_solved", _("说了是否解决"), "yes_no", _yes(Q(is_solved__isnull=False))),
            _field("answered_on", _("评价日期"), "date", "answered_on"),
            _field("unit_id", _("责任单位"), "unit", "problem__unit_id"),
        ),
        visible_to=_seen_under("path"),
        describe=lambda row: {
            _("问题"): row.problem.title,
            _("评价"): row.get_answer_display(),
            _("是否解决"): row.solved_word or _("没有说"),
            _("评价日期"): row.answered_on.isoformat(),
        },
        url=lambda row: _url(row.problem_id),
        path="path",
        unit="problem__unit_id",
        unit_of=lambda row: row.problem.unit,
        day="answered_on",
        order=("-answered_on", "-pk"),
        related=("problem__unit",),
    )


def _requests(_home: Unit) -> Source:
    pending = Q(answered_on__isnull=True)
    return Source(
        code="rectification.requests",
        label=_("向上请求"),
        rows=lambda _as_of: UpwardRequest.objects.filter(withdrawn_on=None),
        fields=_fields(
            _field("reply", _("答复"), "choice", "reply", Reply),
            _field("asked_of", _("请求对象"), "text", "asked_of"),
            _field("is_pending", _("等待答复"), "yes_no", _yes(pending)),
            _field("asked_on", _("请求日期"), "date", "asked_on"),
            _field("answered_on", _("收到答复日期"), "date", "answered_on"),
            _field("unit_id", _("责任单位"), "unit", "unit_id"),
        ),
        visible_to=_seen_under("path"),
        describe=lambda row: {
            _("请求对象"): row.asked_of,
            _("事由"): row.subject,
            _("请求日期"): row.asked_on.isoformat(),
            _("答复"): row.get_reply_display() or _("还没有答复"),
        },
        url=lambda row: _url(row.problem_id),
        path="path",
        day="asked_on",
        order=("-asked_on", "-pk"),
        related=("unit",),
    )


OFFERED: Mapping[str, Callable[[Unit], Source]] = {
    "rectification.problems": _problems,
    "rectification.measures": _measures,
    "rectification.look_backs": _look_backs,
    "rectification.satisfaction": _satisfaction,
    "rectification.requests": _requests,
}
_RESPONSES = {
    "in_time": "按时联系",
    "late": "超时联系",
    "not_yet": "还没有联系",
    "none": "不需联系",
}


def _response() -> Case:
    """Return how those who raised a problem were contacted, of problems that were dispatched."""
    dispatched = Q(origin=Origin.RAISED, dispatched_on__isnull=False)
    return Case(
        When(~dispatched | Q(state=State.EXPLAINED), then=Value("none")),
        When(IN_TIME, then=Value("in_time")),
        When(responded_on__gt=F("respond_by"), then=Value("late")),
        default=Value("not_yet"),
        output_field=CharField(),
    )


def _yes(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0))


def _field(
    code: str, label: str, type: FieldType, expression: Expression, choices: Any = None
) -> Field:
    labels = {str(each.value): str(each.label) for each in choices or ()}
    return Field(code, label, type, expression, choices=labels)


def _fields(*fields: Field) -> dict[str, Field]:
    return {field.code: field for field in fields}


def _seen_under(path: str) -> Callable[[Actor], Q]:
    return lambda actor: actor.within(Permission.SEE_TASKS, path)


def _url(id_: Any) -> str:
    return reverse("rectification:problem", args=[id_])
