"""What the room refuses."""

from bihuan.lib.errors import Invalid, NotFound


class UnknownPreset(NotFound):
    """No room declares a preset of this code."""

    code = "unknown_preset"


class BadPreset(Invalid):
    """A value that a preset cannot have."""

    code = "bad_preset"
