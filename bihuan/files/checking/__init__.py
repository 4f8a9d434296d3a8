"""Looking into a file that somebody sent, before anything of it is kept.

Everything here is pure: bytes in, an Examined or a FileRefused out; no database, no store. It
takes its time (a photo of a phone about a third of a second), so it runs before a transaction
begins, never inside one.
"""

from bihuan.files.checking.examining import Examined, examine

__all__ = ["Examined", "examine"]
