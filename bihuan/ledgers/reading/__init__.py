"""Reading a ledger (台账) as an office keeps it: what in its sheets is title, head, row, or none.

Nothing here knows registers or the database. Every row of a sheet ends either in a table or among
what was left out, with the reason; nothing is dropped in silence.
"""

from bihuan.ledgers.reading.found import DataRow, Head, LeftOut, Period, TableFound
from bihuan.ledgers.reading.joining import File, read_tables

__all__ = ["DataRow", "File", "Head", "LeftOut", "Period", "TableFound", "read_tables"]
