"""A form filled for a period, and a gap answered by asking."""

import datetime as dt

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.files import store
from bihuan.files.actions import keep
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.models import Account, PostTerm, Unit
from bihuan.orgs.permissions import Permission
from bihuan.reporting.access import newest_version
from bihuan.reporting.blanks import MEDIA_TYPE
from bihuan.reporting.errors import AlreadySent, BadMapping
from bihuan.reporting.filling import Asked, FilledBlank, fill
from bihuan.reporting.filling.answered import GAP, At, ByHand
from bihuan.reporting.models import (
    FilledCell,
    FilledForm,
    FilledState,
    FormVersion,
    HandAnswer,
    ReportForm,
)
from bihuan.reporting.package.places import Place
from bihuan.reporting.periods import FormPeriod
from bihuan.reporting.rules import CheckResult


@action("report_form.fill")
def fill_form(
    *,
    actor: Actor,
    form: ReportForm,
    period: FormPeriod,
    unit: Unit | None = None,
    as_of: dt.datetime | None = None,
) -> FilledForm:
    """Fill a form for a period and a unit of its home: a draft, made or filled anew.

    What was sent for the period stays; to send it again it is corrected. Raises NotAllowed,
    AlreadySent, Invalid for a period that has not begun.
    """
    actor.require(Permission.DRAFT_DOCUMENTS, form.home)
    unit = unit or form.home
    if not unit.path.startswith(form.home.path):
        raise Invalid(_("“%(unit)s”不是本单位的下级，不能填报。") % {"unit": unit})
    if period.first > clock.today():
        raise Invalid(_("%(period)s还没有到，不能填报。") % {"period": period})
    if as_of is not None and as_of > clock.now():
        raise Invalid(_("“截至”的时刻还没有到。"))
    form = locked(form)
    version = newest_version(form)
    same = FilledForm.objects.filter(form=form, unit=unit, first_day=period.first)
    draft = same.filter(state=FilledState.DRAFT).first()
    if draft is None and same.filter(state=FilledState.SENT).exists():
        raise AlreadySent(
            _("%(period)s的这张表已经报送；要改的，请在已报的表上点“更正”。") % {"period": period}
        )
    asked = asked_of(actor=actor, version=version, unit=unit, period=period, as_of=as_of)
    filled = draft or FilledForm(home=form.home, form=form, unit=unit, first_day=period.first)
    return keep_filled(actor, filled, version, asked, fill(asked))


@action("report_form.answer_gap")
def answer_gap(
    *, actor: Actor, filled: FilledForm, sheet: str, cell: str, text: str, source: str
) -> FilledForm:
    """Fill a gap of a draft with what was found out, naming who said so and from what.

    An empty text takes an earlier answer back. It holds for this period alone, is marked as such,
    and the draft is filled anew. Raises NotAllowed, AlreadySent, BadMapping where the records do
    answer the cell.
    """
    actor.require(Permission.DRAFT_DOCUMENTS, filled.home)
    locked(filled.form)
    filled = locked(filled)
    refuse_sent(filled)
    place = str(Place.of(cell))
    found = filled.cells.filter(sheet=sheet, asked_at=place).first()
    if found is None or found.status not in (GAP, "hand"):
        raise BadMapping(_("%(cell)s 不是缺口，由台账得出的数不能手工改。") % {"cell": place})
    standing = HandAnswer.objects.filter(
        form=filled.form, unit=filled.unit, first_day=filled.first_day, sheet=sheet, cell=place,
        replaced_at__isnull=True,
    )  # fmt: skip
    standing.update(replaced_at=clock.now())
    text = checked_text(_("填入的内容"), text, 200, required=False)
    if text:
        source = checked_text(_("来源"), source, 200)
        if len(source) < 2:
            raise Invalid(_("请写明来源：向谁问的，或依据什么材料。"))
        HandAnswer.objects.create(
            home=filled.home, form=filled.form, unit=filled.unit, first_day=filled.first_day,
            sheet=sheet, cell=place, text=text, source=source,
            made_at=clock.now(), made_by_name=name_of(actor),
        )  # fmt: skip
    period = FormPeriod(filled.form.period_kind, filled.first_day, filled.last_day)
    asked = asked_of(
        actor=actor, version=filled.version, unit=filled.unit, period=period, as_of=filled.as_of
    )
    note = f"{filled}：{place} {text}（{source}）" if text else f"{filled}：{place}"
    return keep_filled(
        actor, filled, filled.version, asked, fill(asked), "report_form.answer_gap", note
    )


def asked_of(
    *,
    actor: Actor,
    version: FormVersion,
    unit: Unit,
    period: FormPeriod,
    as_of: dt.datetime | None = None,
) -> Asked:
    """Return what is asked when a blank is filled for a unit and period; writes nothing."""
    return Asked(
        blank=store.get(version.blank.sha256),
        cells=list(version.cells.all()),
        checks=list(version.checks.all()),
        unit=unit,
        period=period,
        actor=actor,
        filler=_post_of(actor),
        as_of=as_of,
        by_hand=_by_hand(version.form, unit, period),
    )


def refuse_sent(filled: FilledForm) -> None:
    """Raise AlreadySent where a form was sent."""
    if filled.is_sent:
        raise AlreadySent(_("这张表已经报送，不能再改；要改的，请点“更正”。"))


def keep_filled(
    actor: Actor,
    filled: FilledForm,
    version: FormVersion,
    asked: Asked,
    found: FilledBlank,
    name: str = "report_form.fill",
    note: str = "",
) -> FilledForm:
    """Keep a draft with its file, its cells and its checks, and say so in the log."""
    filled.version, filled.last_day, filled.as_of = version, asked.period.last, asked.as_of
    filled.file = keep(found.content, MEDIA_TYPE)
    filled.checks = [_check_json(check) for check in found.checks]
    filled.notes, filled.gaps, filled.unmet = found.notes, len(found.gaps), len(found.unmet)
    filled.filled_at, filled.filled_by_name = clock.now(), name_of(actor)
    filled.save()
    filled.cells.all().delete()
    FilledCell.objects.bulk_create(_rows(filled, found), batch_size=500)
    audit.append(
        actor=actor,
        action=name,
        target=("filledform", filled.id),
        unit_path=filled.unit.path,
        values={"file": filled.file_id, "gaps": filled.gaps, "unmet": filled.unmet},
        note=note or f"{filled.form.label} {asked.period}",
    )
    return filled


def _rows(filled: FilledForm, found: FilledBlank) -> list[FilledCell]:
    return [
        FilledCell(
            home=filled.home, filled=filled, position=position, sheet=cell.sheet,
            cell=str(cell.place), asked_at=cell.asked_at, kind=cell.kind, status=cell.status,
            label=cell.label[:200], text=cell.text[:500], value=cell.exact[:60],
            figure=cell.figure, scope=cell.scope, records=cell.records, url=cell.url[:500],
            note=cell.note[:400],
        )
        for position, cell in enumerate(found.cells)
    ]  # fmt: skip


def _check_json(check: CheckResult) -> dict[str, object]:
    return {
        "sheet": check.sheet,
        "rule": check.rule,
        "state": check.state,
        "left": check.left,
        "right": check.right,
        "message": check.message,
        "places": list(check.places),
    }


def _by_hand(form: ReportForm, unit: Unit, period: FormPeriod) -> dict[At, ByHand]:
    rows = HandAnswer.objects.filter(
        form=form, unit=unit, first_day=period.first, replaced_at__isnull=True
    )
    return {
        (row.sheet, Place.of(row.cell)): ByHand(row.text, row.source, row.made_by_name)
        for row in rows
    }


def _post_of(actor: Actor) -> str:
    """Return the post of whoever fills; the account's own name where it is of no post."""
    account = Account.objects.filter(pk=actor.id).first() if actor.id else None
    if account is not None and account.person_id:
        held = PostTerm.objects.on(clock.today()).filter(person_id=account.person_id)
        titles = held.values_list("post__title", flat=True)[:2]
        if titles:
            return "、".join(titles)
    return name_of(actor)
