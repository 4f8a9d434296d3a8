"""The pages of the room: thin functions over actions, visible rows and plain values."""

from bihuan.tasks.views.assigning import new_task
from bihuan.tasks.views.evidence import (
    evidence,
    evidence_file,
    evidence_removal,
    evidence_thumbnail,
)
from bihuan.tasks.views.listing import recount, tasks, workbook
from bihuan.tasks.views.one import slip, step, task

__all__ = [
    "evidence",
    "evidence_file",
    "evidence_removal",
    "evidence_thumbnail",
    "new_task",
    "recount",
    "slip",
    "step",
    "task",
    "tasks",
    "workbook",
]
