"""Verifying, closing and reopening: never by the doer (design, third principle)."""

import datetime as dt

from django.utils.translation import gettext as _

from bihuan.files.models import Attachment
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.tasks.actions import stepping
from bihuan.tasks.days import day_to_redo
from bihuan.tasks.errors import OwnWork
from bihuan.tasks.judging import EVIDENCE_OF, WHY, doing_of, standing_of
from bihuan.tasks.models import Counting, EvidenceNeeded, StepKind, Task
from bihuan.tasks.rules import Bar, bar_to_close, bar_to_verify, lacks


@action("task.verify")
def verify_task(
    *,
    actor: Actor,
    task: Task,
    accepted: bool,
    note: str,
    seen_on: dt.date | None = None,
    new_due: dt.date | None = None,
) -> Task:
    """Find a task that was submitted done, or send it back with what is missing and a new day.

    `seen_on` is the day on which the verifier was there, where the task asks for a visit. Without
    `new_due`, what is sent back is due as the preset says. Raises OwnWork for whoever is the doer,
    Invalid where the evidence that is asked for is not there.
    """
    kind = StepKind.ACCEPT if accepted else StepKind.SEND_BACK
    task = stepping.held(actor, task, kind)
    refuse(bar_to_verify(standing_of(actor), doing_of(task)))
    needs_words = not accepted or task.evidence == EvidenceNeeded.VISIT
    note = stepping.checked_prose(_("验收意见"), note, stepping.LONGEST_NOTE, required=needs_words)
    facts: dict[str, object] = {}
    if accepted:
        _require_evidence(task, seen_on)
        facts = {"seen_on": seen_on.isoformat()} if seen_on else {}
    else:
        facts = _due_again(task, new_due)
    made = stepping.step(actor, task, kind, note, facts)
    stepping.save(task, "due_on", "counting", "submitted_on")
    stepping.audited(actor, "task.verify", task, made)
    return task


@action("task.close")
def close_task(*, actor: Actor, task: Task, note: str = "") -> Task:
    """Strike a verified task off the list: by who assigns, who had no hand in the work."""
    task = stepping.held(actor, task, StepKind.CLOSE)
    refuse(bar_to_close(standing_of(actor), doing_of(task)))
    note = stepping.checked_prose(_("说明"), note, stepping.LONGEST_NOTE, required=False)
    task.closed_on, task.percent = clock.today(), 100
    made = stepping.step(actor, task, StepKind.CLOSE, note)
    stepping.save(task, "closed_on", "percent")
    stepping.audited(actor, "task.close", task, made)
    return task


@action("task.reopen")
def reopen_task(*, actor: Actor, task: Task, reason: str, new_due: dt.date | None = None) -> Task:
    """Take a task up again that was verified or closed: it was not done after all."""
    task = stepping.held(actor, task, StepKind.REOPEN)
    reason = stepping.checked_prose(_("重开理由"), reason, stepping.LONGEST_NOTE)
    facts = _due_again(task, new_due)
    task.closed_on = None
    made = stepping.step(actor, task, StepKind.REOPEN, reason, facts)
    stepping.save(task, "due_on", "counting", "submitted_on", "closed_on")
    stepping.audited(actor, "task.reopen", task, made)
    return task


def refuse(bar: Bar | None) -> None:
    """Raise OwnWork, saying why, where somebody is a doer."""
    if bar is not None:
        raise OwnWork(str(WHY[bar]))


def has_evidence(task: Task) -> bool:
    """Tell whether a task has a file that stands as evidence."""
    return Attachment.objects.filter(
        about_kind=EVIDENCE_OF, about_id=task.pk, removed_at=None, purged_at=None
    ).exists()


def _require_evidence(task: Task, seen_on: dt.date | None) -> None:
    if seen_on is not None and seen_on > clock.today():
        raise Invalid(_("到场查看的日期不能晚于今天，请改正。"))
    there = task.evidence != EvidenceNeeded.ANY or has_evidence(task)
    if not lacks(task.evidence, has_evidence=there, seen_on=seen_on):
        return
    if task.evidence == EvidenceNeeded.ANY:
        raise Invalid(_("这项任务要有佐证材料才能验收通过，请承办单位先补一份。"))
    raise Invalid(_("这项任务要到场查看后才能验收通过，请填写查看日期和所见情况。"))


def _due_again(task: Task, new_due: dt.date | None) -> dict[str, object]:
    """Set the day by which it is to be done again, and return the facts of it."""
    today = clock.today()
    if new_due is not None and new_due < today:
        raise Invalid(_("新的期限不能早于今天，请改正。"))
    old, new = task.due_on, new_due or day_to_redo(task, today)
    if new != old:
        task.due_on, task.counting = new, str(Counting.FIXED)
    task.submitted_on = None
    return dict(stepping.moved_due(old, new))
