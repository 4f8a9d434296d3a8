"""What can go wrong with a task, each in one sentence."""

from bihuan.lib.errors import Conflict, NotAllowed, NotFound


class NoSuchTask(NotFound):
    """No task of that id, or the actor may not know of it."""

    code = "no_such_task"


class WrongState(Conflict):
    """The task does not stand where this step begins: somebody else was first, or it is over."""

    code = "wrong_state"


class UnitClosed(Conflict):
    """The unit that was to do it exists no more; the task waits to be assigned to another."""

    code = "unit_closed"


class TooLate(Conflict):
    """The days within which a task may be returned are over."""

    code = "too_late"


class OwnWork(NotAllowed):
    """The doer never closes their own item (design, third principle)."""

    code = "own_work"
