"""What can go wrong with a form, each in one sentence."""

from bihuan.lib.errors import Conflict, Invalid, NotFound


class UnknownForm(NotFound):
    """No form of that name, or none that the actor may see."""

    code = "unknown_form"


class BadBlank(Invalid):
    """A file cannot be a form's blank."""

    code = "bad_blank"


class BadMapping(Invalid):
    """A cell cannot be answered that way."""

    code = "bad_mapping"


class AlreadySent(Conflict):
    """A form that was sent never changes."""

    code = "already_sent"


class NotReady(Conflict):
    """Something stands in the way of sending."""

    code = "not_ready"
