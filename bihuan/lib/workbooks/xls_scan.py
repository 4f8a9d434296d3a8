"""Survey an .xls workbook ([MS-XLS]: BIFF8, and BIFF5 as far as it is alike) before it is read."""

import struct
from collections.abc import Iterator

from bihuan.lib.workbooks.ole import OleDirectory
from bihuan.lib.workbooks.refusal import Reason, WorkbookRefused
from bihuan.lib.workbooks.survey import Limits, SheetSurvey

_BOF, _EOF, _BOUND_SHEET, _FILE_PASS = 0x809, 0x0A, 0x85, 0x2F
_MAX_SHEETS = 256
_FORMULA, _BOOL_ERR, _MUL_RK, _ROW = 0x06, 0x205, 0xBD, 0x208
_ROW_HIDDEN = 0x20  # fDyZero, in the byte after the row's height and reserved fields
_CELLS = frozenset({_FORMULA, _BOOL_ERR, _MUL_RK, 0x203, 0x204, 0xFD, 0x27E, 0xD6})
"""Records that hold a cell; blank ones (0x201, 0xBE) hold nothing that is read."""

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def survey_xls(content: bytes, limits: Limits) -> list[SheetSurvey]:
    """Return the survey of every sheet, in the workbook's order. Raises WorkbookRefused."""
    directory = OleDirectory(content)
    stream = directory.stream("Workbook" if "Workbook" in directory.names else "Book")
    sheets: dict[int, SheetSurvey] = {}
    try:
        for kind, body in _records(stream, 0):
            if kind == _FILE_PASS:
                raise WorkbookRefused.because(Reason.LOCKED)
            if kind == _BOUND_SHEET:
                sheets[struct.unpack_from("<I", body)[0]] = SheetSurvey(_sheet_name(body))
        if len(sheets) > _MAX_SHEETS:
            raise WorkbookRefused.because(Reason.BOMB)
        for start, survey in sheets.items():
            for kind, body in _records(stream, start):
                if kind in _CELLS:
                    _note_cell(survey, kind, body)
                elif kind == _ROW and len(body) > 12 and body[12] & _ROW_HIDDEN:
                    survey.hidden_rows.add(struct.unpack_from("<H", body)[0])
            survey.check_size(limits)
    except (struct.error, IndexError) as error:
        raise WorkbookRefused.because(Reason.BROKEN) from error
    return list(sheets.values())


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and body of each record of the substream at a place."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return


def _note_cell(survey: SheetSurvey, kind: int, body: bytes) -> None:
    row, column = struct.unpack_from("<HH", body)
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MUL_RK else column
    survey.reach(row, max(column, last))
    if kind == _BOOL_ERR and body[7]:
        survey.note_error(row, column, _ERRORS.get(body[6], "#ERROR!"))
    elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        survey.note_error(row, column, _ERRORS.get(body[8], "#ERROR!"))


def _sheet_name(body: bytes) -> str:
    """Return a sheet's name; BIFF5 has no flag byte and a code page, read here as GB18030."""
    length, flags = body[6], body[7]
    if flags == 1:
        return body[8 : 8 + 2 * length].decode("utf-16-le", "replace")
    if flags == 0:
        return body[8 : 8 + length].decode("latin-1")
    return body[7 : 7 + length].decode("gb18030", "replace")
