"""Every write of the room."""

from bihuan.tasks.actions.assigning import assign_task, name_responsible, reassign_task
from bihuan.tasks.actions.doing_work import (
    Progress,
    ask_extension,
    report_progress,
    return_task,
    sign_for_task,
    submit_task,
)
from bihuan.tasks.actions.evidence import add_task_evidence, remove_task_evidence
from bihuan.tasks.actions.keeping import (
    chase_task,
    decide_extension,
    insist_on_task,
    resume_task,
    suspend_task,
    void_task,
)
from bihuan.tasks.actions.recounting import recount_due_days
from bihuan.tasks.actions.specs import About, Due, TaskSpec
from bihuan.tasks.actions.verifying import close_task, reopen_task, verify_task

__all__ = [
    "About",
    "Due",
    "Progress",
    "TaskSpec",
    "add_task_evidence",
    "ask_extension",
    "assign_task",
    "chase_task",
    "close_task",
    "decide_extension",
    "insist_on_task",
    "name_responsible",
    "reassign_task",
    "recount_due_days",
    "remove_task_evidence",
    "reopen_task",
    "report_progress",
    "resume_task",
    "return_task",
    "sign_for_task",
    "submit_task",
    "suspend_task",
    "verify_task",
    "void_task",
]
