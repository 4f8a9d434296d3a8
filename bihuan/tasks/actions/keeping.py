"""What who assigned a task does with it: chases, insists, extends, suspends, makes void."""

from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.models import Account
from bihuan.presets.calendar import OfficeCalendar
from bihuan.tasks.actions import stepping
from bihuan.tasks.days import recounted
from bihuan.tasks.errors import OwnWork, WrongState
from bihuan.tasks.indexing import index
from bihuan.tasks.models import Counting, Step, StepKind, Task
from bihuan.tasks.rules import paused_days


@action("task.chase")
def chase_task(*, actor: Actor, task: Task, note: str = "") -> Task:
    """Remind the unit of a task; the words may be passed on by message."""
    task = stepping.held(actor, task, StepKind.CHASE)
    note = stepping.checked_prose(_("催办说明"), note, stepping.LONGEST_NOTE, required=False)
    made = stepping.step(actor, task, StepKind.CHASE, note)
    stepping.audited(actor, "task.chase", task, made)
    return task


@action("task.insist")
def insist_on_task(*, actor: Actor, task: Task, note: str) -> Task:
    """Find that a returned task is the unit's own, to be signed for and not returned again."""
    task = stepping.held(actor, task, StepKind.INSIST)
    note = stepping.checked_prose(_("理由"), note, stepping.LONGEST_NOTE)
    task.is_insisted = True
    made = stepping.step(actor, task, StepKind.INSIST, note)
    stepping.save(task, "is_insisted")
    stepping.audited(actor, "task.insist", task, made)
    return task


@action("task.decide_extension")
def decide_extension(*, actor: Actor, task: Task, granted: bool, note: str = "") -> Task:
    """Decide on a later day that was asked for: by a leader who did not ask for it.

    A day that was decided on is fixed: a new calendar moves it no more.
    """
    kind = StepKind.EXTEND if granted else StepKind.REFUSE_EXTENSION
    task = stepping.held(actor, task, kind)
    if task.wanted_due_on is None:
        raise WrongState(_("没有待审批的延期申请，可能别人已经办理；请刷新页面。"))
    asked = Step.objects.filter(task=task, kind=StepKind.ASK_EXTENSION).latest("at", "id")
    if _is_same_hand(actor, asked):
        raise OwnWork(_("延期是您申请的，不能由您审批，请别的领导办理。"))
    note = stepping.checked_prose(_("审批意见"), note, stepping.LONGEST_NOTE, required=not granted)
    wanted, old = task.wanted_due_on, task.due_on
    if granted and wanted <= old:
        raise Conflict(_("现在的期限已不早于申请的日期，这份申请不必再批，请选不同意。"))
    facts = {
        "old_due": old.isoformat(),
        "new_due": wanted.isoformat(),
        "asked_by_name": asked.by_name,
    }
    task.wanted_due_on = None
    if granted:
        task.due_on, task.counting = wanted, str(Counting.FIXED)
        task.extensions += 1
    made = stepping.step(actor, task, kind, note, facts)
    stepping.save(task, "wanted_due_on", "due_on", "counting", "extensions")
    stepping.audited(actor, "task.decide_extension", task, made)
    return task


@action("task.suspend")
def suspend_task(*, actor: Actor, task: Task, reason: str) -> Task:
    """Let a task rest; its days stand still until it is resumed."""
    task = stepping.held(actor, task, StepKind.SUSPEND)
    reason = stepping.checked_prose(_("挂起理由"), reason, stepping.LONGEST_NOTE)
    task.state_before, task.suspended_on = task.state, clock.today()
    task.wanted_due_on = None
    made = stepping.step(actor, task, StepKind.SUSPEND, reason)
    stepping.save(task, "state_before", "suspended_on", "wanted_due_on")
    stepping.audited(actor, "task.suspend", task, made)
    return task


@action("task.resume")
def resume_task(*, actor: Actor, task: Task, note: str = "") -> Task:
    """Take a suspended task up where it stood, its day moved by the days of the suspension.

    Workdays are moved by workdays, everything else by calendar days.
    """
    task = stepping.held(actor, task, StepKind.RESUME)
    note = stepping.checked_prose(_("说明"), note, stepping.LONGEST_NOTE, required=False)
    if task.suspended_on is None:
        raise Invalid(_("没有找到挂起的日期，请联系系统管理员。"))
    calendar, old = OfficeCalendar(task.home), task.due_on
    days = paused_days(task.counting, task.suspended_on, clock.today(), calendar.workdays_between)
    task.paused += days
    if task.counting == Counting.FIXED:
        task.due_on = old + (clock.today() - task.suspended_on)
    else:
        task.due_on = recounted(task, calendar)
    facts = {"days": days, **stepping.moved_due(old, task.due_on)}
    made = stepping.step(actor, task, StepKind.RESUME, note, facts)
    task.suspended_on, task.state_before = None, ""
    stepping.save(task, "suspended_on", "state_before", "paused", "due_on")
    stepping.audited(actor, "task.resume", task, made)
    return task


@action("task.void")
def void_task(*, actor: Actor, task: Task, reason: str) -> Task:
    """Make a task void with a reason; it stays to be seen."""
    task = stepping.held(actor, task, StepKind.VOID)
    reason = stepping.checked_prose(_("作废理由"), reason, stepping.LONGEST_NOTE)
    task.wanted_due_on = None
    made = stepping.step(actor, task, StepKind.VOID, reason)
    stepping.save(task, "wanted_due_on")
    index([task])
    stepping.audited(actor, "task.void", task, made)
    return task


def _is_same_hand(actor: Actor, asked: Step) -> bool:
    """Tell whether an actor took a step, with this account or another of the same person."""
    if asked.by == actor.id:
        return True
    people = Account.objects.filter(pk__in=[id_ for id_ in (asked.by, actor.id) if id_])
    found = list(people.filter(person__isnull=False).values_list("person_id", flat=True))
    return len(found) != len(set(found))
