"""Errors that people are told in one full sentence.

A page turns a DomainError into a form error or a page with its `http_status`; the command line
prints its sentence on stderr and exits with 2.
"""


class DomainError(Exception):
    """Say what happened and what to do next; carries a stable `code` and an HTTP status."""

    code = "refused"
    http_status = 400

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return self.message


class Invalid(DomainError):
    """What was given cannot be accepted as it stands."""

    code = "invalid"
    http_status = 400


class NotAllowed(DomainError):
    """The actor may see the thing but may not do this to it."""

    code = "not_allowed"
    http_status = 403


class NotFound(DomainError):
    """The thing does not exist, or the actor may not know that it does."""

    code = "not_found"
    http_status = 404


class Conflict(DomainError):
    """Somebody else changed the thing first."""

    code = "conflict"
    http_status = 409
