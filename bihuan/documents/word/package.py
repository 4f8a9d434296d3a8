"""A Word file opened as if it came from an enemy: bounded, without entities, nothing outside.

Only parts to which a known relation leads are read, and only they are written again.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree  # type: ignore[import-untyped]

from bihuan.documents.word.refusals import (
    BROKEN,
    DECLARES_ENTITIES,
    MACROS,
    NOT_WORD,
    OLD_FORMAT,
    PROTECTED,
    STRICT,
    TEMPLATE_FILE,
    TOO_LARGE,
    UNPACKS_TOO_LARGE,
    UNSAFE_NAMES,
    Refused,
)
from bihuan.documents.word.relations import relations_of
from bihuan.documents.word.xml import NAMESPACE, Element

LARGEST_FILE = 20_000_000
LARGEST_XML = 20_000_000
LARGEST_TOTAL = 120_000_000
MOST_ENTRIES = 2_000
SUSPICIOUS = 5_000_000  # bytes from which a part may not unpack to more than…
MOST_RATIO = 200  # …this many times its size
TYPES, MAIN = "[Content_Types].xml", "word/document.xml"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


class Package:
    """The parts of a Word file. Raises Refused for all that is not taken."""

    def __init__(self, content: bytes) -> None:
        if len(content) > LARGEST_FILE:
            raise Refused(TOO_LARGE)
        if content.startswith(_OLE):
            raise Refused(PROTECTED if _ENCRYPTED in content else OLD_FORMAT)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
            raise Refused(BROKEN) from error
        self._entries = _checked(self._zip.infolist())
        self._read_so_far = 0
        if TYPES not in self._entries or MAIN not in self._entries:
            raise Refused(NOT_WORD)
        self._check_types()
        self.parts = self._reachable()
        if MAIN not in self.parts:
            raise Refused(NOT_WORD)
        root = self.xml(MAIN)
        if root.tag != f"{{{NAMESPACE}}}document":
            raise Refused(STRICT if _STRICT in str(root.tag) else NOT_WORD)

    def xml(self, name: str) -> Element:
        """Return the root of an XML part."""
        content = self.content_of(name, LARGEST_XML)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Refused(DECLARES_ENTITIES if b"<!DOCTYPE" in content else BROKEN) from error
        if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
            raise Refused(DECLARES_ENTITIES)
        return root

    def content_of(self, name: str, most: int = LARGEST_TOTAL) -> bytes:
        """Return a part as it is; no more is unpacked than a file may hold."""
        try:
            with self._zip.open(self._entries[name]) as stream:
                content = stream.read(most + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
            raise Refused(BROKEN) from error
        except (RuntimeError, NotImplementedError) as error:
            raise Refused(PROTECTED) from error
        self._read_so_far += len(content)
        if len(content) > most or self._read_so_far > 3 * LARGEST_TOTAL:
            raise Refused(UNPACKS_TOO_LARGE)
        return content

    def named(self, stem: str) -> list[str]:
        """Return the names of the parts word/STEM*.xml, in order."""
        found = [n for n in self.parts if n.startswith(f"word/{stem}") and n.endswith(".xml")]
        return sorted(found, key=lambda name: (len(name), name))

    def written(self, changed: Mapping[str, bytes]) -> bytes:
        """Return the file with some parts changed; the same input gives the same bytes."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for name in [TYPES, *self.parts]:
                content = changed.get(name)
                entry = zipfile.ZipInfo(name, _FIRST_DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                made.writestr(entry, self.content_of(name) if content is None else content)
        return target.getvalue()

    def _check_types(self) -> None:
        types = {str(each.get("ContentType", "")) for each in self.xml(TYPES)}
        if any("macroEnabled" in kind or "vbaProject" in kind for kind in types):
            raise Refused(MACROS)
        if any(name.endswith("vbaProject.bin") for name in self._entries):
            raise Refused(MACROS)
        if _MAIN_TYPE not in types:
            is_template = any(kind.endswith("template.main+xml") for kind in types)
            raise Refused(TEMPLATE_FILE if is_template else NOT_WORD)

    def _reachable(self) -> list[str]:
        """Return the parts that relations lead to, with the relations themselves."""
        found: dict[str, None] = {}
        waiting = [""]
        while waiting:
            part = waiting.pop(0)
            folder, _slash, name = part.rpartition("/")
            rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
            if rels not in self._entries:
                continue
            found[rels] = None
            for relation in relations_of(part, self.xml(rels)):
                if relation.part in self._entries and relation.part not in found:
                    found[relation.part] = None
                    waiting.append(relation.part)
                    if relation.part.endswith(".xml"):
                        self.xml(relation.part)  # no part with entities is handed on
        return list(found)


def _checked(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return the entries by name; raises Refused for names and sizes that no Word file has."""
    if len(entries) > MOST_ENTRIES:
        raise Refused(UNPACKS_TOO_LARGE)
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        name = entry.filename
        is_odd = name.startswith(("/", "\\")) or "\\" in name or ":" in name or "\0" in name
        if is_odd or ".." in name.split("/") or name.lower() in found:
            raise Refused(UNSAFE_NAMES, name)
        if entry.flag_bits & 1:
            raise Refused(PROTECTED)
        if entry.file_size > max(SUSPICIOUS, MOST_RATIO * entry.compress_size):
            raise Refused(UNPACKS_TOO_LARGE)
        found[name.lower()] = entry
    if sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
        raise Refused(UNPACKS_TOO_LARGE)
    return {entry.filename: entry for entry in entries}
