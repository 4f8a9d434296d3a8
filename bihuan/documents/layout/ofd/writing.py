"""Writing an OFD package: a zip of XML parts and subset fonts (GB/T 33190-2016, 6 and 7)."""

import hashlib
import io
import itertools
import zipfile
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.utils.translation import gettext as _

from bihuan.documents.layout.errors import BadFile
from bihuan.documents.layout.fonts import Face
from bihuan.documents.layout.glyphs import Glyph, pdfium
from bihuan.documents.layout.ofd.drawn import (
    Color,
    Drawn,
    DrawnPage,
    Outline,
    Point,
    bounds,
    read_drawn,
    without_holes,
)
from bihuan.documents.layout.ofd.subsets import face_named, subset
from bihuan.documents.layout.page import MM_PER_PT

NAMESPACE = "http://www.ofdspec.org/2016"
ABOVE_EM, BELOW_EM = 1.0, 0.25  # of a line's boundary about its baseline; no ink goes beyond
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same PDF gives the same bytes
register_namespace("ofd", NAMESPACE)


def pdf_to_ofd(data: bytes) -> bytes:
    """Return a PDF of ours as OFD, the same pages to the eye, its words as text.

    Raises BadFile for one that is broken or was made elsewhere with other fonts.
    """
    try:
        drawn = read_drawn(data)
    except pdfium.PdfiumError as error:
        raise BadFile(_("文件不是完整的PDF，或者加了密码，不能转成OFD。")) from error
    return _Package(drawn, hashlib.sha256(data).hexdigest()[:32]).written()


class _Package:
    """One OFD: gives out identifiers, knows the fonts."""

    def __init__(self, drawn: Drawn, document_id: str) -> None:
        self.drawn = drawn
        self.document_id = document_id
        self._ids = itertools.count(1)
        names = {g.font for page in drawn.pages for run in page.runs for g in run}
        self.faces: dict[str, Face] = {name: face_named(name) for name in sorted(names)}
        self.font_ids = {name: next(self._ids) for name in self.faces}

    def written(self) -> bytes:
        """Return the zip, its parts in the order that a reader opens them."""
        pages = [(next(self._ids), self._content(page)) for page in self.drawn.pages]
        parts: dict[str, bytes] = {
            "OFD.xml": _xml(self._entry()),
            "Doc_0/Document.xml": _xml(self._document([page_id for page_id, _content in pages])),
            "Doc_0/PublicRes.xml": _xml(self._resources()),
        }
        for number, (_page_id, root) in enumerate(pages):
            parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = _xml(root)
        for name, face in self.faces.items():
            parts[f"Doc_0/Res/{self._font_file(name)}"] = subset(face, self._characters(name))
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for path, content in parts.items():
                package.writestr(zipfile.ZipInfo(path, _EPOCH), content, zipfile.ZIP_DEFLATED)
        return stream.getvalue()

    def _entry(self) -> Element:
        root = _root("OFD", Version="1.0", DocType="OFD")
        body = _child(root, "DocBody")
        about = _child(body, "DocInfo")
        for name, words in (
            ("DocID", self.document_id),
            ("Title", self.drawn.title),
            ("Author", self.drawn.author),
            ("Creator", "Bihuan"),
        ):
            if words:
                _child(about, name).text = words
        _child(body, "DocRoot").text = "Doc_0/Document.xml"
        return root

    def _document(self, page_ids: Sequence[int]) -> Element:
        root = _root("Document")
        common = _child(root, "CommonData")
        _child(common, "MaxUnitID").text = str(next(self._ids))
        first = self.drawn.pages[0]
        _child(_child(common, "PageArea"), "PhysicalBox").text = _numbers(
            0, 0, first.width, first.height
        )
        _child(common, "PublicRes").text = "PublicRes.xml"
        pages = _child(root, "Pages")
        for number, page_id in enumerate(page_ids):
            _child(pages, "Page", ID=page_id, BaseLoc=f"Pages/Page_{number}/Content.xml")
        return root

    def _resources(self) -> Element:
        root = _root("Res", BaseLoc="Res")
        fonts = _child(root, "Fonts")
        for name, face in self.faces.items():
            # The name an office has it under, for a reader that looks there and not into the file.
            names = {"FontName": face.word, "FamilyName": face.word}
            font = _child(fonts, "Font", ID=self.font_ids[name], **names)
            _child(font, "FontFile").text = self._font_file(name)
        return root

    def _font_file(self, name: str) -> str:
        return f"font_{self.font_ids[name]}.otf"

    def _characters(self, name: str) -> Iterator[str]:
        for page in self.drawn.pages:
            for run in page.runs:
                yield from (glyph.character for glyph in run if glyph.font == name)

    def _content(self, page: DrawnPage) -> Element:
        root = _root("Page")
        box = _numbers(0, 0, page.width, page.height)
        _child(_child(root, "Area"), "PhysicalBox").text = box
        layer = _child(_child(root, "Content"), "Layer", ID=next(self._ids), Type="Body")
        for outline in dict.fromkeys(page.outlines):
            for piece in without_holes(outline):
                self._path(layer, piece)
        for run in page.runs:
            self._text(layer, run)
        return root

    def _path(self, layer: Element, outline: Outline) -> None:
        """Write a path in the coordinates of its boundary, which takes in half of the stroke."""
        points = [point for _letter, placed in outline.steps for point in placed]
        if not points:
            return
        half = outline.line_width / 2 if outline.stroke else 0
        left, top, width, height = bounds(points)
        box = (left - half, top - half, width + 2 * half, height + 2 * half)
        made = _child(layer, "PathObject", ID=next(self._ids), Boundary=_numbers(*box))
        made.set("Stroke", "true" if outline.stroke else "false")
        if outline.stroke:
            made.set("LineWidth", _numbers(outline.line_width))
            _color(made, "StrokeColor", outline.stroke)
        if outline.fill:
            made.set("Fill", "true")
            _color(made, "FillColor", outline.fill)
        steps = (_step(letter, placed, box[0], box[1]) for letter, placed in outline.steps)
        _child(made, "AbbreviatedData").text = " ".join(steps)

    def _text(self, layer: Element, run: tuple[Glyph, ...]) -> None:
        """Write a run: each character's distance from the one before is given."""
        first, size = run[0], run[0].size_pt * MM_PER_PT
        top = first.baseline - ABOVE_EM * size
        box = (first.x, top, run[-1].right - first.x, (ABOVE_EM + BELOW_EM) * size)
        made = _child(
            layer,
            "TextObject",
            ID=next(self._ids),
            Boundary=_numbers(*box),
            Font=self.font_ids[first.font],
            Size=_numbers(size),
        )
        _color(made, "FillColor", first.color)
        code = _child(made, "TextCode", X="0", Y=_numbers(ABOVE_EM * size))
        if len(run) > 1:
            code.set("DeltaX", _numbers(*(b.x - a.x for a, b in itertools.pairwise(run))))
        code.text = "".join(glyph.character for glyph in run)


def _root(name: str, **attributes: object) -> Element:
    return Element(f"{{{NAMESPACE}}}{name}", {k: str(v) for k, v in attributes.items()})


def _child(parent: Element, name: str, **attributes: object) -> Element:
    given = {key: str(value) for key, value in attributes.items()}
    return SubElement(parent, f"{{{NAMESPACE}}}{name}", given)


def _color(parent: Element, name: str, color: Color) -> None:
    _child(parent, name, Value=" ".join(map(str, color)))


def _step(letter: str, points: tuple[Point, ...], left: float, top: float) -> str:
    placed = [value for x, y in points for value in (x - left, y - top)]
    return f"{letter} {_numbers(*placed)}" if placed else letter


def _numbers(*values: float) -> str:
    """Return numbers as OFD parts them: by blanks, in mm to a thousandth."""
    return " ".join(f"{value:.3f}".rstrip("0").rstrip(".") or "0" for value in values)


def _xml(root: Element) -> bytes:
    made: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return made
