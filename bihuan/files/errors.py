"""What can go wrong with a file, each in one sentence."""

from bihuan.lib.errors import DomainError


class FileLost(DomainError):
    """The store no longer holds what was put into it."""

    code = "file_lost"
    http_status = 500
