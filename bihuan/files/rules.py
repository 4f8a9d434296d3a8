"""Which files are taken as evidence (佐证材料): a table and pure functions, no ORM.

A file is told by its content, never by its name. Not in the table: pictures that can hold scripts
(SVG), web pages, programs, archives (nobody sees what is in them), sound and film (neither their
place nor their faces can be taken out, and they are large for a poor network).
"""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1_000_000
LONGEST_NAME = 100
LONGEST_REASON = 300
MOST_AT_ONCE = 20
MOST_ON_ONE = 200
"""How many files one thing may hold, those removed not counted."""
LOOK_LENGTH = 80
"""Hexadecimal digits by which a picture is found again (checking.likeness)."""
LONG_SIDE = 2560
"""Pixels that a stored picture's longer side has at most: a page of A4 stays readable."""
THUMBNAIL_SIDE = 320
JPEG_QUALITY = 90
MOST_PIXELS = {"JPEG": 120_000_000, "MPO": 120_000_000}
"""By Pillow's format; a JPEG is decoded at a fraction of its size where it is large."""
MOST_PIXELS_ELSE = 40_000_000
MOST_UNPACKED = 300 * MEGABYTE
KEPT_DAYS_AFTER_REMOVAL = 30
"""Days that the content of a removed file stays, so that a mistake can be mended."""


@dataclass(frozen=True)
class FileKind:
    """One kind of file: how it is stored, named and called. `group` names its limit of size."""

    code: str
    label: str | Promise
    media_type: str
    endings: tuple[str, ...]
    group: str
    icon: str


KINDS: dict[str, FileKind] = {
    kind.code: kind
    for kind in (
        FileKind("jpeg", _("照片"), "image/jpeg", (".jpg", ".jpeg"), "image", "paperclip"),
        FileKind("png", _("图片"), "image/png", (".png",), "image", "paperclip"),
        FileKind("webp", _("图片"), "image/webp", (".webp",), "image", "paperclip"),
        FileKind("pdf", _("PDF 文件"), "application/pdf", (".pdf",), "paper", "file-type-pdf"),
        FileKind(
            "docx",
            _("Word 文档"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            (".docx",),
            "paper",
            "file-type-docx",
        ),
        FileKind(
            "xlsx",
            _("Excel 表格"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            (".xlsx",),
            "paper",
            "file-spreadsheet",
        ),
        FileKind(
            "pptx",
            _("演示文稿"),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            (".pptx",),
            "paper",
            "file-text",
        ),
        FileKind(
            "doc",
            _("Word 文档"),
            "application/msword",
            (".doc", ".wps"),
            "paper",
            "file-type-docx",
        ),
        FileKind(
            "xls",
            _("Excel 表格"),
            "application/vnd.ms-excel",
            (".xls", ".et"),
            "paper",
            "file-spreadsheet",
        ),
        FileKind(
            "ppt",
            _("演示文稿"),
            "application/vnd.ms-powerpoint",
            (".ppt", ".dps"),
            "paper",
            "file-text",
        ),
    )
}
ACCEPT = ",".join([ending for kind in KINDS.values() for ending in kind.endings] + [".bmp", ".gif"])
"""What the browser's file chooser offers; a hint only."""

THUMBNAIL_TYPE = "image/webp"


def safe_name(name: str, kind: FileKind) -> str:
    """Return a name to download a file by: no folders, nothing invisible, the true ending.

    What Windows refuses in a name becomes an underscore.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(
        "_" if sign in '<>:"|?*' else sign
        for sign in unicodedata.normalize("NFC", last)
        if unicodedata.category(sign)[0] != "C" and unicodedata.category(sign) not in {"Zl", "Zp"}
    )
    stem, ending = PurePosixPath(shown).stem.strip(" ."), PurePosixPath(shown).suffix.lower()
    if ending not in kind.endings:
        ending = kind.endings[0]
    return f"{stem[: LONGEST_NAME - len(ending)] or str(kind.label)}{ending}"
