"""Workbooks made by hand, such as no library here writes: .xls, .ods, and broken ones."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value, write_workbook

_SHEET_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)


def make_xlsx(
    *rows: Sequence[Value], name: str = "台账", header: Sequence[str] = ("名称",)
) -> bytes:
    target = io.BytesIO()
    write_workbook(target, [SheetOut(name, [ColumnOut(label) for label in header], rows)])
    return target.getvalue()


def with_parts(archive: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """Return a zip archive with parts put in the place of its own, or (None) left out."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in [*old.namelist(), *(set(parts) - set(old.namelist()))]:
            content = parts[name] if name in parts else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return made.getvalue()


def make_xlsx_of_cells(cells: str) -> bytes:
    """Make an .xlsx whose only sheet has the given <row> elements."""
    sheet = f"{_SHEET_HEAD}{cells}</sheetData></worksheet>".encode()
    return with_parts(make_xlsx(), {"xl/worksheets/sheet1.xml": sheet})


def make_ods(rows: str, *, name: str = "台账", manifest: str = "<manifest/>") -> bytes:
    """Make an .ods with one table of the given <table:table-row> elements."""
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in names.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="{name}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        mimetype = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return made.getvalue()


def make_ole(name: str, stream: bytes) -> bytes:
    """Make a compound file ([MS-CFB]) with one stream, padded out of the small ones' store."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // 512)
    stream = stream.ljust(count * 512, b"\0")
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    fat = [0xFFFFFFFD, end, *range(3, count + 2), end]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    directory = _ole_entry("Root Entry", 5, end, 0, child=1) + _ole_entry(
        name, 2, 2, len(stream), child=free
    )
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    return header + table + directory.ljust(512, b"\0") + stream


def _ole_entry(name: str, kind: int, start: int, size: int, *, child: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    free = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
        + bytes(36)
        + struct.pack("<III", start, size, 0)
    )


def make_xls(*cells: bytes, name: str = "台账", first: bytes = b"") -> bytes:
    """Make an .xls (BIFF8) of one sheet of cell records; `first` goes in the globals."""
    title = name.encode("utf-16-le")
    bof = biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
    bound = biff(0x85, struct.pack("<IBBBB", 0, 0, 0, len(name), 1) + title)
    start = len(bof + first + bound) + 4
    bound = biff(0x85, struct.pack("<IBBBB", start, 0, 0, len(name), 1) + title)
    sheet = biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    end = biff(0x0A, b"")
    return make_ole("Workbook", bof + first + bound + end + sheet + b"".join(cells) + end)


def biff(kind: int, body: bytes) -> bytes:
    """Make one record."""
    return struct.pack("<HH", kind, len(body)) + body


def xls_number(row: int, column: int, value: float) -> bytes:
    return biff(0x203, struct.pack("<HHHd", row, column, 0, value))


def xls_error(row: int, column: int, code: int) -> bytes:
    return biff(0x205, struct.pack("<HHHBB", row, column, 0, code, 1))


def xls_formula_error(row: int, column: int, code: int) -> bytes:
    result = bytes([2, 0, code, 0, 0, 0, 0xFF, 0xFF])
    return biff(0x06, struct.pack("<HHH", row, column, 0) + result + bytes(8))
