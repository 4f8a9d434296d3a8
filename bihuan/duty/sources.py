"""What the room offers to be counted: disputes and petitions, by clear columns alone.

Nothing sealed is a field, and nothing sealed is described: a figure's trace shows what the list
shows. A dispute is counted once it was taken on, by the township or by the village itself; before
that it waits.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import ExtractMonth
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.duty.access import disputes_seen, petitions_seen
from bihuan.duty.models import (
    Agreement,
    Band,
    Dispute,
    DisputeState,
    DisputeType,
    FormKind,
    FormType,
    Level,
    Outcome,
    Petition,
    PetitionForm,
    PetitionKind,
    PetitionState,
    Satisfied,
    TypeMapping,
)
from bihuan.duty.rules import TAKEN_UP
from bihuan.lib.dates import write_date
from bihuan.lib.sources import Expression, Field, FieldType, Labels, Source
from bihuan.orgs.models import Unit


def sources(home: Unit, codes: frozenset[str] | None) -> list[Source]:
    """Return the room's sources in a home: all, or those asked for."""
    return [make(home) for code, make in OFFERED.items() if codes is None or code in codes]


def _disputes(home: Unit) -> Source:
    within = Q(home__path__gte=home.path, home__path__lt=home.path + "~")
    own = Labels(DisputeType.objects.filter(within).values_list("code", "label"))
    listed = FormType.objects.filter(within)
    by_form = {
        kind: Labels(listed.filter(form=kind).values_list("code", "label"))
        for kind in FormKind.values
    }
    return Source(
        code="duty.disputes",
        label=_("矛盾纠纷"),
        rows=lambda _as_of: Dispute.objects.exclude(
            state__in=(DisputeState.REGISTERED, DisputeState.VOID)
        ),
        waiting=lambda _as_of: Dispute.objects.filter(state=DisputeState.REGISTERED),
        fields=_fields(
            *_common(),
            Field("type", _("类型"), "choice", "type__code", choices=own),
            _mapped("form_type", _("月报表类型"), FormKind.MONTHLY, by_form),
            _mapped("judicial_type", _("司法所统计类型"), FormKind.JUDICIAL, by_form),
            _field("outcome", _("调处结果"), "choice", "outcome", Outcome),
            _field("agreement", _("协议形式"), "choice", "agreement", Agreement),
            _field("state", _("状态"), "choice", "state", DisputeState),
            _yes_no("taken_up", _("已调处"), Q(state__in=TAKEN_UP)),
            _yes_no("settled", _("调解成功"), Q(outcome=Outcome.SETTLED)),
            _yes_no("is_major", _("重大"), Q(is_major=True)),
            _field("found_on", _("排查日期"), "date", "found_on"),
            Field("month", _("排查月份"), "number", ExtractMonth("found_on")),
        ),
        visible_to=disputes_seen,
        describe=_dispute_said,
        url=lambda row: reverse("duty:dispute", args=[row.pk]),
        path="path",
        day="found_on",
        order=("-found_on", "-id"),
        related=("unit", "type", "lead_unit"),
        unread=("facts", "measures", "parties"),
        page=lambda: reverse("duty:disputes"),
    )


def _petitions(_home: Unit) -> Source:
    return Source(
        code="duty.petitions",
        label=_("信访事项"),
        rows=lambda _as_of: Petition.objects.exclude(state=PetitionState.VOID),
        fields=_fields(
            *_common(),
            _field("form", _("形式"), "choice", "form", PetitionForm),
            _field("kind", _("类别"), "choice", "kind", PetitionKind),
            _field("state", _("状态"), "choice", "state", PetitionState),
            _field("satisfaction", _("满意度"), "choice", "satisfaction", Satisfied),
            _yes_no("answered", _("已答复"), Q(replied_on__isnull=False)),
            _yes_no("extended", _("延过期"), Q(extended_days__gt=0)),
            _field("received_on", _("收到日期"), "date", "received_on"),
            _field("replied_on", _("答复日期"), "date", "replied_on"),
            Field("month", _("收到月份"), "number", ExtractMonth("received_on")),
        ),
        visible_to=petitions_seen,
        describe=_petition_said,
        url=lambda row: reverse("duty:petition", args=[row.pk]),
        path="path",
        day="received_on",
        order=("-received_on", "-id"),
        related=("unit", "lead_unit"),
        unread=("summary", "proposal", "leader_note", "reply"),
        page=lambda: reverse("duty:petitions"),
    )


OFFERED: Mapping[str, Callable[[Unit], Source]] = {
    "duty.disputes": _disputes,
    "duty.petitions": _petitions,
}


def _common() -> tuple[Field, ...]:
    return (
        _field("unit", _("单位代码"), "text", "unit__code"),
        _field("unit_id", _("单位"), "unit", "unit_id"),
        _field("name", _("摘要"), "text", "title"),
        _field("level", _("层级"), "choice", "level", Level),
        Field("headcount", _("涉及人数"), "number", "headcount", unit_of_measure=_("人")),
        _field("band", _("人数段"), "choice", "band", Band),
        _field("lead_unit", _("经办单位"), "unit", "lead_unit_id"),
        _field("closed_on", _("办结日期"), "date", "closed_on"),
    )


def _dispute_said(row: Any) -> dict[str, str]:
    return {
        **_said(row, row.found_on, _("排查日期")),
        _("类型"): str(row.type),
        _("调处结果"): row.get_agreement_display()
        if row.agreement != Agreement.NONE
        else row.get_outcome_display(),
        _("状态"): row.get_state_display(),
    }


def _petition_said(row: Any) -> dict[str, str]:
    return {
        **_said(row, row.received_on, _("收到日期")),
        _("形式"): row.get_form_display(),
        _("类别"): row.get_kind_display(),
        _("状态"): row.get_state_display(),
    }


def _said(row: Any, day: dt.date, label: str) -> dict[str, str]:
    return {
        _("编号"): row.written_number,
        _("单位"): row.unit.name,
        _("摘要"): row.title,
        label: write_date(day),
        _("涉及人数"): str(row.headcount),
        _("经办单位"): row.lead_unit.name if row.lead_unit else "",
        _("办结日期"): write_date(row.closed_on) if row.closed_on else "",
    }


def _mapped(
    code: str, label: str, form: FormKind, by_form: Mapping[str, Mapping[str, str]]
) -> Field:
    rows: QuerySet[TypeMapping] = TypeMapping.objects.filter(type_id=OuterRef("type_id"), form=form)
    expression = Subquery(rows.values("form_type__code")[:1])
    return Field(code, label, "choice", expression, choices=by_form[form])


def _yes_no(code: str, label: str, condition: Q) -> Field:
    expression = Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
    return Field(code, label, "yes_no", expression)


def _field(
    code: str, label: str, type: FieldType, expression: Expression, choices: Any = None
) -> Field:
    labels = {str(each.value): str(each.label) for each in choices or ()}
    return Field(code, label, type, expression, choices=labels)


def _fields(*fields: Field) -> dict[str, Field]:
    return {field.code: field for field in fields}
