from bihuan.files.models.attachment import Attachment, LookBand
from bihuan.files.models.stored_file import StoredFile

__all__ = ["Attachment", "LookBand", "StoredFile"]
