"""Opening a docx that may come from anywhere: bounded, without entities, without outside links."""

import io
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree  # type: ignore[import-untyped]

from bihuan.documents.layout.errors import BadFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN_PART = "word/document.xml"
LARGEST_FILE = 50_000_000
LARGEST_PART = 60_000_000
LARGEST_TOTAL = 200_000_000


class Package:
    """The parts of a docx, read within limits.

    Raises BadFile when the bytes are no docx, are encrypted, or unpack to more than the limits.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > LARGEST_FILE:
            raise BadFile(_("文件超过50兆字节，请另存为较小的docx文件后再试。"))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise BadFile(_("文件不是完整的docx文档，请重新导出后再试。")) from error
        if sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
            raise BadFile(_("文件解开后过大，未予读取。"))
        self.names = [entry.filename for entry in entries]
        if MAIN_PART not in self.names:
            raise BadFile(_("文件里没有Word正文，请确认它是docx文档。"))

    def part(self, name: str) -> Any:
        """Return the root element of an XML part, or None when there is no such part."""
        if name not in self.names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            with self._zip.open(name) as stream:
                content = stream.read(LARGEST_PART + 1)
            if len(content) > LARGEST_PART:
                raise BadFile(_("文件解开后过大，未予读取。"))
            return etree.fromstring(content, parser)
        except (
            etree.XMLSyntaxError,
            zipfile.BadZipFile,
            RuntimeError,
            OSError,
            ValueError,
        ) as error:
            raise BadFile(_("docx文档的内容已损坏，请重新导出后再试。")) from error

    def parts(self, stem: str) -> list[Any]:
        """Return the roots of the parts word/STEM*.xml in the order of their names."""
        names = [n for n in self.names if n.startswith(f"word/{stem}") and n.endswith(".xml")]
        return [self.part(name) for name in sorted(names)]

    def links_outside(self) -> bool:
        """Tell whether a part would be fetched from elsewhere when the file is laid out."""
        for name in self.names:
            if not name.endswith(".rels"):
                continue
            for relation in self.part(name):
                kind = str(relation.get("Type", ""))
                if relation.get("TargetMode") == "External" and not kind.endswith("/hyperlink"):
                    return True
        return False
