"""What can go wrong with a figure, each in one sentence."""

from bihuan.lib.errors import Invalid, NotFound


class UnknownFigure(NotFound):
    """No figure of that code or label is defined here."""

    code = "unknown_figure"


class UnknownSource(Invalid):
    """A definition names a source that no room offers."""

    code = "unknown_source"


class BadCondition(Invalid):
    """A definition's condition cannot be understood."""

    code = "bad_condition"
