"""The aggregate of the room."""

from bihuan.search.models.indexed_text import IndexedText

__all__ = ["IndexedText"]
