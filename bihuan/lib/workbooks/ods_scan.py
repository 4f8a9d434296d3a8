"""Survey an .ods workbook (OpenDocument 1.3 part 3, §9) before it is read."""

from xml.parsers import expat

from bihuan.lib.workbooks.archive import Archive
from bihuan.lib.workbooks.refusal import Reason, WorkbookRefused
from bihuan.lib.workbooks.survey import Limits, SheetSurvey
from bihuan.lib.workbooks.xlsx_scan import refuse_doctype

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_ERRORS = ("#", "Err:", "错误:")
_HIDDEN = ("collapse", "filter")


def survey_ods(content: bytes, limits: Limits) -> list[SheetSurvey]:
    """Return the survey of every sheet. Raises WorkbookRefused.

    Runs of equal cells and rows are stored once with a count; a count is all that a bomb needs.
    """
    archive = Archive(content, limits.max_unpacked)
    scan = ContentScan()
    for part in archive.parts:
        manifest = b""
        for chunk in archive.chunks(part):
            if part.filename == _CONTENT:
                scan.feed(chunk)
            elif part.filename == _MANIFEST:
                manifest += chunk
        if b"encryption-data" in manifest:
            raise WorkbookRefused.because(Reason.LOCKED)
    scan.finish()
    for survey in scan.surveys:
        survey.check_size(limits)
    if scan.text_length > limits.max_unpacked:
        raise WorkbookRefused.because(Reason.TOO_MUCH_TEXT)
    return scan.surveys


class ContentScan:
    """The tables of content.xml, cell by cell."""

    def __init__(self) -> None:
        self.surveys: list[SheetSurvey] = []
        self.text_length = 0
        self._row = self._next_row = self._column = 0
        self._repeat = 1
        self._filled = self._formula = self._error = self._hidden = False
        self._in_cell = False
        self._text: list[str] = []
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._take_text
        self._parser.StartDoctypeDeclHandler = refuse_doctype

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        """Take the next piece of content.xml."""
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise WorkbookRefused.because(Reason.BROKEN) from error

    def finish(self) -> None:
        """End content.xml."""
        self.feed(b"", last=True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "table":
                self.surveys.append(SheetSurvey(attributes.get("table:name", "")))
                self._row = self._next_row = 0
            case "table-row":
                self._row = self._next_row
                self._next_row += _count(attributes, "table:number-rows-repeated")
                self._hidden = attributes.get("table:visibility") in _HIDDEN
                self._column = 0
            case "table-cell" | "covered-table-cell":
                self._start_cell(attributes)
            case "p" if self._in_cell:
                self._filled = True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._in_cell = True
        self._repeat = _count(attributes, "table:number-columns-repeated")
        self._formula = "table:formula" in attributes
        self._error = attributes.get("calcext:value-type") == "error"
        self._filled = self._formula or "office:value-type" in attributes
        self._text = []

    def _end(self, name: str) -> None:
        if self._in_cell and name.rpartition(":")[2] in {"table-cell", "covered-table-cell"}:
            if self._filled and self.surveys:
                self._end_filled_cell(self.surveys[-1])
            self._column += self._repeat
            self._in_cell = False

    def _end_filled_cell(self, survey: SheetSurvey) -> None:
        if self._hidden:
            survey.hidden_rows.add(self._row)
        survey.reach(self._next_row - 1, self._column + self._repeat - 1)
        text = "".join(self._text).strip()
        self.text_length += len(text) * self._repeat * (self._next_row - self._row)
        if self._error or (self._formula and text.startswith(_ERRORS)):
            survey.note_error(self._row, self._column, text or "#ERROR!")

    def _take_text(self, text: str) -> None:
        if self._in_cell:
            self._text.append(text)


def _count(attributes: dict[str, str], name: str) -> int:
    number = attributes.get(name, "1")
    if not (number.isascii() and number.isdigit() and 0 < len(number) < 10):
        raise WorkbookRefused.because(Reason.BROKEN)
    return int(number)
