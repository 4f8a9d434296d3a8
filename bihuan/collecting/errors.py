"""What can go wrong with a collection, each in one sentence."""

from bihuan.lib.errors import Conflict, NotFound


class NoSuchCollection(NotFound):
    """No collection, or ask, of that id, or the actor may not know of it."""

    code = "no_such_collection"


class CollectionClosed(Conflict):
    """The collection has ended, nothing more is waited for."""

    code = "collection_closed"
