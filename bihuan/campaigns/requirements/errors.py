"""What can go wrong with a requirement, each in one sentence."""

from bihuan.lib.errors import Conflict, Invalid, NotFound


class NoSuchRequirement(NotFound):
    """No campaign or requirement of that id, or the actor may not know of it."""

    code = "no_such_requirement"


class RequirementClosed(Conflict):
    """The campaign or the requirement has ended, nothing of it changes any more."""

    code = "requirement_closed"


class ForbiddenYardstick(Invalid):
    """Today's rules forbid what the figure measures as a yardstick."""

    code = "forbidden_yardstick"
