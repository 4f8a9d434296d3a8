"""What the unit that does a task does: signs for it, tells of it, submits it, gives it back."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.lib import clock, policy
from bihuan.lib.dates import write_date
from bihuan.lib.errors import Conflict, Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.tasks.actions import stepping
from bihuan.tasks.days import last_day_of_return
from bihuan.tasks.errors import TooLate, WrongState
from bihuan.tasks.models import StepKind, Task
from bihuan.tasks.policy import MOST_EXTENSIONS


@dataclass(frozen=True)
class Progress:
    """How far a task is: the stage in words, percent (None: as it was), difficulty, what next."""

    stage: str
    percent: int | None = None
    difficulty: str = ""
    next: str = ""


@action("task.sign_for")
def sign_for_task(*, actor: Actor, task: Task) -> Task:
    """Take note of a task for the unit that it was assigned to."""
    task = stepping.held(actor, task, StepKind.SIGN_FOR)
    made = stepping.step(actor, task, StepKind.SIGN_FOR)
    stepping.save(task)
    stepping.audited(actor, "task.sign_for", task, made)
    return task


@action("task.progress")
def report_progress(*, actor: Actor, task: Task, progress: Progress) -> Task:
    """Tell how far a task is, by the lead unit or one that assists.

    The percentage is the lead unit's to say: what an assisting unit gives is kept in its step.
    """
    task = stepping.held(actor, task, StepKind.PROGRESS)
    percent = progress.percent
    if percent is not None and not 0 <= percent <= 100:
        raise Invalid(_("进度应在0到100之间，请改正。"))
    prose = stepping.checked_prose
    stage = prose(_("进展"), progress.stage, stepping.LONGEST_NOTE)
    most = stepping.LONGEST_LINE
    facts = {
        "stage": stage,
        "percent": percent,
        "difficulty": prose(_("困难"), progress.difficulty, most, required=False),
        "next": prose(_("下一步"), progress.next, most, required=False),
    }
    if percent is not None and stepping.leads(actor, task):
        task.percent = percent
    made = stepping.step(actor, task, StepKind.PROGRESS, stage, facts)
    stepping.save(task, "percent")
    stepping.audited(actor, "task.progress", task, made)
    return task


@action("task.submit")
def submit_task(*, actor: Actor, task: Task, note: str) -> Task:
    """Say that a task is done, and how; it waits for another to verify it.

    An extension that was asked for and is not decided lapses.
    """
    task = stepping.held(actor, task, StepKind.SUBMIT)
    note = stepping.checked_prose(_("完成情况"), note, stepping.LONGEST_NOTE)
    task.submitted_on, task.wanted_due_on = clock.today(), None
    made = stepping.step(actor, task, StepKind.SUBMIT, note)
    stepping.save(task, "submitted_on", "wanted_due_on")
    stepping.audited(actor, "task.submit", task, made)
    return task


@action("task.return")
def return_task(*, actor: Actor, task: Task, reason: str) -> Task:
    """Give a task back as not the unit's own, within the days that the preset allows.

    Raises TooLate afterwards, and WrongState where who assigned it has found it the unit's own.
    """
    task = stepping.held(actor, task, StepKind.RETURN)
    reason = stepping.checked_prose(_("退件理由"), reason, stepping.LONGEST_NOTE)
    if task.is_insisted:
        raise WrongState(
            _("交办人已认定这项任务由“%(unit)s”承办，不能再次退件；仍有不同意见的，请当面沟通。")
            % {"unit": task.unit}
        )
    last = last_day_of_return(task)
    if clock.today() > last:
        raise TooLate(
            _("退件应在%(day)s前提出，现在已过时限；请与交办人联系改交。")
            % {"day": write_date(last)}
        )
    task.wanted_due_on = None
    made = stepping.step(actor, task, StepKind.RETURN, reason)
    stepping.save(task, "wanted_due_on")
    stepping.audited(actor, "task.return", task, made)
    return task


@action("task.ask_extension")
def ask_extension(*, actor: Actor, task: Task, new_due: dt.date, reason: str) -> Task:
    """Ask that a task be due later, with the reason; a leader decides.

    Raises Conflict while an earlier wish waits, or where it was extended as often as the preset
    allows.
    """
    task = stepping.held(actor, task, StepKind.ASK_EXTENSION)
    reason = stepping.checked_prose(_("延期理由"), reason, stepping.LONGEST_NOTE)
    today = clock.today()
    if task.wanted_due_on is not None:
        raise Conflict(
            _("已经申请延期到%(day)s，等领导审批后再申请。")
            % {"day": write_date(task.wanted_due_on)}
        )
    most = policy.whole(MOST_EXTENSIONS, task.home.path, today)
    if task.extensions >= most:
        raise Conflict(
            _("这项任务已延期%(n)d次，按规定最多延期%(most)d次，不能再申请。")
            % {"n": task.extensions, "most": most}
        )
    if new_due <= max(task.due_on, today):
        raise Invalid(_("新的期限应晚于今天和原来的期限，请改正。"))
    task.wanted_due_on = new_due
    made = stepping.step(
        actor, task, StepKind.ASK_EXTENSION, reason, stepping.moved_due(task.due_on, new_due)
    )
    stepping.save(task, "wanted_due_on")
    stepping.audited(actor, "task.ask_extension", task, made)
    return task
