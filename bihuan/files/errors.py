"""What can go wrong with a file, each in one sentence."""

from bihuan.lib.errors import DomainError, NotFound


class FileLost(DomainError):
    """The store no longer holds what was put into it."""

    code = "file_lost"
    http_status = 500


class FileRefused(DomainError):
    """A file is not taken: what it is, how large, or that it is broken."""

    code = "file_refused"


class NoSuchFile(NotFound):
    """No file of that id belongs to the thing, or it is no longer there to be read."""

    code = "no_such_file"
