"""Every write of the room."""

from bihuan.files.actions.attaching import About, attach, lay_down, remove_attachment
from bihuan.files.actions.keeping import keep
from bihuan.files.actions.purging import purge_attachments, purge_removed, purge_unreferenced

__all__ = [
    "About",
    "attach",
    "keep",
    "lay_down",
    "purge_attachments",
    "purge_removed",
    "purge_unreferenced",
    "remove_attachment",
]
