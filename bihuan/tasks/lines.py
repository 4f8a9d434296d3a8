"""Tasks as rows of the list: plain words, which a page draws fast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.lib.dates import write_date
from bihuan.tasks.about_links import Link
from bihuan.tasks.lamps import Lamp, Lamps
from bihuan.tasks.models import State, Task


@dataclass(frozen=True, slots=True)
class Line:
    """One task of the list, each cell as it is read."""

    day: str
    lamp: Lamp
    url: str
    title: str
    number: str
    about: Link | None
    unit: str
    unit_note: str
    state: str
    state_note: str
    percent: int
    by: str
    assigned: str
    is_void: bool

    def __getitem__(self, name: str) -> object:
        """Return a cell by its name: a template asks so first, and pays for a refusal."""
        return getattr(self, name)


def lines_of(
    tasks: Sequence[Task], lamps: Lamps, links: Mapping[UUID, Link], base: str
) -> list[Line]:
    """Return tasks as the list shows them; `base` is the address that their pages lie under."""
    states = {str(state): str(state.label) for state in State}
    return [
        _line(task, lamps.of(task), links.get(task.pk), f"{base}{task.pk}/", states)
        for task in tasks
    ]


def _line(task: Task, lamp: Lamp, about: Link | None, url: str, states: Mapping[str, str]) -> Line:
    wanted = task.wanted_due_on
    return Line(
        day=write_date(task.due_on),
        lamp=lamp,
        url=url,
        title=task.title,
        number=task.slip_number,
        about=about,
        unit=str(task.unit),
        unit_note=_("已撤销") if task.unit.closed_on else "",
        state=states[task.state],
        state_note=_("申请延到%(day)s") % {"day": write_date(wanted)} if wanted else "",
        percent=task.percent,
        by=task.assigned_by_name,
        assigned=timezone.localdate(task.assigned_at).isoformat(),
        is_void=task.state == State.VOID,
    )
