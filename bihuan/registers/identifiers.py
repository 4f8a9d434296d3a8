"""The identifier (标识) of a workbook: for which register, unit and collection it was made.

It stands in a very hidden sheet and once more in the file's own properties, so that a file finds
its way back whatever it is called and whoever saved it. It is signed, so it cannot be made up; and
it gives no right: who brings the file back needs the rights over what it names.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.workbooks.reading import Sheet, read_workbook
from bihuan.lib.workbooks.refusal import WorkbookRefused
from bihuan.orgs.models import Unit
from bihuan.registers.models import Register

VERSION = 1
SALT = "registers.identifiers"
SHEET = "_bihuan"
PROPERTY = "Bihuan"
PIECE = 200  # characters: Excel allows 255 in a property
_PROPERTIES = "docProps/custom.xml"
_LARGEST = 100_000  # bytes of the properties that are looked at
_FOUND = re.compile(
    rf'<(?:\w+:)?property\b[^>]*\bname="{PROPERTY}(\d+)"[^>]*>'
    r"\s*<(?:\w+:)?lpwstr\b[^>]*>([^<]*)<",
)


@dataclass(frozen=True)
class Identifier:
    """What a workbook was made for, by codes; `unit` and `collection` may be empty."""

    home: str
    register: str
    unit: str = ""
    collection: str = ""
    made_on: str = ""
    version: int = VERSION

    @classmethod
    def of(
        cls, register: Register, unit: Unit | None = None, collection: object = ""
    ) -> "Identifier":
        """Return the identifier of a workbook that is made today."""
        code = unit.code if unit else ""
        today = clock.today().isoformat()
        return cls(register.home.code, register.code, code, str(collection or ""), today)

    @property
    def day(self) -> dt.date | None:
        """Return the day the workbook was made, where it says one."""
        return dt.date.fromisoformat(self.made_on) if self.made_on else None

    def is_of(self, register: Register) -> bool:
        """Tell whether the workbook was made for a register."""
        return (self.home, self.register) == (register.home.code, register.code)


def signed(identifier: Identifier) -> str:
    """Return an identifier as the text that a workbook carries."""
    return signing.dumps(asdict(identifier), salt=SALT, compress=True)


def understood(text: object) -> Identifier | None:
    """Return the identifier that a text is; None for one that was made up, changed or is newer."""
    try:
        said = signing.loads(str(text).strip(), salt=SALT)
        found = Identifier(**said)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return found if found.version == VERSION else None


def put_into(book: Any, identifier: Identifier) -> None:
    """Put an identifier into a workbook that XlsxWriter is writing, as its last sheet."""
    text = signed(identifier)
    page = book.add_worksheet(SHEET)
    page.write_string(0, 0, _told())
    page.write_string(1, 0, text)
    page.very_hidden()
    for number, piece in enumerate(_pieces(text), 1):
        book.set_custom_property(f"{PROPERTY}{number}", piece)


def put_into_opened(book: Any, identifier: Identifier) -> None:
    """Put an identifier into a workbook opened by openpyxl, in the place of any before."""
    from openpyxl.packaging.custom import StringProperty

    if SHEET in book.sheetnames:
        del book[SHEET]
    text = signed(identifier)
    page = book.create_sheet(SHEET)
    page["A1"], page["A2"] = _told(), text
    page.sheet_state = "veryHidden"
    for name in [each.name for each in book.custom_doc_props.props]:
        if name.startswith(PROPERTY):
            del book.custom_doc_props[name]
    for number, piece in enumerate(_pieces(text), 1):
        book.custom_doc_props.append(StringProperty(name=f"{PROPERTY}{number}", value=piece))


def among(sheets: Iterable[Sheet]) -> Identifier | None:
    """Return the identifier that stands in one of a workbook's sheets."""
    for sheet in sheets:
        if sheet.name.lower().startswith(SHEET):
            for cell in (cell for row in sheet.rows for cell in row if isinstance(cell, str)):
                found = understood(cell)
                if found is not None:
                    return found
    return None


def in_properties(source: Path | bytes) -> Identifier | None:
    """Return the identifier in the properties of an .xlsx file; None for whatever else it is."""
    opened: Any = source if isinstance(source, Path) else io.BytesIO(source)
    try:
        with zipfile.ZipFile(opened) as archive:
            if archive.getinfo(_PROPERTIES).file_size > _LARGEST:
                return None
            said = archive.read(_PROPERTIES).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, NotImplementedError):
        return None
    pieces = {int(number): unescape(piece) for number, piece in _FOUND.findall(said)}
    return understood("".join(pieces[number] for number in sorted(pieces))) if pieces else None


def read(source: Path | bytes, *, name: str = "") -> Identifier | None:
    """Return the identifier of a workbook, from its sheet or else its properties.

    None where it has none, where it was tampered with, and for what is no workbook.
    """
    try:
        found = among(read_workbook(source, name=name, errors=[]))
    except WorkbookRefused:
        return None
    return found or in_properties(source)


def _pieces(text: str) -> list[str]:
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]


def _told() -> str:
    return _("这张隐藏的表让文件自动找到对应的台账，请不要改动。")
