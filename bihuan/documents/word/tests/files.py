"""Word files for tests: made by python-docx, then changed part by part as an attacker would."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from docx import Document

MAIN, RELS = "word/document.xml", "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_file(*paragraphs: str | Sequence[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """Return a Word file of paragraphs (a list is one paragraph in several runs) and a table."""
    made = Document()
    for each in paragraphs:
        paragraph = made.add_paragraph()
        for nth, words in enumerate([each] if isinstance(each, str) else each):
            paragraph.add_run(words).bold = bool(nth % 2)
    if table:
        grid = made.add_table(len(table), len(table[0]))
        for at, row in enumerate(table):
            for across, words in enumerate(row):
                grid.cell(at, across).text = words
    return saved(made)


def saved(document: object) -> bytes:
    """Return a document of python-docx as bytes."""
    target = io.BytesIO()
    document.save(target)  # type: ignore[attr-defined]
    return target.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a file by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def changed(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """Return a file with one part changed."""
    parts = parts_of(content)
    parts[name] = change(parts[name].decode()).encode()
    return packed(parts)


def with_parts(content: bytes, **added: bytes) -> bytes:
    """Return a file with further parts; `__` in a name stands for a slash, `_DOT_` for a point."""
    named = {key.replace("__", "/").replace("_DOT_", "."): value for key, value in added.items()}
    return packed(parts_of(content) | named)


def with_relation(content: bytes, kind: str, target: str, *, is_outside: bool = True) -> bytes:
    """Return a file whose text has one more relation."""
    mode = ' TargetMode="External"' if is_outside else ""
    relation = f'<Relationship Id="rId999" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    return changed(
        content, RELS, lambda xml: xml.replace("</Relationships>", f"{relation}</Relationships>")
    )


def with_body(content: bytes, xml: str) -> bytes:
    """Return a file whose text begins with some XML."""
    return changed(content, MAIN, lambda old: old.replace("<w:body>", f"<w:body>{xml}", 1))
