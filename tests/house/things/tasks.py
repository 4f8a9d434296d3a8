"""Things of the room `tasks` that addresses are about: one of each, in the first town."""

import datetime as dt
from functools import cached_property

from bihuan.files.checking import examine
from bihuan.files.models import Attachment
from bihuan.files.tests.pictures import jpeg
from bihuan.lib import clock
from bihuan.tasks.actions import (
    Due,
    TaskSpec,
    add_task_evidence,
    assign_task,
    sign_for_task,
)
from bihuan.tasks.models import Task
from tests.house.things.cast import Things


class TasksThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def task(self) -> Task:
        """Return a task that the town's clerk has assigned to the first village."""
        due = Due(on=clock.today() + dt.timedelta(days=20))
        spec = TaskSpec(title="清淤一号渠", unit=self.cast.villages[0], due=due)
        return assign_task(actor=self.cast.actor("clerk"), home=self.cast.town, spec=spec)

    @cached_property
    def task_at_work(self) -> Task:
        """Return such a task for which the village has signed."""
        return sign_for_task(actor=self.cast.actor("village_reporter"), task=self.task)

    @cached_property
    def task_photo(self) -> Attachment:
        """Return a photo that the village has added to that task."""
        added, _refused = add_task_evidence(
            actor=self.cast.actor("village_reporter"),
            task=self.task_at_work,
            examined=[examine(jpeg((60, 40)), "渠.jpg")],
        )
        return added[0]
