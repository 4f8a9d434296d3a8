"""Every write of the room."""

from bihuan.exchange.actions.correspondents import (
    enter_correspondent,
    make_key,
    withdraw_correspondent,
)
from bihuan.exchange.actions.receiving import receive_package
from bihuan.exchange.actions.sending import pack_document, send_document
from bihuan.exchange.actions.stepping import (
    answer_document,
    note_outcome,
    return_document,
    sign_receipt,
)

__all__ = [
    "answer_document",
    "enter_correspondent",
    "make_key",
    "note_outcome",
    "pack_document",
    "receive_package",
    "return_document",
    "send_document",
    "sign_receipt",
    "withdraw_correspondent",
]
