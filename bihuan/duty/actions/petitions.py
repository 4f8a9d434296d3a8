"""The steps of a petition: told, summarised, assigned, extended, answered, reviewed, closed."""

import datetime as dt

from django.utils.translation import gettext as _

from bihuan.documents.actions.naming import name_of
from bihuan.duty.access import is_of, require_keeper
from bihuan.duty.actions.disputes import Handing
from bihuan.duty.actions.handing import hand_over
from bihuan.duty.actions.stepping import (
    advance,
    checked_day,
    checked_words,
    identity_of,
    refuse_same,
    told_by_none,
)
from bihuan.duty.errors import NoSuchCase, NotNow
from bihuan.duty.models import Petition, Satisfied, StepKind
from bihuan.duty.policy import (
    EXTENSION_DAYS,
    REPLY_DAYS,
    REVIEW_DAYS,
    SEEK_REVIEW_DAYS,
    days_after,
)
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.policy import whole
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, locked
from bihuan.orgs.permissions import Permission

LONG_SUMMARY = 2000


@action("petition.accept")
def accept_petition(
    *, actor: Actor, petition: Petition, on: dt.date | None = None, note: str = ""
) -> Petition:
    """Note the day on which the petitioner was told that it is accepted; the reply's clock runs."""
    petition = _kept(actor, petition)
    note = _clear(petition, _("告知说明"), note)
    day = checked_day(_("告知日期"), on, since=petition.received_on)
    petition.accepted_on = day
    petition.due_on = days_after(REPLY_DAYS, petition.home.path, day)
    advance(petition, StepKind.ACCEPT, actor, on=day, note=note)
    return petition


@action("petition.summarise")
def approve_summary(*, actor: Actor, petition: Petition, summary: str) -> Petition:
    """Approve the summary that the handling unit reads; raises TellsWho while it tells who."""
    petition = _kept(actor, petition)
    petition.summary = _clear(petition, _("脱敏摘要"), summary, LONG_SUMMARY, required=True)
    petition.summary_by_name = name_of(actor)
    advance(petition, StepKind.SUMMARISE, actor)
    return petition


@action("petition.note")
def note_petition(*, actor: Actor, petition: Petition, note: str) -> Petition:
    """Write a leader's note (批示) on a petition."""
    actor.require(Permission.DECIDE_MATTERS, petition.home)
    petition = _locked_unless_complained_of(actor, petition)
    petition.leader_note = _clear(petition, _("领导批示"), note, required=True)
    advance(petition, StepKind.NOTE, actor, note=petition.leader_note)
    return petition


@action("petition.assign")
def assign_petition(*, actor: Actor, petition: Petition, handing: Handing) -> Petition:
    """Hand a petition with its approved summary to a unit (交办).

    Raises NotNow where no summary is approved, SameUnit where the unit is complained of, TellsWho
    where the summary tells who all the same, Invalid for a day after the reply is due.
    """
    petition = _kept(actor, petition)
    refuse_same(handing.unit, petition.unit_complained_of)
    if not petition.summary_by_name:
        raise NotNow(_("请先核定脱敏摘要：经办单位只看摘要，不看原文。"))
    told_by_none(identity_of(petition), {_("脱敏摘要"): petition.summary})
    day = checked_day(_("交办日期"), handing.on, since=petition.accepted_on)
    due = handing.due_on or petition.due_on
    if petition.due_on is not None and due is not None and due > petition.due_on:
        raise Invalid(
            _("交办期限不能晚于答复期限%(day)s，请改正。") % {"day": petition.due_on.isoformat()}
        )
    proposal = _clear(petition, _("拟办意见"), handing.measures)
    petition.lead_unit, petition.lead_path = handing.unit, handing.unit.path
    petition.lead_person = handing.person
    petition.leader = handing.leader or petition.leader
    petition.proposal = proposal or petition.proposal
    facts = {"unit": str(handing.unit.pk), "unit_name": handing.unit.name, "due_on": str(due)}
    if handing.is_task:
        hand_over(actor, petition, due or clock.today())
    advance(petition, StepKind.ASSIGN, actor, on=day, facts=facts)
    return petition


@action("petition.extend")
def extend_petition(*, actor: Actor, petition: Petition, days: int, reason: str) -> Petition:
    """Extend the reply's day, by a leader with a reason; in all no longer than the preset says."""
    actor.require(Permission.DECIDE_MATTERS, petition.home)
    petition = _locked_unless_complained_of(actor, petition)
    reason = _clear(petition, _("延期理由"), reason, 300, required=True)
    most = whole(EXTENSION_DAYS, petition.home.path, clock.today())
    if not 1 <= days <= most - petition.extended_days:
        raise Invalid(
            _("延长最多共%(most)d天，已延长%(n)d天，请改正。")
            % {"most": most, "n": petition.extended_days}
        )
    if petition.due_on is None or petition.accepted_on is None:
        raise NotNow(_("还没有告知受理，不用延期。"))
    old = petition.due_on
    petition.extended_days += days
    petition.due_on = old + dt.timedelta(days=days)
    facts = {"old_due": str(old), "new_due": str(petition.due_on), "approver": name_of(actor)}
    advance(petition, StepKind.EXTEND, actor, note=reason, facts=facts)
    return petition


@action("petition.reply")
def reply_petition(
    *, actor: Actor, petition: Petition, reply: str, on: dt.date | None = None
) -> Petition:
    """Note the reply given to the petitioner; from then a review may be sought for a time."""
    petition = _kept(actor, petition)
    petition.reply = _clear(petition, _("答复意见"), reply, LONG_SUMMARY, required=True)
    petition.replied_on = checked_day(_("答复日期"), on, since=petition.accepted_on)
    advance(petition, StepKind.REPLY, actor, on=petition.replied_on, note="")
    return petition


@action("petition.seek_review")
def seek_review(
    *, actor: Actor, petition: Petition, on: dt.date | None = None, note: str = ""
) -> Petition:
    """Note that the petitioner seeks a review of the reply; raises Invalid after its time."""
    petition = _kept(actor, petition)
    note = _clear(petition, _("复查请求"), note)
    replied = petition.reviewed_on or petition.replied_on
    day = checked_day(_("申请日期"), on, since=replied)
    assert replied is not None
    last = days_after(SEEK_REVIEW_DAYS, petition.home.path, replied)
    if day > last:
        raise Invalid(_("申请复查的期限到%(day)s为止，已经过了。") % {"day": last.isoformat()})
    petition.review_sought_on = day
    petition.due_on = days_after(REVIEW_DAYS, petition.home.path, day)
    advance(petition, StepKind.SEEK_REVIEW, actor, on=day, note=note)
    return petition


@action("petition.review")
def decide_review(
    *, actor: Actor, petition: Petition, reply: str, on: dt.date | None = None
) -> Petition:
    """Note the decision of a review, made by the level above or the office itself."""
    petition = _kept(actor, petition)
    reply = _clear(petition, _("复查意见"), reply, required=True)
    petition.reviewed_on = checked_day(_("复查日期"), on, since=petition.review_sought_on)
    advance(petition, StepKind.REVIEW, actor, on=petition.reviewed_on, note=reply)
    return petition


@action("petition.close")
def close_petition(
    *,
    actor: Actor,
    petition: Petition,
    satisfaction: str = Satisfied.UNKNOWN,
    note: str = "",
    on: dt.date | None = None,
) -> Petition:
    """Close an answered petition, with what the petitioner says of the reply."""
    petition = _kept(actor, petition)
    note = _clear(petition, _("办结说明"), note)
    petition.satisfaction = checked_choice(_("满意度"), satisfaction, Satisfied)
    petition.closed_on = checked_day(_("办结日期"), on, since=petition.replied_on)
    facts = {"satisfaction": petition.satisfaction}
    advance(petition, StepKind.CLOSE, actor, on=petition.closed_on, note=note, facts=facts)
    return petition


@action("petition.reopen")
def reopen_petition(*, actor: Actor, petition: Petition, reason: str) -> Petition:
    """Open a closed petition again; its reply's clock begins anew today."""
    petition = _kept(actor, petition)
    reason = _clear(petition, _("理由"), reason, 300, required=True)
    petition.closed_on, petition.replied_on = None, None
    petition.satisfaction = Satisfied.UNKNOWN
    petition.due_on = days_after(REPLY_DAYS, petition.home.path, clock.today())
    advance(petition, StepKind.REOPEN, actor, note=reason)
    return petition


@action("petition.void")
def void_petition(*, actor: Actor, petition: Petition, reason: str) -> Petition:
    """Make a petition void: registered twice, or not for this office."""
    petition = _kept(actor, petition)
    reason = _clear(petition, _("理由"), reason, 300, required=True)
    advance(petition, StepKind.VOID, actor, note=reason)
    return petition


def _kept(actor: Actor, petition: Petition) -> Petition:
    require_keeper(actor, petition)
    return locked(petition)


def _locked_unless_complained_of(actor: Actor, petition: Petition) -> Petition:
    if is_of(actor, petition.unit_complained_of):
        raise NoSuchCase(_("没有这件事项，或您的账号无权查看。"))
    return locked(petition)


def _clear(
    petition: Petition, label: str, text: str, most: int = 1000, *, required: bool = False
) -> str:
    """Return a text that was looked through for who brought the petition."""
    text = checked_words(label, text, most, required=required)
    told_by_none(identity_of(petition), {label: text})
    return text
