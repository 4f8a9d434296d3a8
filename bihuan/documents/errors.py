"""What can go wrong with a document, each in one sentence."""

from bihuan.lib.errors import Conflict, Invalid, NotAllowed, NotFound


class UnknownDocument(NotFound):
    """No document of that name, or none that the actor may see."""

    code = "unknown_document"


class AlreadyIssued(Conflict):
    """An issued document never changes."""

    code = "already_issued"


class NotReady(Conflict):
    """Something stands in the way of issue: faults of the template, or figures that are pending."""

    code = "not_ready"


class NumberTaken(Conflict):
    """The document number has been given to another document."""

    code = "number_taken"


class NothingToSign(Invalid):
    """The figure is no figure of the document, or its records answer it."""

    code = "nothing_to_sign"


class OutOfTurn(Conflict):
    """The draft is not at the step that somebody wants to take."""

    code = "out_of_turn"


class OwnDraft(NotAllowed):
    """Nobody reviews or signs what they drafted themselves."""

    code = "own_draft"


class UnknownRound(NotFound):
    """No round of comments of that number, or none that the actor was asked in."""

    code = "unknown_round"
