"""Every write of the room."""

from bihuan.api.actions.delivering import deliver
from bihuan.api.actions.keys import make_key, note_use, revoke_key

__all__ = ["deliver", "make_key", "note_use", "revoke_key"]
