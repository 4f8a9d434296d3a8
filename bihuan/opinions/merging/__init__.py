"""Which opinions speak of the same problem (归并): proposals with reasons, for a clerk to decide.

Pure Python and numpy: knows no database, no request and no other room. `propose` groups a whole
set at once; `Index` answers for one new arrival. docs/explanation/merging.md tells the method.
"""

from bihuan.opinions.merging.index import Index
from bihuan.opinions.merging.messages import Candidate, Group, Message, Reason
from bihuan.opinions.merging.proposing import propose

__all__ = ["Candidate", "Group", "Index", "Message", "Reason", "propose"]
