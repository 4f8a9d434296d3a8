"""The pages of the room: thin functions over what was read, proposed and decided."""

from bihuan.ledgers.views.dropping import drop, tables
from bihuan.ledgers.views.fitting import fit
from bihuan.ledgers.views.proposing import proposal
from bihuan.ledgers.views.taken import bad_rows, taken

__all__ = ["bad_rows", "drop", "fit", "proposal", "tables", "taken"]
