"""What a task is asked to be: values that forms, packs and other rooms give the actions."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.lib.errors import Invalid
from bihuan.orgs.models import Person, Unit
from bihuan.tasks.days import counted_day
from bihuan.tasks.models import Counting, EvidenceNeeded

MOST_DAYS = 1000


@dataclass(frozen=True)
class About:
    """What a task serves, by kind and id; the room of the kind knows more."""

    kind: str
    id: UUID


@dataclass(frozen=True)
class Due:
    """When a task is due: on a day, or so many workdays or calendar days after `counted_from`.

    The day counted from (None: the day of assigning) is not counted.
    """

    on: dt.date | None = None
    days: int | None = None
    counting: str = Counting.FIXED
    counted_from: dt.date | None = None


@dataclass(frozen=True)
class TaskSpec:
    """A task to be assigned: `unit` leads, `assisting` help, `responsible` answer for it."""

    title: str
    unit: Unit
    due: Due
    requirement: str = ""
    basis: str = ""
    deliverable: str = ""
    evidence: str = EvidenceNeeded.NONE
    leader: Person | None = None
    assisting: tuple[Unit, ...] = ()
    responsible: tuple[Person, ...] = ()
    about: About | None = None
    position: int = 0
    milestone: int | None = None


@dataclass(frozen=True)
class Settled:
    """A due day worked out, and how."""

    due_on: dt.date
    counting: str
    days: int | None = None
    counted_from: dt.date | None = None


def settle(due: Due, home: Unit, today: dt.date, *, may_be_past: bool = False) -> Settled:
    """Return the day that a due date means by a home's calendar.

    Raises Invalid where a day or a number of days is missing, or the day is past; what is loaded
    of former years may be past.
    """
    if due.counting not in Counting.values:
        raise Invalid(_("期限的算法无法识别，请选指定日期、工作日或自然日。"))
    if due.counting == Counting.FIXED:
        if due.on is None:
            raise Invalid(_("请填写完成期限。"))
        found = Settled(due.on, str(due.counting))
    else:
        if due.days is None or not 1 <= due.days <= MOST_DAYS:
            raise Invalid(_("请填写几天内完成，1到%(most)d之间。") % {"most": MOST_DAYS})
        begins = due.counted_from or today
        day = counted_day(home, due.counting, begins, due.days)
        found = Settled(day, str(due.counting), due.days, begins)
    if found.due_on < today and not may_be_past:
        raise Invalid(_("完成期限%(day)s已经过去，请改正。") % {"day": found.due_on.isoformat()})
    return found
