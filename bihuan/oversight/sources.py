"""What the room offers to be counted: stage gates, and the conditions of agreement."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.sources import Field, Source
from bihuan.orgs.models import Unit
from bihuan.oversight.access import SEE
from bihuan.oversight.models import PASSED, GateCondition, GateRequest, GateState
from bihuan.tasks.models import State as TaskState
from bihuan.tasks.models import Task

FINISHED = (TaskState.VERIFIED, TaskState.CLOSED)


def sources(home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the room's sources in a home: all, or those asked for."""
    return [make(home) for code, make in OFFERED.items() if codes is None or code in codes]


def _gates(_home: Unit) -> Source:
    passed = Q(state__in=[str(state) for state in PASSED])
    states = {str(state.value): str(state.label) for state in GateState}
    return Source(
        code="oversight.gates",
        label=_("转段申请"),
        rows=lambda _as_of: GateRequest.objects.all(),
        fields=_fields(
            Field("campaign", _("活动"), "text", "campaign__title"),
            Field("phase", _("阶段"), "text", "phase__label"),
            Field("state", _("状态"), "choice", "state", choices=states),
            Field("is_agreed", _("已同意"), "yes_no", _yes(passed)),
            Field("was_returned", _("退回过"), "yes_no", _yes(Q(round__gt=1))),
            Field("rounds", _("报送次数"), "number", "round", unit_of_measure=_("次")),
            Field("sent_on", _("报送日期"), "date", "sent_on"),
            Field("answered_on", _("答复日期"), "date", "answered_on"),
        ),
        visible_to=lambda actor: actor.within(SEE, "path"),
        describe=lambda row: {
            _("活动"): str(row.campaign),
            _("阶段"): str(row.phase),
            _("状态"): row.get_state_display(),
            _("答复日期"): row.answered_on.isoformat() if row.answered_on else "",
        },
        url=lambda row: _url(row.pk),
        path="path",
        unit="home_id",
        unit_of=lambda row: row.home,
        day="answered_on",
        order=("-made_at", "-pk"),
        related=("home", "campaign", "phase"),
        page=lambda: reverse("oversight:list"),
    )


def _conditions(_home: Unit) -> Source:
    finished = Task.objects.filter(pk=OuterRef("task_id"), state__in=FINISHED)
    return Source(
        code="oversight.conditions",
        label=_("转段条件"),
        rows=lambda _as_of: GateCondition.objects.all(),
        fields=_fields(
            Field("text", _("条件"), "text", "text"),
            Field("phase", _("阶段"), "text", "request__phase__label"),
            Field("is_met", _("已完成"), "yes_no", _yes(Exists(finished))),
            Field("agreed_on", _("附上日期"), "date", "request__answered_on"),
        ),
        visible_to=lambda actor: actor.within(SEE, "path"),
        describe=lambda row: {
            _("条件"): row.text,
            _("阶段"): str(row.request.phase),
        },
        url=lambda row: _url(row.request_id),
        path="path",
        unit="home_id",
        unit_of=lambda row: row.home,
        day="request__answered_on",
        order=("position", "pk"),
        related=("home", "request__phase"),
        page=lambda: reverse("oversight:list"),
    )


OFFERED = {"oversight.gates": _gates, "oversight.conditions": _conditions}


def _yes(condition: Q | Exists) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0))


def _fields(*fields: Field) -> dict[str, Field]:
    return {field.code: field for field in fields}


def _url(id_: Any) -> str:
    return reverse("oversight:gate", args=[id_])
