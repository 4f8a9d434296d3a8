"""Survey an .xlsx workbook (ECMA-376 part 1, §18) before it is read."""

import posixpath
from collections import Counter
from collections.abc import Iterable
from xml.parsers import expat

from bihuan.lib.workbooks.archive import Archive
from bihuan.lib.workbooks.refusal import Reason, WorkbookRefused
from bihuan.lib.workbooks.survey import Limits, SheetSurvey
from bihuan.lib.workbooks.xlsx_cells import CellScan
from bihuan.lib.workbooks.xlsx_plain import (
    MOST_BYTES,
    PlainCells,
    plain_root,
    survey_plain,
    text_lengths,
)

_BLANK = b"\xef\xbb\xbf\t\r\n "
_CELLS_MARK = b"sheetData"
_CELL_ROOTS = frozenset({"worksheet", "externalLink"})
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


def survey_xlsx(content: bytes, limits: Limits) -> list[SheetSurvey]:
    """Return the survey of every worksheet. Raises WorkbookRefused.

    Every part is unpacked and looked at whatever its name: which of them calamine will take for
    a worksheet is the workbook's own word.
    """
    scans = _scans(content, limits, every_text=False)
    if not _text_fits(scans, limits) and not any(
        _text_fits(_scans(content, limits, every_text=True, plain=plain), limits)
        for plain in (True, False)
    ):
        raise WorkbookRefused.because(Reason.TOO_MUCH_TEXT)
    names = _sheet_names(scans)
    if any(path not in scans or not scans[path].root.endswith("sheet") for path in names):
        raise WorkbookRefused.because(Reason.BROKEN)
    surveys = []
    for path, scan in scans.items():
        if scan.cells is not None:
            survey = scan.cells.survey()
            survey.name = names.get(path, path)
            survey.check_size(limits)
            surveys.append(survey)
    return surveys


class PartScan:
    """One part of the archive: what its root element is, and what that kind of part holds."""

    def __init__(self, *, every_text: bool) -> None:
        self.root = ""
        self.cells: CellScan | PlainCells | None = None
        self.shared_lengths: list[int] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._every_text = every_text
        self._parser: expat.XMLParserType | None = None
        self._begun = self._marked = False
        self._tail = b""

    def feed(self, chunk: bytes) -> None:
        """Take the next piece of the part; anything that is not XML is passed over."""
        self._marked = self._marked or _CELLS_MARK in self._tail + chunk
        self._tail = chunk[-len(_CELLS_MARK) :]
        if not self._begun and chunk.strip(_BLANK):
            self._begun = True
            if chunk.lstrip(_BLANK).startswith(b"<"):
                self._parser = self._new_parser()
        self._parse(chunk, last=False)

    def finish(self) -> None:
        """End the part. Raises WorkbookRefused when it hides cells from this scan."""
        self._parse(b"", last=True)
        if self._marked and (self._parser is None or self.root not in _CELL_ROOTS):
            raise WorkbookRefused.because(Reason.BROKEN)

    def _new_parser(self) -> expat.XMLParserType:
        # Whatever the part says of its encoding: calamine reads UTF-8 and nothing else.
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start_root
        parser.StartDoctypeDeclHandler = refuse_doctype
        return parser

    def _parse(self, chunk: bytes, *, last: bool) -> None:
        if self._parser is None:
            return
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            if self.root in {"", "worksheet", "sst", "workbook", "Relationships"}:
                raise WorkbookRefused.because(Reason.BROKEN) from error
            self._parser = None  # a drawing or some such: not read, so its faults are no matter

    def _start_root(self, name: str, _attributes: dict[str, str]) -> None:
        """Choose what to listen to by the root element."""
        if self._parser is None:
            return
        self.root = _local(name)
        self._parser.StartElementHandler = None
        if self.root == "worksheet":
            cells = self.cells = CellScan(self._parser, every_text=self._every_text)
            self._parser.StartElementHandler = cells.start
        elif self.root == "sst":
            self._parser.StartElementHandler = self._start_in_strings
            self._parser.CharacterDataHandler = self._take_string
        elif self.root in {"workbook", "Relationships"}:
            self._parser.StartElementHandler = self._note_element

    def _note_element(self, name: str, attributes: dict[str, str]) -> None:
        self.elements.append((_local(name), {_local(key): attributes[key] for key in attributes}))

    def _start_in_strings(self, name: str, _attributes: dict[str, str]) -> None:
        if _local(name) == "si":
            self.shared_lengths.append(0)

    def _take_string(self, text: str) -> None:
        if self.shared_lengths:
            self.shared_lengths[-1] += len(text)


def refuse_doctype(*_parts: object) -> None:
    """Refuse a document type: workbooks have none, and entities are how XML is made to explode."""
    raise WorkbookRefused.because(Reason.BROKEN)


def _scans(
    content: bytes, limits: Limits, *, every_text: bool, plain: bool = True
) -> dict[str, PartScan]:
    """Scan every part of the archive, plain ones by patterns; the keys are the parts' paths."""
    archive = Archive(content, limits.max_unpacked)
    scans = {}
    for part in archive.parts:
        chunks: Iterable[bytes] = archive.chunks(part)
        found = None
        if plain and part.file_size <= MOST_BYTES:
            whole = b"".join(chunks)
            found = _plain_scan(whole, limits, every_text=every_text)
            chunks = [whole]
        scans[_part_path(part.filename, "/")] = found or _scan(chunks, every_text=every_text)
    return scans


def _scan(chunks: Iterable[bytes], *, every_text: bool) -> PartScan:
    scan = PartScan(every_text=every_text)
    for chunk in chunks:
        scan.feed(chunk)
    scan.finish()
    return scan


def _plain_scan(part: bytes, limits: Limits, *, every_text: bool) -> PartScan | None:
    """Return the scan of a part whose tags are all plain; None of another part."""
    root = plain_root(part)
    scan = PartScan(every_text=every_text)
    scan.root = root
    if root == "worksheet":
        scan.cells = survey_plain(part, limits, every_text=every_text)
        return scan if scan.cells else None
    if root == "sst":
        lengths = text_lengths(part)
        scan.shared_lengths = lengths or []
        return None if lengths is None else scan
    return None


def _text_fits(scans: dict[str, PartScan], limits: Limits) -> bool:
    """Tell whether shared texts, copied to every cell that names them, stay within the limit.

    Uses that were not told apart are taken to be of the longest text.
    """
    lengths: Counter[str] = Counter()
    for scan in scans.values():
        for number, length in enumerate(scan.shared_lengths):
            lengths[str(number)] = max(lengths[str(number)], length)
    lengths[""] = max(lengths.values(), default=0)
    total = 0
    for scan in scans.values():
        if scan.cells is not None:
            scan.cells.survey()
            total += sum(lengths[text] * uses for text, uses in scan.cells.shared_uses.items())
    return total <= limits.max_unpacked


def _sheet_names(scans: dict[str, PartScan]) -> dict[str, str]:
    """Return the sheets' names by the paths of their parts."""
    empty = PartScan(every_text=False)
    targets = {
        attributes.get("Id", ""): _part_path(attributes.get("Target", ""))
        for name, attributes in scans.get(_RELATIONS, empty).elements
        if name == "Relationship"
    }
    return {
        targets.get(attributes.get("id", ""), ""): attributes.get("name", "")
        for name, attributes in scans.get(_WORKBOOK, empty).elements
        if name == "sheet"
    }


def _part_path(target: str, folder: str = "/xl") -> str:
    """Return a part's path without the differences that readers overlook."""
    path = posixpath.join(folder, target.replace("\\", "/").lower())
    return posixpath.normpath(path).lstrip("/")


def _local(name: str) -> str:
    return name.rpartition(":")[2]
