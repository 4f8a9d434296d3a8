"""What a resident may be told, each in one sentence."""

from bihuan.lib.errors import DomainError, NotFound


class NoSuchPage(NotFound):
    """No administration of that code, or no such page of it."""

    code = "no_such_page"


class TooMany(DomainError):
    """More was sent in a short time than the limits allow."""

    code = "too_many"
    http_status = 429


class TooLarge(DomainError):
    """More was sent at once than is taken."""

    code = "too_large"
    http_status = 413


class FromElsewhere(DomainError):
    """Another site's page sent the form."""

    code = "from_elsewhere"
    http_status = 403


class WrongPhrase(DomainError):
    """No opinion has this number and this phrase; which of the two is wrong is not told."""

    code = "wrong_phrase"
    http_status = 422


class OpenedTooLongAgo(DomainError):
    """The page that was opened with number and phrase has stood too long."""

    code = "opened_too_long_ago"
    http_status = 422
