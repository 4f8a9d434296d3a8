"""What can go wrong at a stage gate, each in one sentence."""

from bihuan.lib.errors import Conflict, Invalid, NotAllowed, NotFound


class NoSuchGate(NotFound):
    """No request, line or note of that id, or the actor may not know of it."""

    code = "no_such_gate"


class WrongState(Conflict):
    """The request does not stand where this step begins: somebody else was first."""

    code = "wrong_state"


class NoGate(Invalid):
    """The phase has no gate: a track of a campaign without stages, or one that is not open."""

    code = "no_gate"


class NotReady(Invalid):
    """The self-check lacks something that the level above needs."""

    code = "not_ready"


class OwnGate(NotAllowed):
    """Nobody agrees to the stage of an administration that they belong to, or wrote for."""

    code = "own_gate"
