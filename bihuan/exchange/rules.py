"""States and steps of a document on its way, and the limits of a package; no ORM."""

from enum import StrEnum

from bihuan.files.rules import MEGABYTE

LONGEST_TEXT = 2_000
"""Signs of a reason or an answer."""
LONGEST_NAME = 80
LONGEST_TITLE = 200
LONGEST_NUMBER = 60
MOST_FIGURES = 2_000
SHOWN_TEXT = 200_000
"""Signs of a received document's words that are kept to be shown; the file itself is kept whole."""


class Way(StrEnum):
    """The steps a document goes through; RECEIPT, RETURN and ANSWER also go as packages."""

    SEND = "send"
    RECEIPT = "receipt"
    RETURN = "return"
    ANSWER = "answer"
    NOTE = "note"


class Standing(StrEnum):
    """Where a document stands after its last step."""

    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"
    ANSWERED = "answered"


AFTER = {
    Way.RECEIPT: Standing.RECEIVED,
    Way.RETURN: Standing.RETURNED,
    Way.ANSWER: Standing.ANSWERED,
}
FROM = {
    Way.RECEIPT: frozenset({Standing.SENT}),
    Way.RETURN: frozenset({Standing.SENT, Standing.RECEIVED}),
    Way.ANSWER: frozenset({Standing.SENT, Standing.RECEIVED}),
}
"""From where each step leads on: a return or an answer without a receipt is also a receipt."""
ENDED = frozenset({Standing.RETURNED, Standing.ANSWERED})

WANTS_ANSWER = frozenset({"请示", "函", "意见", "议案"})
"""Kinds that their receiver answers (handbook §1.1: 请示 by a 批复, 函 by a 复函)."""

MOST_PACKAGE = 60 * MEGABYTE
"""Bytes of a package file; two office files of the size that evidence may have, and some."""
MOST_UNPACKED = 100 * MEGABYTE
MOST_MANIFEST = 64_000
MOST_FIGURES_FILE = 4 * MEGABYTE
SIGNATURE_LENGTH = 64


def may_follow(standing: str, way: Way) -> bool:
    """Tell whether a step may follow where a document stands."""
    return standing in FROM[way]
