from bihuan.audit.models.entry import Entry, Head

__all__ = ["Entry", "Head"]
