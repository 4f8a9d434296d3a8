"""A blank filled for a period: answers looked up, lists laid out, sums worked out, cells written.

Nothing here writes to the database: `fill` gives what an action keeps and a page shows.
"""

from bihuan.reporting.filling.answered import Answered, Asked, FilledBlank
from bihuan.reporting.filling.whole import fill

__all__ = ["Answered", "Asked", "FilledBlank", "fill"]
