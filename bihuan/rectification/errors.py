"""What can go wrong with a problem, each in one sentence."""

from bihuan.lib.errors import Conflict, NotAllowed, NotFound


class NoSuchProblem(NotFound):
    """No problem of that id, or the actor may not know of it."""

    code = "no_such_problem"


class WrongState(Conflict):
    """The problem stands where this cannot be done to it."""

    code = "wrong_problem_state"


class OwnDeed(NotAllowed):
    """Somebody would verify, close or look back at what they or their unit did themselves."""

    code = "own_deed"


class AlreadyTakenUp(Conflict):
    """A group of opinions is of another problem already."""

    code = "group_already_taken_up"


class AlreadyPublic(Conflict):
    """What is to be made public is public already, or what is to be withdrawn is not."""

    code = "already_public"
