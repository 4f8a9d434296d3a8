"""Evidence (佐证材料) of a task: added by the units that do it, removed with a reason.

Whoever adds some has a hand in the work and does not verify it. A photo is never asked for.
"""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.files.actions import About, attach, lay_down, remove_attachment
from bihuan.files.checking import Examined
from bihuan.files.errors import FileRefused
from bihuan.files.models import Attachment
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.tasks.actions import stepping
from bihuan.tasks.errors import WrongState
from bihuan.tasks.judging import EVIDENCE_OF
from bihuan.tasks.models import State, StepKind, Task

TAKES_EVIDENCE = (State.ASSIGNED, State.DOING, State.SUBMITTED)


def add_task_evidence(
    *, actor: Actor, task: Task, examined: Sequence[Examined]
) -> tuple[list[Attachment], list[str]]:
    """Add files to a task; return what was added, and a sentence for each that was refused."""
    lay_down(examined)
    return _add(actor=actor, task=task, examined=examined)


@action("attachment.add")
def _add(
    *, actor: Actor, task: Task, examined: Sequence[Examined]
) -> tuple[list[Attachment], list[str]]:
    about = _about(actor, task, TAKES_EVIDENCE)
    added, refused = [], []
    for one in examined:
        try:
            added.append(attach(actor=actor, about=about, examined=one))
        except FileRefused as error:
            refused.append(_("“%(name)s”没有收：%(why)s") % {"name": one.name, "why": error})
    return added, refused


@action("attachment.remove")
def remove_task_evidence(
    *, actor: Actor, task: Task, attachment_id: UUID, reason: str
) -> Attachment:
    """Remove a file from a task that is not yet submitted; its name, who and why stay."""
    about = _about(actor, task, (State.ASSIGNED, State.DOING))
    return remove_attachment(actor=actor, attachment_id=attachment_id, about=about, reason=reason)


def _about(actor: Actor, task: Task, states: Sequence[State]) -> About:
    task = stepping.lock(task)
    stepping.require_capacity(actor, task, StepKind.PROGRESS)
    if task.state not in states:
        raise WrongState(
            _("这项任务现在是“%(state)s”，不能增减佐证材料；请刷新页面看看最新情况。")
            % {"state": State(task.state).label}
        )
    return About(EVIDENCE_OF, task.pk, task.unit)
