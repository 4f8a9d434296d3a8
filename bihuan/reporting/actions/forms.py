"""A form registered with its first blank, described, and given a new blank."""

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import PurePath

from django.db.models import Max
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.files import store
from bihuan.files.actions import keep
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_code, checked_text, locked, refuse_taken
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.reporting.blanks import MEDIA_TYPE, accepted, opened
from bihuan.reporting.carrying import Carried, carry
from bihuan.reporting.models import FormCell, FormCheck, FormVersion, PeriodKind, ReportForm
from bihuan.reporting.periods import period_of


@dataclass(frozen=True)
class FormSpec:
    """A form as its office describes it; `first_day` None begins with the period before today's."""

    code: str
    label: str
    period_kind: str
    issued_by: str
    due_day: int | None = None
    due_months: int = 1
    due_on: dt.date | None = None
    first_day: dt.date | None = None
    is_asked: bool = True


@action("report_form.add")
def add_form(
    *, actor: Actor, home: Unit, spec: FormSpec, content: bytes, file_name: str
) -> ReportForm:
    """Register a form of the level above with its blank.

    Raises NotAllowed without `draft_documents` over the home, Invalid, WorkbookRefused.
    """
    actor.require(Permission.DRAFT_DOCUMENTS, home)
    refuse_taken(ReportForm.objects.filter(home=home), spec.code, _("报表"))
    form = ReportForm(home=home, code=checked_code(spec.code, 60), made_at=clock.now())
    _describe(form, spec)
    form.save(force_insert=True)
    _new_version(actor, form, accepted(content, file_name), file_name, Carried())
    _record(actor, "report_form.add", form, spec, form.label)
    return form


@action("report_form.describe")
def describe_form(*, actor: Actor, form: ReportForm, spec: FormSpec) -> ReportForm:
    """Bring a form's description to what `spec` says; its code stays. Raises as `add_form`."""
    actor.require(Permission.DRAFT_DOCUMENTS, form.home)
    form = locked(form)
    _describe(form, spec)
    form.save()
    _record(actor, "report_form.describe", form, spec, form.label)
    return form


@action("report_form.new_blank")
def add_version(*, actor: Actor, form: ReportForm, content: bytes, file_name: str) -> FormVersion:
    """Take a new blank of the level above; the mapping is carried over where labels are the same.

    The same bytes again change nothing. Raises NotAllowed, WorkbookRefused, BadBlank.
    """
    actor.require(Permission.DRAFT_DOCUMENTS, form.home)
    form = locked(form)
    content = accepted(content, file_name)
    newest = form.versions.select_related("blank").first()
    if newest is None:
        return _new_version(actor, form, content, file_name, Carried())
    before = store.get(newest.blank.sha256)
    if before == content:
        return newest
    carried = carry(opened(before), opened(content), newest.cells.all(), list(newest.checks.all()))
    made = _new_version(actor, form, content, file_name, carried)
    note = _("第%(number)s版，带过来%(count)s处填法") % {
        "number": made.number,
        "count": len(carried.cells),
    }
    audit.append(
        actor=actor,
        action="report_form.new_blank",
        target=("reportform", form.id),
        unit_path=form.home.path,
        values={"version": made.number, "blank": made.blank_id},
        note=f"{form.label}：{note}",
    )
    return made


def _new_version(
    actor: Actor, form: ReportForm, content: bytes, file_name: str, carried: Carried
) -> FormVersion:
    number = form.versions.aggregate(last=Max("number"))["last"] or 0
    made = FormVersion.objects.create(
        home=form.home,
        form=form,
        number=number + 1,
        blank=keep(content, MEDIA_TYPE),
        file_name=_xlsx_name(file_name),
        differences=carried.differences,
        made_at=clock.now(),
        made_by_name=name_of(actor),
    )
    FormCell.objects.bulk_create(
        FormCell(
            home=form.home, version=made, sheet=sheet, area=area, kind=cell.kind, said=cell.said
        )
        for cell, sheet, area in carried.cells
    )
    FormCheck.objects.bulk_create(
        FormCheck(home=form.home, version=made, sheet=sheet, rule=check.rule, message=check.message)
        for check, sheet in carried.checks
    )
    return made


def _describe(form: ReportForm, spec: FormSpec) -> None:
    if spec.period_kind not in PeriodKind.values:
        raise Invalid(_("报送周期应为月报、季报、年报或一次性。"))
    form.label = checked_text(_("报表名称"), spec.label, 80)
    form.issued_by = checked_text(_("布置单位"), spec.issued_by, 80)
    form.period_kind, form.is_asked = spec.period_kind, spec.is_asked
    if spec.due_day is not None and not 1 <= spec.due_day <= 31:
        raise Invalid(_("报送日应在 1 到 31 之间。"))
    if not 0 <= spec.due_months <= 12:
        raise Invalid(_("期后几个月应在 0 到 12 之间。"))
    form.due_day, form.due_months, form.due_on = spec.due_day, spec.due_months, spec.due_on
    form.first_day = spec.first_day or _usual_first_day(spec.period_kind)
    if spec.period_kind == PeriodKind.ONCE and spec.due_on and spec.due_on < form.first_day:
        raise Invalid(_("报送期限早于起始日，请改正。"))


def _usual_first_day(kind: str) -> dt.date:
    period = period_of(kind, clock.today())
    return period.first if kind == PeriodKind.ONCE else period.moved(-1).first


def _xlsx_name(name: str) -> str:
    stem = PurePath(name.replace("\\", "/")).stem[:100] or "form"
    return f"{stem}.xlsx"


def _record(actor: Actor, name: str, form: ReportForm, spec: FormSpec, note: str) -> None:
    audit.append(
        actor=actor,
        action=name,
        target=("reportform", form.id),
        unit_path=form.home.path,
        values=asdict(spec),
        note=note,
    )
