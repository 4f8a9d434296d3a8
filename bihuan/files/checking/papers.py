"""PDF and office files: that they are whole, closed behind their end, and hold no programs.

Nothing in them is changed: a contract that was scanned must stay the one that was signed. What
they say of their author stays in them, too.
"""

import re
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from django.utils.translation import gettext as _

from bihuan.files.checking.refusing import ARCHIVE, broken
from bihuan.files.errors import FileRefused
from bihuan.files.rules import MOST_UNPACKED
from bihuan.lib.workbooks.archive import Archive
from bihuan.lib.workbooks.ole import OleDirectory
from bihuan.lib.workbooks.refusal import WorkbookRefused

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PART = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_MAIN_STREAM = {
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
}
_MACROS = frozenset({"Macros", "_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"})
_BEHIND_THE_END = 1024
_END_OF_ZIP = b"PK\x05\x06"


def kind_of(content: bytes) -> str | None:
    """Return the code of a content's kind; None where it is of none that is taken."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(_OLE):
        names = _names_of_ole(content)
        if "EncryptedPackage" in names:
            raise _locked()
        return next((kind for name, kind in _MAIN_STREAM.items() if name in names), None)
    if content.startswith(_ZIP):
        names = frozenset(part.filename for part in _opened(content).parts)
        if "[Content_Types].xml" not in names:
            raise FileRefused(str(ARCHIVE))
        return next((kind for name, kind in _MAIN_PART.items() if name in names), None)
    return None


def check(kind: str, content: bytes) -> None:
    """Raise FileRefused unless a content is whole and holds no program."""
    if kind == "pdf":
        _check_pdf(content)
    elif content.startswith(_ZIP):
        _check_office(content)
    elif _names_of_ole(content) & _MACROS:
        raise _macros()


def _check_pdf(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    if end < 0 or len(content) - end > _BEHIND_THE_END or _END_OF_ZIP in content[end:]:
        raise broken()
    try:
        document: Any = pypdfium2.PdfDocument(content)  # type: ignore[no-untyped-call]
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise _locked() from error
        raise broken() from error
    try:
        if len(document) < 1:
            raise broken()
        library: Any = pdfium
        runs = library.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0
        holds = library.FPDFDoc_GetAttachmentCount(document.raw) > 0
    finally:
        document.close()
    if runs or re.search(rb"/(Launch|JavaScript)\b", content):
        raise FileRefused(_("PDF 里带有会自动运行的程序，不能上传；请用“打印为 PDF”重新生成。"))
    if holds:
        raise FileRefused(_("PDF 里夹带着别的文件，不能上传；请把它们分别上传。"))


def _check_office(content: bytes) -> None:
    archive = _opened(content)
    names = {part.filename.lower() for part in archive.parts}
    if any(name.endswith(("vbaproject.bin", ".vbs", ".js", ".exe")) for name in names):
        raise _macros()
    end = content.rfind(_END_OF_ZIP)
    comment = int.from_bytes(content[end + 20 : end + 22], "little")
    if end < 0 or comment or len(content) != end + 22:
        raise broken()
    try:
        for part in archive.parts:
            for _piece in archive.chunks(part):
                pass
    except WorkbookRefused as error:
        raise _as_file(error) from error


def _opened(content: bytes) -> Archive:
    try:
        return Archive(content, MOST_UNPACKED)
    except WorkbookRefused as error:
        raise _as_file(error) from error


def _names_of_ole(content: bytes) -> frozenset[str]:
    try:
        return OleDirectory(content).names
    except WorkbookRefused as error:
        raise broken() from error


def _as_file(error: WorkbookRefused) -> FileRefused:
    if error.code.endswith("bomb"):
        return FileRefused(_("文件解压后过大，不像正常的文档，不能上传。"))
    return _locked() if error.code.endswith("locked") else broken()


def _locked() -> FileRefused:
    return FileRefused(_("文件设有密码，别人打不开；请取消密码后再上传。"))


def _macros() -> FileRefused:
    return FileRefused(_("文件里带有宏（会运行的程序），不能上传；请另存为不带宏的格式。"))
