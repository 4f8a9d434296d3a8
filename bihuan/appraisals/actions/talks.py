"""Talks that somebody decided on: decided, held, answered, ended or withdrawn; never automatic."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.appraisals import policy
from bihuan.appraisals.access_people import (
    DECIDE,
    decides,
    is_recorder,
    is_self,
    polls_as_fact,
    recorders_for,
    require_other,
)
from bihuan.appraisals.actions.wording import checked_reason, checked_words
from bihuan.appraisals.errors import NotNow
from bihuan.appraisals.models import (
    Poll,
    ReminderStep,
    ReminderStepKind,
    ReminderTalk,
    TalkReply,
    TalkState,
)
from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.models import Account, Person
from bihuan.presets.asking import value_at

LONGEST_FACTS, LONGEST_BASIS, LONGEST_WHO = 1000, 200, 60
LONGEST_REPLY, LONGEST_CONCLUSION, LONGEST_REASON = 2000, 1000, 300


@dataclass(frozen=True)
class ReminderSpec:
    """On what facts and what basis somebody is talked with.

    `poll` is named as one of the facts, nothing of it is copied; `recorder` writes the talk down.
    """

    facts: str
    basis: str
    poll: Poll | None = None
    recorder: Account | None = None


@action("reminder.decide")
def decide_talk(*, actor: Actor, person: Person, spec: ReminderSpec) -> ReminderTalk:
    """Decide on a talk with somebody else; raises NotAllowed, Invalid, NamesAPlace."""
    path = person.unit.path
    actor.require(DECIDE, path)
    require_other(actor, person.pk)
    facts = checked_reason(_("事实"), spec.facts, LONGEST_FACTS)
    basis = checked_reason(_("依据"), spec.basis, LONGEST_BASIS)
    if spec.poll is not None and not polls_as_fact(actor, path).filter(pk=spec.poll.pk).exists():
        raise Invalid(_("这次测评还没有公布，或者与这个人无关，请另选或不选。"))
    talk = ReminderTalk.objects.create(
        home=person.home,
        unit=person.unit,
        path=path,
        person=person,
        facts=facts,
        basis=basis,
        poll=spec.poll,
        decided_on=clock.today(),
        decided_by=actor.id,
        decided_by_name=name_of(actor),
        recorder=_recorder(spec.recorder, path, person),
    )
    _stepped(actor, talk, ReminderStepKind.DECIDE, basis)
    return talk


@action("reminder.recorder")
def name_recorder(*, actor: Actor, talk: ReminderTalk, recorder: Account | None) -> ReminderTalk:
    """Name who writes a talk down, or nobody; raises NotAllowed, NotNow, Invalid."""
    talk = _held_for(actor, talk)
    if talk.is_withdrawn:
        raise NotNow(_("这次提醒谈话已经撤回，不能再指定记录人。"))
    talk.recorder = _recorder(recorder, talk.path, talk.person)
    talk.save(update_fields=["recorder"])
    note = str(talk.recorder) if talk.recorder else _("不指定")
    _stepped(actor, talk, ReminderStepKind.RECORDER, note)
    return talk


@action("reminder.hold")
def hold_talk(*, actor: Actor, talk: ReminderTalk, on: dt.date, by: str) -> ReminderTalk:
    """Record on which day and by whom a talk was held; the days for the reply begin.

    Raises NotAllowed unless the actor decides or was named to record, NotNow, Invalid.
    """
    talk = _held_for(actor, talk, may_record=True)
    if not talk.may_be_held:
        raise NotNow(_("这次提醒谈话已经谈过或者撤回，请刷新页面再看。"))
    if not talk.decided_on <= on <= clock.today():
        raise Invalid(_("谈话日期不能早于决定的那一天，也不能晚于今天，谈过了再登记。"))
    talk.held_on, talk.held_by = on, checked_text(_("谈话人"), by, LONGEST_WHO)
    days = int(value_at(policy.REPLY_DAYS, talk.path, on))
    talk.reply_due_on = on + dt.timedelta(days=days)
    talk.state = TalkState.HELD
    talk.save(update_fields=["held_on", "held_by", "reply_due_on", "state"])
    note = _("%(day)s，谈话人：%(who)s") % {"day": write_date(on), "who": talk.held_by}
    _stepped(actor, talk, ReminderStepKind.HOLD, note)
    return talk


@action("reminder.reply")
def reply_to_talk(
    *, actor: Actor, talk: ReminderTalk, text: str, given_on: dt.date | None = None
) -> TalkReply:
    """Keep what the person says to it, from their own account or as handed in.

    Taken also after the days for it; a later one is another row. Raises NotAllowed, NotNow for a
    talk that was withdrawn, Invalid.
    """
    own = is_self(actor, talk.person_id)
    if not own and not decides(actor, talk) and not is_recorder(actor, talk):
        raise NotAllowed(_("说明由本人写，或由领导、指定的记录人代录，您不能写。"))
    talk = locked(talk)
    if talk.is_withdrawn:
        raise NotNow(_("这次提醒谈话已经撤回，不需要再说明。"))
    today = clock.today()
    day = today if own or given_on is None else given_on
    if not talk.decided_on <= day <= today:
        raise Invalid(_("说明的日期不能早于决定谈话的那一天，也不能晚于今天。"))
    reply = TalkReply.objects.create(
        home=talk.home,
        talk=talk,
        text=checked_words(_("说明"), text, LONGEST_REPLY),
        given_on=day,
        is_handed_in=not own,
        at=clock.now(),
        by=actor.id,
        by_name=name_of(actor),
    )
    talk.reply_waits = True
    talk.save(update_fields=["reply_waits"])
    note = _("本人书面说明，代为录入") if reply.is_handed_in else ""
    _stepped(actor, talk, ReminderStepKind.REPLY, note)
    return reply


@action("reminder.conclude")
def conclude_talk(*, actor: Actor, talk: ReminderTalk, conclusion: str) -> ReminderTalk:
    """End a talk with a conclusion, or conclude anew after a later reply.

    Raises NotAllowed, NotNow before it is held or while the person may still reply, Invalid.
    """
    talk = _held_for(actor, talk)
    if not talk.may_be_ended:
        raise NotNow(_("谈过以后才能作结论；已有结论的，收到新的说明才再作结论。"))
    due = talk.reply_due_on
    if due is not None and clock.today() <= due and not talk.replies.exists():
        raise NotNow(
            _("本人可以说明到%(day)s，还没有收到说明；过了这一天，或收到说明以后再作结论。")
            % {"day": write_date(due)}
        )
    talk.conclusion = checked_reason(_("结论"), conclusion, LONGEST_CONCLUSION)
    talk.state, talk.reply_waits = TalkState.ENDED, False
    talk.save(update_fields=["conclusion", "state", "reply_waits"])
    _stepped(actor, talk, ReminderStepKind.CONCLUDE, talk.conclusion)
    return talk


@action("reminder.withdraw")
def withdraw_talk(*, actor: Actor, talk: ReminderTalk, reason: str) -> ReminderTalk:
    """Withdraw a talk with a reason; raises NotAllowed, NotNow where it has ended, Invalid."""
    talk = _held_for(actor, talk)
    if talk.state not in (TalkState.DECIDED, TalkState.HELD):
        raise NotNow(_("这次提醒谈话已经作出结论或者撤回，不能再撤回。"))
    reason = checked_words(_("撤回理由"), reason, LONGEST_REASON)
    talk.state, talk.reply_waits = TalkState.WITHDRAWN, False
    talk.save(update_fields=["state", "reply_waits"])
    _stepped(actor, talk, ReminderStepKind.WITHDRAW, reason)
    return talk


def _held_for(actor: Actor, talk: ReminderTalk, *, may_record: bool = False) -> ReminderTalk:
    """Return a talk locked for who decides, or was named to record; raises NotAllowed."""
    if not (may_record and is_recorder(actor, talk)):
        actor.require(DECIDE, talk.path)
        require_other(actor, talk.person_id)
    return locked(talk)


def _recorder(account: Account | None, path: str, person: Person) -> Account | None:
    if account is None:
        return None
    if account.person_id == person.pk:
        raise Invalid(_("被谈话人不能给自己的谈话作记录，请另选记录人。"))
    if not recorders_for(path).filter(pk=account.pk).exists():
        raise Invalid(_("“%(who)s”不是这里的办公室文书，不能作记录人。") % {"who": account})
    return account


def _stepped(actor: Actor, talk: ReminderTalk, kind: ReminderStepKind, note: str) -> None:
    """Write what happened, and the audit entry, which names nobody and quotes nothing."""
    step = ReminderStep.objects.create(
        home=talk.home,
        talk=talk,
        kind=kind,
        at=clock.now(),
        by=actor.id,
        by_name=name_of(actor),
        note=note,
    )
    audit.append(
        actor=actor,
        action=f"reminder.{kind}",
        target=("remindertalk", talk.pk),
        unit_path=talk.path,
        values=[str(step.pk), str(kind), str(talk.person_id), note],
    )
