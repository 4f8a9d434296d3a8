"""The parts of a package, and a copy of it in which some parts are others."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree

from bihuan.lib.workbooks.refusal import Reason, WorkbookRefused

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATIONS = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: name, number in the workbook, where its XML lies, whether it is shown."""

    name: str
    number: str
    path: str
    is_hidden: bool = False


class Package:
    """An .xlsx file that the survey has let pass; raises WorkbookRefused where it is broken."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise WorkbookRefused.because(Reason.BROKEN) from error

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the names of the parts."""
        return frozenset(self._zip.namelist())

    def part(self, name: str) -> bytes:
        """Return a part's content."""
        try:
            return self._zip.read(name)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise WorkbookRefused.because(Reason.BROKEN) from error

    def tree(self, name: str) -> ElementTree.Element:
        """Return a part's root element; the survey has refused document types."""
        try:
            return ElementTree.fromstring(self.part(name))  # noqa: S314
        except (ElementTree.ParseError, LookupError, ValueError) as error:
            raise WorkbookRefused.because(Reason.BROKEN) from error

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Return a part's relations by id: the last word of their type, and the target's name."""
        folder, file = posixpath.split(name)
        path = f"{folder}/_rels/{file}.rels"
        if path not in self.names:
            return {}
        found = {}
        for one in self.tree(path):
            if one.get("TargetMode") != "External":
                target = one.get("Target", "")
                joined = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], joined)
        return found

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """Return the worksheets in their order; charts and macro sheets are none."""
        relations = self.relations(WORKBOOK)
        found = []
        for one in self.tree(WORKBOOK).iter():
            if local(one.tag) == "sheet":
                key = one.get(_RELATIONS) or one.get(_STRICT_RELATIONS) or ""
                kind, path = relations.get(key, ("", ""))
                if kind == "worksheet" and path in self.names:
                    is_hidden = one.get("state", "visible") != "visible"
                    name, number = one.get("name", ""), one.get("sheetId", "")
                    found.append(SheetPart(name, number, path, is_hidden))
        if not found:
            raise WorkbookRefused.because(Reason.BROKEN)
        return tuple(found)

    def sheet(self, name: str) -> SheetPart | None:
        """Return the sheet of a name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """Return the package with other contents for some parts.

        The others keep content, order, day and attributes; only how they are packed may differ.
        """
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as copy:
            for info in self._zip.infolist():
                content = changed.get(info.filename)
                same = zipfile.ZipInfo(info.filename, info.date_time)
                same.compress_type = info.compress_type
                same.external_attr, same.create_system = info.external_attr, info.create_system
                same.comment = info.comment
                copy.writestr(same, self.part(info.filename) if content is None else content)
        return target.getvalue()


def local(tag: str) -> str:
    """Return an element's name without its namespace or prefix."""
    return tag.rpartition("}")[2].rpartition(":")[2]
