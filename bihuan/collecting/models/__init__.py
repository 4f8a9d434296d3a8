"""The aggregates of the room, one a file."""

from bihuan.collecting.models.ask import Ask, How, Return
from bihuan.collecting.models.collection import Collection

__all__ = ["Ask", "Collection", "How", "Return"]
