"""What kind of file it is, by its content; its name is believed only where content says nothing."""

import io
import zipfile
from enum import Enum

from bihuan.lib.workbooks.ole import OleDirectory
from bihuan.lib.workbooks.refusal import Reason, WorkbookRefused


class Kind(Enum):
    """The kinds of workbook that are read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<head", b"<meta", b"<body")
_BINARY_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".et", ".pdf", ".doc", ".docx")


def recognise(content: bytes, name: str = "") -> Kind:
    """Return the kind of a file; raise WorkbookRefused when it is no workbook that is read."""
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise WorkbookRefused.because(Reason.EMPTY)
    if content.startswith(_ZIP):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    head = content[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(_MARKUP):
        raise WorkbookRefused.because(Reason.WEB_PAGE)
    if head.startswith(b"<?xml"):
        web = any(mark in head for mark in _MARKUP)
        raise WorkbookRefused.because(Reason.WEB_PAGE if web else Reason.OTHER_FORMAT)
    binary = b"\x00" in content[:4096] and not content.startswith(_UTF_16)
    if binary or head.startswith((b"%pdf", b"{\\rtf")) or name.lower().endswith(_BINARY_SUFFIXES):
        raise WorkbookRefused.because(Reason.NOT_A_WORKBOOK)
    return Kind.CSV


def _kind_of_zip(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise WorkbookRefused.because(Reason.BROKEN) from error
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "xl/workbook.bin" in names:
        raise WorkbookRefused.because(Reason.OTHER_FORMAT)
    if "content.xml" in names and "mimetype" in names:
        return Kind.ODS
    raise WorkbookRefused.because(Reason.NOT_A_WORKBOOK)


def _kind_of_ole(content: bytes) -> Kind:
    names = OleDirectory(content).names
    if "EncryptedPackage" in names:
        raise WorkbookRefused.because(Reason.LOCKED)
    if "Workbook" in names or "Book" in names:
        return Kind.XLS
    raise WorkbookRefused.because(Reason.NOT_A_WORKBOOK)
