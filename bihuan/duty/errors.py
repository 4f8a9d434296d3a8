"""What can go wrong with a case, each in one sentence. No sentence repeats what was typed."""

from bihuan.lib.errors import Conflict, Invalid, NotFound


class NoSuchCase(NotFound):
    """No case of that id, or the actor may not know of it."""

    code = "no_such_case"


class NotNow(Conflict):
    """The case does not stand where that step may follow."""

    code = "case_not_now"


class TellsWho(Invalid):
    """A clear text tells who brought the case."""

    code = "tells_who"


class SameUnit(Invalid):
    """The unit complained of would deal with the case itself."""

    code = "unit_complained_of"


class NoKey(Conflict):
    """What is sealed cannot be opened: its key is not there."""

    code = "no_key"
