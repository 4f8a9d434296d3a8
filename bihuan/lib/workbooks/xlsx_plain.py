"""Survey the XML of a worksheet, or of shared texts, in a few passes over its bytes.

Nearly every workbook that a spreadsheet program writes is plain: cells are written the same way a
million times over. Where every tag of the cells is one of the shapes below, counted against every
"<" there is, patterns see just what an XML parser would, and need a tenth of its time. Where a
single one is not, None is returned and the part is gone through tag by tag (`CellScan`).
"""

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from xml.parsers import expat

from bihuan.lib.workbooks.survey import MAX_CELLS, Limits, SheetSurvey

MOST_BYTES = 150_000_000
"""Bytes of a part that are held in memory for this; a larger one is gone through tag by tag."""

_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*\?>)?\s*<(worksheet|sst)[\s>]")
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"(?: s="[0-9]{1,6}")?'
    rb'(?: t="(?:s|n|b|str|inlineStr|d)")?/?>'
)
_ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"([^<>]*)>')
_FORMULA = re.compile(rb"<f(?: [^<>]*)?(?:/>|>[^<]*</f>)<v>[^<\s]")
_SHARED = re.compile(rb' t="s"><v>([0-9]{1,9})</v>')
_ELSEWHERE = re.compile(rb"<!|<(?:[\w.-]+:)?(?:c|row|v|f|is|sheetData)[\s/>]")
_ODD_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,6}|#x[0-9a-fA-F]{1,6});)")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_VALUE, _VALUE_END = (b"<v>",), b"</v></c>"
_TEXT, _TEXT_END = (b"<is><t>", b'<is><t xml:space="preserve">'), b"</t></is></c>"
_PIECE = 1 << 20
_LETTERS = bytes(range(ord("A"), ord("Z") + 1))
_DIGITS = b"0123456789"
_HIDDEN = (b' hidden="1"', b' hidden="true"')


@dataclass(frozen=True)
class PlainCells:
    """The cells of a plain worksheet; `shared_uses` as those of `CellScan`."""

    found: SheetSurvey
    shared_uses: Counter[str]

    def survey(self) -> SheetSurvey:
        """Return the sheet's survey, without a name."""
        return self.found


def plain_root(content: bytes) -> str:
    """Return the name of a part's root element, where it stands plainly at the beginning."""
    found = _ROOT.match(content)
    return found[1].decode() if found else ""


def survey_plain(content: bytes, limits: Limits, *, every_text: bool) -> PlainCells | None:
    """Return a worksheet's cells; None where it is not plain.

    Also None for what has formula errors or reaches beyond the limits: those are told exactly, by
    the slow way. A cell that holds nothing counts as one that does, which errs towards that.
    """
    start, end = content.find(_BEGIN) + len(_BEGIN), content.rfind(_END)
    if start < len(_BEGIN) or end < start or not _is_sound(content, start, end):
        return None
    cells = _CELL.findall(content, start, end)
    rows = _ROW.findall(content, start, end)
    if not _holds_only(content, start, end, cells=len(cells), rows=rows):
        return None
    survey = _reach(cells)
    if survey.rows > limits.max_rows or survey.columns > limits.max_columns:
        return None
    if survey.rows * survey.columns > MAX_CELLS:
        return None
    survey.hidden_rows.update(
        int(number) - 1 for number, rest in rows if b"hidden" in rest and _is_hidden(rest)
    )
    return PlainCells(survey, _uses(content, start, end, every_text=every_text))


def text_lengths(content: bytes) -> list[int] | None:
    """Return at most how long each shared text is, in order; None where the part is not plain.

    The tags inside a text count with it.
    """
    pieces = content.split(b"<si>")
    if content.count(b"<si") != len(pieces) - 1 or b":si" in content or b"<!" in content:
        return None
    try:
        expat.ParserCreate("utf-8").Parse(content, True)
    except expat.ExpatError:
        return None
    return [len(piece) for piece in pieces[1:]]


def _is_sound(content: bytes, start: int, end: int) -> bool:
    """Tell whether what is no cell is well-formed, and all text is what XML allows."""
    shell = content[:start] + content[end:]
    if _ELSEWHERE.search(shell.replace(_BEGIN + _END, b"", 1)):
        return False
    try:
        expat.ParserCreate("utf-8").Parse(shell, True)
    except expat.ExpatError:
        return False
    if len(content) != len(content.translate(None, _CONTROLS)) or b"]]>" in content:
        return False
    if not _is_utf8(content):
        return False
    return b"&" not in content or _ODD_ENTITY.search(content, start, end) is None


def _is_utf8(content: bytes) -> bool:
    decode = codecs.getincrementaldecoder("utf-8")().decode
    try:
        for start in range(0, len(content), _PIECE):
            decode(content[start : start + _PIECE])
        decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _holds_only(
    content: bytes, start: int, end: int, *, cells: int, rows: list[tuple[bytes, bytes]]
) -> bool:
    """Tell whether the cells and rows found, and what is plain in them, are all the tags."""
    tags = cells + len(rows)
    closed_rows = content.count(b"</row>", start, end)
    empty_rows = sum(rest.endswith(b"/") for _number, rest in rows)
    if closed_rows + empty_rows != len(rows):
        return False
    empty = content.count(b"/>", start, end) - empty_rows
    values = content.count(_VALUE_END, start, end)
    texts = content.count(_TEXT_END, start, end)
    for opening, closed in ((_VALUE, values), (_TEXT, texts)):
        if sum(content.count(tag, start, end) for tag in opening) != closed:
            return False
    tags += closed_rows + 3 * values + 5 * texts
    formulas = content.count(b"<f", start, end)
    if formulas:
        if len(_FORMULA.findall(content, start, end)) != formulas:
            return False
        closed = content.count(b"</f>", start, end)
        tags += formulas + closed
        empty -= formulas - closed
    if values + texts + empty != cells:
        return False
    return tags == content.count(b"<", start, end)


def _reach(cells: list[bytes]) -> SheetSurvey:
    survey = SheetSurvey("")
    if cells:
        places = b" ".join(cells)
        letters = set(places.translate(None, _DIGITS).split())
        rows = set(places.translate(None, _LETTERS).split())
        survey.reach(max(map(int, rows)) - 1, max(map(_column, letters)))
    return survey


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - ord("A") + 1
    return column - 1


def _is_hidden(attributes: bytes) -> bool:
    return any(mark in attributes for mark in _HIDDEN)


def _uses(content: bytes, start: int, end: int, *, every_text: bool) -> Counter[str]:
    """Count the uses of shared texts: of each, or of all together under the empty name."""
    if not every_text:
        total = content.count(b' t="s"', start, end)
        return Counter({"": total}) if total else Counter()
    found = Counter(_SHARED.findall(content, start, end))
    return Counter({number.decode(): times for number, times in found.items()})
