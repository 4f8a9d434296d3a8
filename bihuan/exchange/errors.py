"""What can go wrong on the way, each in one sentence."""

from typing import TYPE_CHECKING

from bihuan.lib.errors import Conflict, DomainError, Invalid, NotFound

if TYPE_CHECKING:
    from bihuan.exchange.models import Dispatch, Reception


class NotOnTheWay(NotFound):
    """No such document was sent or received, or the actor may not know that it was."""

    code = "not_on_the_way"


class NotIssuedYet(Conflict):
    """Only an issued document is sent."""

    code = "not_issued_yet"


class AlreadySent(Conflict):
    """The receiver already has this document; `standing` is how it came there."""

    code = "already_sent"

    def __init__(self, message: str, standing: "Dispatch") -> None:
        super().__init__(message)
        self.standing = standing


class AlreadyReceived(Conflict):
    """A package was seen before, or the document in it; `standing` is what came of it."""

    code = "already_received"

    def __init__(self, message: str, standing: "Reception | Dispatch") -> None:
        super().__init__(message)
        self.standing = standing


class WrongStep(Conflict):
    """The step does not follow where the document stands."""

    code = "wrong_step"


class PackageRefused(Invalid):
    """A package is not taken; nothing of it was kept. `code` says which check it failed."""

    code = "package_refused"


class KeyRefused(Invalid):
    """A public key is not taken: not a key, another fingerprint, or one known before."""

    code = "key_refused"


class KeysUnreadable(DomainError):
    """The file of the office's own keys cannot be read."""

    code = "exchange_keys_unreadable"
    http_status = 500


class NoKeyYet(Conflict):
    """The administration has no key of its own to sign with."""

    code = "no_key_yet"
