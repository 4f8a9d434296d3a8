"""The steps of a dispute: taken on and handed to a unit, tried, closed, visited, reopened, void."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.duty.access import require_keeper, works_on
from bihuan.duty.actions.handing import hand_over
from bihuan.duty.actions.stepping import (
    advance,
    checked_day,
    checked_words,
    identity_of,
    refuse_same,
    told_by_none,
)
from bihuan.duty.models import Agreement, Dispute, Outcome, StepKind
from bihuan.duty.policy import DISPUTE_DAYS, days_after
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, locked
from bihuan.orgs.models import Person, Unit


@dataclass(frozen=True)
class Handing:
    """To whom a case is handed, and by when; with `is_task` a task is assigned for it.

    `on` is the day it was handed over, today where none is given.
    """

    unit: Unit
    person: Person | None = None
    leader: Person | None = None
    due_on: dt.date | None = None
    measures: str = ""
    is_task: bool = True
    on: dt.date | None = None


@action("dispute.accept")
def accept_dispute(*, actor: Actor, dispute: Dispute, handing: Handing) -> Dispute:
    """Take a dispute on and hand it to a unit (受理、分流); again to another where it was wrong.

    Raises NotAllowed, NotNow, SameUnit where the unit is complained of, TellsWho, Invalid.
    """
    require_keeper(actor, dispute)
    dispute = locked(dispute)
    refuse_same(handing.unit, dispute.unit_complained_of)
    measures = checked_words(_("化解措施"), handing.measures)
    told_by_none(identity_of(dispute), {_("化解措施"): measures})
    day = checked_day(_("交办日期"), handing.on, since=dispute.found_on)
    due = handing.due_on or days_after(DISPUTE_DAYS, dispute.home.path, day)
    if due < dispute.found_on:
        raise Invalid(_("办理期限不能早于排查日期，请改正。"))
    dispute.lead_unit, dispute.lead_path = handing.unit, handing.unit.path
    dispute.lead_person, dispute.leader = handing.person, handing.leader
    dispute.measures, dispute.due_on = measures or dispute.measures, due
    facts = {"unit": str(handing.unit.pk), "unit_name": handing.unit.name, "due_on": str(due)}
    if handing.is_task:
        hand_over(actor, dispute, due)
    advance(dispute, StepKind.ACCEPT, actor, on=day, note=measures, facts=facts)
    return dispute


@action("dispute.try")
def try_dispute(*, actor: Actor, dispute: Dispute, note: str, on: dt.date | None = None) -> Dispute:
    """Write down one attempt to settle a dispute (调处)."""
    dispute = _locked_for_work(actor, dispute)
    note = checked_words(_("调处情况"), note, required=True)
    told_by_none(identity_of(dispute), {_("调处情况"): note})
    day = checked_day(_("调处日期"), on, since=dispute.found_on)
    advance(dispute, StepKind.TRY, actor, on=day, note=note)
    return dispute


@action("dispute.close")
def close_dispute(
    *,
    actor: Actor,
    dispute: Dispute,
    outcome: str,
    agreement: str = Agreement.NONE,
    note: str = "",
    on: dt.date | None = None,
) -> Dispute:
    """Close a dispute with what came of it; an agreement's form belongs to a settled one alone."""
    dispute = _locked_for_work(actor, dispute)
    dispute.outcome = checked_choice(_("调处结果"), outcome, Outcome)
    dispute.agreement = checked_choice(_("协议形式"), agreement, Agreement)
    if dispute.outcome == Outcome.PENDING:
        raise Invalid(_("请选择调处结果。"))
    if (dispute.outcome == Outcome.SETTLED) != (dispute.agreement != Agreement.NONE):
        raise Invalid(_("调解成功的请选口头或书面协议，其他结果不选协议形式。"))
    note = checked_words(_("结案说明"), note)
    told_by_none(identity_of(dispute), {_("结案说明"): note})
    dispute.closed_on = checked_day(_("结案日期"), on, since=dispute.found_on)
    facts = {"outcome": dispute.outcome, "agreement": dispute.agreement}
    advance(dispute, StepKind.CLOSE, actor, on=dispute.closed_on, note=note, facts=facts)
    return dispute


@action("dispute.visit")
def visit_dispute(
    *, actor: Actor, dispute: Dispute, feedback: str, on: dt.date | None = None
) -> Dispute:
    """Write down what the parties said when they were visited afterwards (回访)."""
    dispute = _locked_for_work(actor, dispute)
    feedback = checked_words(_("当事人反馈"), feedback, 300, required=True)
    told_by_none(identity_of(dispute), {_("当事人反馈"): feedback})
    dispute.feedback = feedback
    day = checked_day(_("回访日期"), on, since=dispute.closed_on)
    advance(dispute, StepKind.VISIT, actor, on=day, note=feedback)
    return dispute


@action("dispute.reopen")
def reopen_dispute(*, actor: Actor, dispute: Dispute, reason: str) -> Dispute:
    """Open a closed dispute again: it broke out anew, or was not settled after all."""
    dispute = _locked_for_work(actor, dispute)
    reason = _reason(dispute, reason)
    dispute.outcome, dispute.agreement = Outcome.PENDING, Agreement.NONE
    dispute.closed_on = None
    advance(dispute, StepKind.REOPEN, actor, note=reason)
    return dispute


@action("dispute.void")
def void_dispute(*, actor: Actor, dispute: Dispute, reason: str) -> Dispute:
    """Make a dispute void: registered twice, or none at all. It is counted no more."""
    require_keeper(actor, dispute)
    dispute = locked(dispute)
    advance(dispute, StepKind.VOID, actor, note=_reason(dispute, reason))
    return dispute


def _reason(dispute: Dispute, reason: str) -> str:
    reason = checked_words(_("理由"), reason, 300, required=True)
    told_by_none(identity_of(dispute), {_("理由"): reason})
    return reason


def _locked_for_work(actor: Actor, dispute: Dispute) -> Dispute:
    if not works_on(actor, dispute):
        raise NotAllowed(_("只有登记单位、调处单位和办公室文书可以办理这件纠纷。"))
    return locked(dispute)
