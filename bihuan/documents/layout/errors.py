"""What can go wrong with a file that is measured or read."""

from bihuan.lib.errors import DomainError, Invalid


class OfficeMissing(DomainError):
    """LibreOffice, which lays out a docx to measure it, is not installed here."""

    code = "office_missing"
    http_status = 501


class BadFile(Invalid):
    """The file is broken, too large, protected, or of another kind."""

    code = "bad_file"
