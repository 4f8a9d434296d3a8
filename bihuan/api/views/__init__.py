"""The pages of the room: thin functions over actions and visible rows."""

from bihuan.api.views.keys import keys, new_key, revocation

__all__ = ["keys", "new_key", "revocation"]
