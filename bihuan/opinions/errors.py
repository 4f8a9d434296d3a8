"""What can go wrong with an opinion or a group, each in one sentence."""

from bihuan.lib.errors import Conflict, Invalid, NotFound


class NoSuchOpinion(NotFound):
    """No opinion of that id, or the actor may not know of it."""

    code = "no_such_opinion"


class NoSuchGroup(NotFound):
    """No group of that id, or the actor may not know of it."""

    code = "no_such_group"


class NoSuchCategory(NotFound):
    """The office's tree has no such class in use."""

    code = "no_such_category"


class TextRefused(Invalid):
    """The words are missing, or longer than is kept."""

    code = "text_refused"


class ChangedMeanwhile(Conflict):
    """Somebody else sorted, merged or moved it first."""

    code = "opinion_changed"


class OpinionVoid(Conflict):
    """The opinion was made void; nothing more is done to it."""

    code = "opinion_void"
