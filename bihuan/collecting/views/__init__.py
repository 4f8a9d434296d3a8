"""The pages of the room: thin functions over actions, visible rows and plain values."""

from bihuan.collecting.views.asking import new_collection
from bihuan.collecting.views.changing import closing, due_day, returning, waiver
from bihuan.collecting.views.reading import ask, collection, collections, workbook, workbooks

__all__ = [
    "ask",
    "closing",
    "collection",
    "collections",
    "due_day",
    "new_collection",
    "returning",
    "waiver",
    "workbook",
    "workbooks",
]
