from bihuan.exchange.views.keeping import (
    correspondents,
    new_correspondent,
    own_key,
    own_key_file,
    withdrawal,
)
from bihuan.exchange.views.listing import inbox, outbox
from bihuan.exchange.views.receiving import (
    answer,
    new_package,
    receipt,
    reception_file,
    reception_page,
    return_,
)
from bihuan.exchange.views.sending import dispatch_page, new_dispatch, note, package, step_file

__all__ = [
    "answer",
    "correspondents",
    "dispatch_page",
    "inbox",
    "new_correspondent",
    "new_dispatch",
    "new_package",
    "note",
    "outbox",
    "own_key",
    "own_key_file",
    "package",
    "receipt",
    "reception_file",
    "reception_page",
    "return_",
    "step_file",
    "withdrawal",
]
