"""Comma-separated text, as Excel, WPS and other systems of the county write it.

Text that a spreadsheet would take for a formula is written with an apostrophe before it, and read
back without (OWASP: CSV injection).
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from bihuan.lib.workbooks.refusal import Reason, WorkbookRefused, too_many
from bihuan.lib.workbooks.survey import Limits

_FORMULA_LIKE = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LOOKED_AT = 20
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_csv(content: bytes, limits: Limits) -> list[list[str | None]]:
    """Return the rows of a CSV file (UTF-8, UTF-16 with a mark, GB18030); an empty cell is None.

    Cells stay text: what they mean is the register's to say. Raises WorkbookRefused.
    """
    text = _decoded(content)
    rows = []
    try:
        lines = io.StringIO(text, newline="")
        for row in csv.reader(lines, delimiter=_delimiter(text), strict=True):
            rows.append([_read_cell(cell) for cell in row])
            if len(rows) > limits.max_rows or len(row) > limits.max_columns:
                raise too_many("CSV", len(rows), len(row), limits.max_rows, limits.max_columns)
    except csv.Error as error:
        raise WorkbookRefused.because(Reason.CSV) from error
    return rows


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8 with the mark that Excel needs, a row at a time."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    yield codecs.BOM_UTF8
    for row in rows:
        writer.writerow([neutralised(cell) if isinstance(cell, str) else cell for cell in row])
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()


def neutralised(text: str) -> str:
    """Return text that no spreadsheet takes for a formula; `_read_cell` takes it back."""
    return "'" + text if _FORMULA_LIKE.match(text) else text


def _read_cell(cell: str) -> str | None:
    return (cell[1:] if _NEUTRALISED.match(cell) else cell) or None


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strictly(content.removeprefix(mark), (encoding,))
    return _strictly(content, ("utf-8", "gb18030"))


def _strictly(content: bytes, encodings: tuple[str, ...]) -> str:
    """Decode with the first encoding that fits without a fault and without control characters."""
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            return text
    raise WorkbookRefused.because(Reason.ENCODING)


def _delimiter(text: str) -> str:
    """Return the separator that most of the first lines have: the very first may be a title."""
    lines = text.lstrip().splitlines()[:_LOOKED_AT]
    return max(",\t;", key=lambda mark: (sum(mark in line for line in lines), text.count(mark)))
