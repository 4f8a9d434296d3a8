"""What can go wrong with money, each in one sentence."""

from bihuan.lib.errors import Conflict, NotFound


class NoSuchAmount(NotFound):
    """No amount of that id, or the actor may not know of it."""

    code = "no_such_amount"


class AlreadyVoid(Conflict):
    """The amount was made void before."""

    code = "amount_already_void"
