"""Heart talks: who with whom and when. What was said is asked nowhere."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.meetings.actions.stepping import LONGEST_REASON
from bihuan.meetings.errors import NotNow
from bihuan.meetings.models import HeartTalk, TalkKind
from bihuan.meetings.pairs import Order, order_in
from bihuan.meetings.rules import doubled
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import (
    action,
    checked_choice,
    checked_text,
    locked,
    require_open,
)
from bihuan.orgs.models import Person, Unit
from bihuan.orgs.permissions import Permission
from bihuan.tasks.actions import Due, TaskSpec, assign_task

LONGEST_PLACE, MOST_FOLLOW_UPS, MOST_AT_ONCE = 60, 99, 60


@dataclass(frozen=True)
class FollowUp:
    """The unit that follows up, by when; the task says nothing of what was said."""

    unit: Unit
    due_on: dt.date


@dataclass(frozen=True)
class TalkSpec:
    """Talks of one person with one or several, each by itself, on one day.

    Without a `kind` it follows from who they are.
    """

    person: Person
    others: tuple[Person, ...]
    on: dt.date
    place: str = ""
    kind: str = ""
    follow_ups: int = 0
    task: FollowUp | None = None


@action("talk.record")
def record_talks(*, actor: Actor, home: Unit, spec: TalkSpec) -> list[HeartTalk]:
    """Record talks of a home's people, all or none.

    Raises NotAllowed without `keep_talks` over the home; Invalid for a talk with oneself, the same
    person twice, a day to come, a pair that talked on that day already, or somebody from elsewhere.
    """
    actor.require(Permission.KEEP_TALKS, home)
    _check(home, spec)
    order = order_in(home, spec.on)
    place = checked_text(_("地点"), spec.place, LONGEST_PLACE, required=False)
    name, now = name_of(actor), clock.now()
    made = [_talk(home, spec, other, order) for other in spec.others]
    for talk in made:
        talk.place, talk.recorded_by_name, talk.recorded_at = place, name, now
        talk.save(force_insert=True)
    if spec.task is not None:
        _assign(actor, home, made[0], spec.task)
    audit.append(
        actor=actor,
        action="talk.record",
        target=("heart_talk", made[0].pk),
        unit_path=made[0].path,
        values=[[str(t.first_id), str(t.second_id), str(t.on), t.kind] for t in made],
        note=_("%(day)s，%(n)d人次") % {"day": spec.on.isoformat(), "n": len(made)},
    )
    return made


@action("talk.void")
def void_talk(*, actor: Actor, talk: HeartTalk, reason: str) -> HeartTalk:
    """Make a talk void with a reason: entered by mistake."""
    actor.require(Permission.KEEP_TALKS, talk.path)
    talk = locked(talk)
    if talk.void_on is not None:
        raise NotNow(_("这次谈心谈话已经作废。"))
    talk.void_reason = checked_text(_("作废理由"), reason, LONGEST_REASON)
    talk.void_on = clock.today()
    talk.save(update_fields=["void_on", "void_reason"])
    audit.append(
        actor=actor,
        action="talk.void",
        target=("heart_talk", talk.pk),
        unit_path=talk.path,
        note=talk.void_reason,
    )
    return talk


def _check(home: Unit, spec: TalkSpec) -> None:
    if not spec.others:
        raise Invalid(_("请选和谁谈。"))
    if len(spec.others) > MOST_AT_ONCE:
        raise Invalid(_("一次最多登记%(n)d人，请分几次登记。") % {"n": MOST_AT_ONCE})
    if spec.person.pk in {other.pk for other in spec.others}:
        raise Invalid(_("“%(name)s”不能和自己谈心谈话，请另选。") % {"name": spec.person})
    if doubled(other.pk for other in spec.others) is not None:
        raise Invalid(_("同一个人选了两次，请去掉一次。"))
    if spec.on > clock.today():
        raise Invalid(_("谈心谈话的日期不能晚于今天，谈过了再登记。"))
    if not 0 <= spec.follow_ups <= MOST_FOLLOW_UPS:
        raise Invalid(_("后续事项应在0到%(n)d件之间，请改正。") % {"n": MOST_FOLLOW_UPS})
    if spec.task is not None and (len(spec.others) > 1 or not spec.follow_ups):
        raise Invalid(_("交办后续事项的，请一次登记一个人，并写明有几件。"))
    for person in (spec.person, *spec.others):
        if not person.unit.path.startswith(home.path):
            raise Invalid(
                _("“%(name)s”不是%(home)s的人员，请另选。") % {"name": person, "home": home}
            )
    require_open(home, spec.on)


def _talk(home: Unit, spec: TalkSpec, other: Person, order: Order) -> HeartTalk:
    first, second = order.arranged(spec.person, other)
    kind = checked_choice(_("类别"), spec.kind or order.kind_of(first, second), TalkKind)
    standing = HeartTalk.objects.filter(first=first, second=second, on=spec.on, void_on=None)
    if standing.exists():
        raise Invalid(
            _("“%(first)s”和“%(second)s”%(day)s的谈心谈话已经登记过，不必重复登记。")
            % {"first": first, "second": second, "day": spec.on.isoformat()}
        )
    unit = first.unit if kind == TalkKind.PARTY else home
    return HeartTalk(
        home=home,
        unit=unit,
        path=unit.path,
        kind=kind,
        first=first,
        second=second,
        on=spec.on,
        follow_ups=spec.follow_ups,
    )


def _assign(actor: Actor, home: Unit, talk: HeartTalk, task: FollowUp) -> None:
    talk.task = assign_task(
        actor=actor,
        home=home,
        spec=TaskSpec(
            title=_("落实谈心谈话后续事项（%(n)d件）") % {"n": talk.follow_ups},
            unit=task.unit,
            due=Due(on=task.due_on),
            requirement=_("具体内容由谈话双方当面说明，不写进系统。"),
            basis=_("谈心谈话"),
        ),
    )
    talk.save(update_fields=["task"])
