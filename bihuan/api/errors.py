"""What can go wrong at the interface, each in one sentence."""

from bihuan.lib.errors import Conflict, NotFound


class NoSuchKey(NotFound):
    """No key of that id, or the actor may not know of it."""

    code = "no_such_key"


class NoSuchDelivery(NotFound):
    """The key has handed nothing in under that number."""

    code = "no_such_delivery"


class OtherWords(Conflict):
    """The number was used before, for something that says other than this."""

    code = "other_words"
