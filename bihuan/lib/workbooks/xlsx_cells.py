"""Survey the cells of one worksheet's XML (ECMA-376 part 1, §18.3) as expat goes through it.

A sheet may have a million cells, so this is written for speed: positions are kept as text, and
text between tags is listened to only in the cells where it matters.
"""

import re
from collections import Counter
from xml.parsers import expat

from bihuan.lib.workbooks.refusal import Reason, WorkbookRefused
from bihuan.lib.workbooks.survey import SheetSurvey

_DIGITS = "0123456789"
_TRUE = ("1", "true")
_COLUMN = re.compile(r"[A-Za-z]{1,3}")
_ROW = re.compile(r"0*[1-9][0-9]{0,6}")


class CellScan:
    """The cells of one worksheet; `shared_uses` counts the shared texts that they name.

    With `every_text`, which takes longer, the uses are counted for each shared text; else all of
    them together, under the empty name.
    """

    def __init__(self, parser: expat.XMLParserType, *, every_text: bool) -> None:
        self.shared_uses: Counter[str] = Counter()
        self._parser = parser
        self._every_text = every_text
        self._columns: set[str] = set()
        self._rows: set[str] = set()
        self._errors: list[tuple[str, str]] = []
        self._hidden: set[int] = set()
        self._shared = 0
        self._row = self._column = 0
        self._reference: str | None = None
        self._last_row = ""
        self._type = ""
        self._formula = self._listening = False
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a start tag."""
        if name == "c":
            if self._listening or self._formula:
                self._end_cell()
            self._reference = attributes.get("r")
            self._type = attributes.get("t", "")
            self._column += 1
        elif name == "v" or name == "is":
            self._start_value()
        elif name == "row":
            self._start_row(attributes.get("r"))
            if attributes.get("hidden") in _TRUE:
                self._hidden.add(max(self._row, 1) - 1)
        elif name == "f":
            self._formula = True
            self._note_place()
        elif ":" in name:
            self.start(name.rpartition(":")[2], attributes)

    def take_text(self, text: str) -> None:
        """Take text between tags."""
        self._text.append(text)

    def survey(self) -> SheetSurvey:
        """End the sheet and return its survey, without a name. Raises WorkbookRefused."""
        if self._listening or self._formula:
            self._end_cell()
        if self._shared:
            self.shared_uses[""] = self._shared
        survey = SheetSurvey("", hidden_rows=self._hidden)
        if self._columns:
            survey.reach(
                max(_row_index(row) for row in self._rows),
                max(_column_index(letters) for letters in self._columns),
            )
        for place, text in self._errors:
            letters = place.rstrip(_DIGITS)
            survey.note_error(_row_index(place[len(letters) :]), _column_index(letters), text)
        return survey

    def _start_row(self, number: str | None) -> None:
        if number is None:
            self._row += 1
        else:
            self._row = _row_index(number) + 1
        self._column = 0

    def _start_value(self) -> None:
        self._note_place()
        if self._type == "s":
            self._shared += 1
            listen = self._every_text
        else:
            listen = self._formula or self._type == "e"
        if listen:
            self._listening = True
            self._text = []
            self._parser.CharacterDataHandler = self.take_text

    def _note_place(self) -> None:
        """Note where a cell that holds something lies."""
        reference = self._reference
        if reference is None:
            reference = self._reference = _letters(self._column) + str(max(self._row, 1))
        letters = reference.rstrip(_DIGITS)
        self._columns.add(letters)
        row = reference[len(letters) :]
        if row != self._last_row:
            self._last_row = row
            self._rows.add(row)

    def _end_cell(self) -> None:
        """Note what was heard in the cell that has ended."""
        self._parser.CharacterDataHandler = None
        text = "".join(self._text).strip()
        place = self._reference or ""
        if self._type == "e":
            self._errors.append((place, text or "#ERROR!"))
        elif self._type == "s" and self._every_text:
            self.shared_uses[text] += 1
            self._shared -= 1
        elif self._formula and not text and self._type != "str":
            self._errors.append((place, ""))
        self._formula = self._listening = False
        self._text = []


def _row_index(number: str) -> int:
    if not _ROW.fullmatch(number):
        raise WorkbookRefused.because(Reason.BROKEN)
    return int(number) - 1


def _column_index(letters: str) -> int:
    if not _COLUMN.fullmatch(letters):
        raise WorkbookRefused.because(Reason.BROKEN)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
