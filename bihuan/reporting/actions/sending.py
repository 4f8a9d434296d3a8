"""A filled form marked as sent, and one that was sent corrected."""

import datetime as dt

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.permissions import Permission
from bihuan.reporting.access import newest_version
from bihuan.reporting.actions.filling import asked_of, keep_filled, refuse_sent
from bihuan.reporting.errors import NotReady
from bihuan.reporting.filling import fill
from bihuan.reporting.models import FilledForm, FilledState
from bihuan.reporting.periods import FormPeriod


@action("report_form.send")
def mark_sent(
    *, actor: Actor, filled: FilledForm, sent_on: dt.date, sent_to: str, reason: str = ""
) -> FilledForm:
    """Mark a draft as sent: its file, values and checks never change again.

    With gaps, or with totals that do not match, a reason must be given. Raises NotAllowed,
    AlreadySent, NotReady, Invalid for a day that has not come.
    """
    actor.require(Permission.DRAFT_DOCUMENTS, filled.home)
    filled = locked(filled)
    refuse_sent(filled)
    if sent_on > clock.today():
        raise Invalid(_("报送日期还没有到。"))
    reason = checked_text(_("理由"), reason, 200, required=False)
    if (filled.gaps or filled.unmet) and not reason:
        raise NotReady(
            _("还有%(gaps)s个缺口、%(unmet)s处校验不符；仍要报送的，请写明理由。")
            % {"gaps": filled.gaps, "unmet": filled.unmet}
        )
    filled.sent_to = checked_text(_("报送对象"), sent_to, 80)
    filled.sent_on, filled.sent_reason = sent_on, reason
    filled.sent_by_name, filled.state = name_of(actor), FilledState.SENT
    filled.save()
    audit.append(
        actor=actor,
        action="report_form.send",
        target=("filledform", filled.id),
        unit_path=filled.unit.path,
        values={
            "file": filled.file_id,
            "to": filled.sent_to,
            "on": sent_on,
            "cells": [f"{cell} {cell.value}" for cell in filled.cells.all()],
            "reason": reason,
        },
        note=f"{filled} → {filled.sent_to}",
    )
    return filled


@action("report_form.correct")
def begin_correction(*, actor: Actor, filled: FilledForm, reason: str) -> FilledForm:
    """Fill a form that was sent anew, as a draft that will replace it; the sent one stays kept.

    Raises NotAllowed, Invalid without a reason, Conflict where it is a draft or replaced already.
    """
    actor.require(Permission.DRAFT_DOCUMENTS, filled.home)
    locked(filled.form)
    filled = locked(filled)
    if not filled.is_sent:
        raise Conflict(_("这张表还没有报送，直接重新填报即可。"))
    if FilledForm.objects.filter(replaces=filled).exists():
        raise Conflict(_("这张表已经有了更正表，请在更正表上办理。"))
    reason = checked_text(_("更正原因"), reason, 200)
    version = newest_version(filled.form)
    period = FormPeriod(filled.form.period_kind, filled.first_day, filled.last_day)
    asked = asked_of(actor=actor, version=version, unit=filled.unit, period=period)
    made = FilledForm(
        home=filled.home, form=filled.form, unit=filled.unit, first_day=filled.first_day,
        replaces=filled, correction_reason=reason,
    )  # fmt: skip
    note = f"{filled}：{reason}"
    return keep_filled(actor, made, version, asked, fill(asked), "report_form.correct", note)
