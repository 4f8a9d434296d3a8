"""OFD (GB/T 33190-2016): the package, its words, and that its pages are those of the PDF."""

import base64
import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageFilter, ImageStat
from playwright.sync_api import Page

from bihuan.documents.layout.errors import BadFile
from bihuan.documents.layout.glyphs import pdfium, read_pages
from bihuan.documents.layout.ofd import pdf_to_ofd
from bihuan.documents.layout.ofd.drawn import Outline, bounds, without_holes
from bihuan.documents.layout.ofd.subsets import face_named
from bihuan.documents.layout.pdf import render_pdf
from bihuan.documents.layout.tests.papers import (
    make_briefing,
    make_joint,
    make_letter,
    make_minutes,
    make_order,
    make_paper,
    make_paragraph,
)
from bihuan.documents.paper import Paper

NS = "{http://www.ofdspec.org/2016}"
MOST_KILOBYTES = 250
WIDTH_PX = 794  # A4 at 96 dpi
# Of 255: what two ways of smoothing the same outlines leave, once a pixel's place is blurred.
MOST_DIFFERENCE = 1.6


class Read:
    """An OFD as its parts say, read without anything of the writer."""

    def __init__(self, data: bytes) -> None:
        self.package = zipfile.ZipFile(io.BytesIO(data))
        assert self.package.testzip() is None
        self.root = self.part("OFD.xml")
        self.document = self.part(self.root.findtext(f".//{NS}DocRoot", ""))
        self.resources = self.part("Doc_0/" + self.document.findtext(f".//{NS}PublicRes", ""))
        self.pages = [
            self.part("Doc_0/" + page.get("BaseLoc", ""))
            for page in self.document.iter(f"{NS}Page")
        ]

    def part(self, path: str) -> Element:
        return fromstring(self.package.read(path))  # written just now

    def fonts(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield identifier, name and content of each font."""
        base = self.resources.get("BaseLoc")
        for font in self.resources.iter(f"{NS}Font"):
            path = f"Doc_0/{base}/{font.findtext(f'{NS}FontFile')}"
            yield font.get("ID", ""), font.get("FontName", ""), self.package.read(path)

    def characters(self, page: int) -> list[tuple[str, float, float, str, float]]:
        """Return each character of a page: x, baseline, font and size, in mm."""
        found = []
        for text in self.pages[page].iter(f"{NS}TextObject"):
            left, top, *_ = numbers(text.get("Boundary"))
            code = text.find(f"{NS}TextCode")
            assert code is not None
            x, y = left + float(code.get("X", 0)), top + float(code.get("Y", 0))
            steps = [0.0, *numbers(code.get("DeltaX"))]
            assert len(steps) == len(code.text or "")
            for character, step in zip(code.text or "", steps, strict=True):
                x += step
                size = float(text.get("Size", 0))
                found.append((character, x, y, text.get("Font", ""), size))
        return found


def numbers(text: str | None) -> list[float]:
    return [float(each) for each in (text or "").split()]


@pytest.fixture(scope="module")
def both() -> tuple[bytes, Read]:
    """A paper with every element, as PDF and as OFD."""
    data = render_pdf(make_paper())
    return data, Read(pdf_to_ofd(data))


def test_the_package_says_what_it_is_and_names_its_pages(both: tuple[bytes, Read]) -> None:
    data, ofd = both
    assert (ofd.root.tag, ofd.root.get("DocType")) == (f"{NS}OFD", "OFD")
    assert ofd.root.findtext(f".//{NS}Title") == make_paper().title
    assert ofd.root.findtext(f".//{NS}Author") == "中共小港镇委员会"
    assert ofd.document.findtext(f".//{NS}PhysicalBox") == "0 0 210 297"
    assert len(ofd.pages) == len(read_pages(data))
    assert ofd.package.namelist()[0] == "OFD.xml"


def test_identifiers_are_unique_and_fonts_are_those_of_the_resources(
    both: tuple[bytes, Read],
) -> None:
    _, ofd = both
    parts = [ofd.document, ofd.resources, *ofd.pages]
    ids = [int(e.get("ID", "")) for part in parts for e in part.iter() if e.get("ID")]
    assert len(set(ids)) == len(ids)
    assert max(ids) <= int(ofd.document.findtext(f".//{NS}MaxUnitID", ""))
    named = {text.get("Font") for page in ofd.pages for text in page.iter(f"{NS}TextObject")}
    assert named == {number for number, _, _ in ofd.fonts()}


def test_every_character_stands_where_the_pdf_has_it(both: tuple[bytes, Read]) -> None:
    data, ofd = both
    for number, page in enumerate(read_pages(data)):
        wanted = sorted(
            (round(g.baseline, 1), round(g.x, 1), g.character)
            for line in page.lines
            for g in line.glyphs
        )
        found = sorted(
            (round(y, 1), round(x, 1), character)
            for character, x, y, _font, _size in ofd.characters(number)
        )
        assert [each[2] for each in found] == [each[2] for each in wanted]
        for (y, x, _), (wanted_y, wanted_x, _) in zip(found, wanted, strict=True):
            assert (x, y) == pytest.approx((wanted_x, wanted_y), abs=0.11)


def test_the_fonts_hold_what_is_written_and_no_more(both: tuple[bytes, Read]) -> None:
    _, ofd = both
    written: dict[str, set[str]] = {}
    for number in range(len(ofd.pages)):
        for character, _x, _y, font, _size in ofd.characters(number):
            written.setdefault(font, set()).add(character)
    for font_id, name, content in ofd.fonts():
        with TTFont(io.BytesIO(content)) as opened:
            mapped = opened.getBestCmap() or {}
            assert {chr(code) for code in mapped} == written[font_id], name


@pytest.mark.parametrize(
    "make", [make_letter, make_order, make_joint, make_minutes, make_briefing, make_paper]
)
def test_every_layout_is_small_and_the_same_twice(make: Any) -> None:
    data = render_pdf(make())
    ofd = pdf_to_ofd(data)
    assert len(ofd) < MOST_KILOBYTES * 1024
    assert pdf_to_ofd(data) == ofd


def test_rare_characters_and_markup_are_words() -> None:
    words = "甲喆堃玥赟祎瑄㎡<w>&乙"
    ofd = Read(pdf_to_ofd(render_pdf(make_paper(blocks=(make_paragraph(words),), annexes=()))))
    text = "".join(c[0] for c in ofd.characters(0)) + "".join(c[0] for c in ofd.characters(1))
    assert words in text
    assert "Bihuan Fallback Serif" in {name for _, name, _ in ofd.fonts()}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"not a pdf"])
def test_what_is_no_pdf_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(BadFile) as refused:
        pdf_to_ofd(data)
    assert refused.value.message.count("。") == 1


def test_a_font_from_elsewhere_is_refused_by_its_name() -> None:
    assert face_named("Bihuan-FangSong").word == "仿宋_GB2312"
    with pytest.raises(BadFile, match="Helvetica"):
        face_named("Helvetica")


def test_a_border_drawn_as_a_ring_becomes_its_sides() -> None:
    def box(left: float, top: float, right: float, foot: float) -> Any:
        corners = ((left, top), (right, top), (right, foot), (left, foot), (left, top))
        steps = [("M" if n == 0 else "L", (corner,)) for n, corner in enumerate(corners)]
        return (*steps, ("C", ()))

    red = (255, 0, 0)
    ring = Outline((*box(0, 1, 10, 3), *box(0, 0, 10, 4)), red, None, 0)
    sides = [bounds([p for _, ps in each.steps for p in ps]) for each in without_holes(ring)]
    assert sides == [(0, 0, 10, 1), (0, 3, 10, 1)]
    frame = Outline((*box(1, 1, 9, 3), *box(0, 0, 10, 4)), red, None, 0)
    sides = [bounds([p for _, ps in each.steps for p in ps]) for each in without_holes(frame)]
    assert sum(width * height for _, _, width, height in sides) == 40 - 16
    plain = Outline(box(0, 0, 10, 4), red, None, 0)
    assert list(without_holes(plain)) == [plain]


def drawn(page: Page, ofd: Read, number: int) -> Image.Image:
    """Draw a page of an OFD in the browser with the fonts that it brings."""
    page.set_viewport_size({"width": WIDTH_PX, "height": 1123})
    page.set_content("<body style='margin:0'></body>")
    for font_id, _name, content in ofd.fonts():
        page.evaluate(
            "async ([name, data]) => { const bytes = Uint8Array.from(atob(data), c => "
            "c.charCodeAt(0)); const face = new FontFace(name, bytes); await face.load();"
            " document.fonts.add(face); }",
            [f"font{font_id}", base64.b64encode(content).decode()],
        )
    page.evaluate("svg => { document.body.innerHTML = svg; }", _svg(ofd, number))
    return Image.open(io.BytesIO(page.screenshot())).convert("L")


def _svg(ofd: Read, number: int) -> str:
    root = ofd.pages[number]
    shapes = []
    for path in root.iter(f"{NS}PathObject"):
        left, top, *_ = numbers(path.get("Boundary"))
        steps = path.findtext(f"{NS}AbbreviatedData", "").replace("C", "Z").replace("B", "C")
        fill, stroke = (_color(path, name) for name in ("FillColor", "StrokeColor"))
        shapes.append(
            f'<path transform="translate({left} {top})" d="{steps}" fill="{fill}"'
            f' stroke="{stroke}" stroke-width="{path.get("LineWidth", 0)}"/>'
        )
    colors = [_color(text, "FillColor") for text in root.iter(f"{NS}TextObject")]
    lengths = [len(text.findtext(f"{NS}TextCode", "")) for text in root.iter(f"{NS}TextObject")]
    every = [color for color, n in zip(colors, lengths, strict=True) for _ in range(n)]
    for (character, x, y, font, size), color in zip(ofd.characters(number), every, strict=True):
        shown = character.replace("&", "&amp;").replace("<", "&lt;")
        shapes.append(
            f'<text x="{x}" y="{y}" font-family="font{font}" font-size="{size}"'
            f' fill="{color}">{shown}</text>'
        )
    return (
        f'<svg width="{WIDTH_PX}" viewBox="0 0 210 297" style="display:block">'
        + "".join(shapes)
        + "</svg>"
    )


def _color(shape: Element, name: str) -> str:
    color = shape.find(f"{NS}{name}")
    return "none" if color is None else f"rgb({','.join(color.get('Value', '').split())})"


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures, of 255, each blurred by a pixel and a half."""
    size = (min(one.width, other.width), min(one.height, other.height))
    blurred = [
        picture.crop((0, 0, *size)).filter(ImageFilter.GaussianBlur(1.5))
        for picture in (one, other)
    ]
    return float(ImageStat.Stat(ImageChops.difference(*blurred)).mean[0])


@pytest.mark.browser
@pytest.mark.parametrize("paper", [make_paper(), make_letter(), make_joint(4), make_briefing()])
def test_the_pages_look_like_those_of_the_pdf(page: Page, paper: Paper) -> None:
    data = render_pdf(paper)
    ofd = Read(pdf_to_ofd(data))
    document = pdfium.PdfDocument(data)
    for number in range(len(document)):
        sheet = document[number]
        wanted = sheet.render(scale=WIDTH_PX / sheet.get_width()).to_pil().convert("L")
        found = drawn(page, ofd, number)
        assert difference(found, wanted) < MOST_DIFFERENCE, number
        if number == 0:  # the bound tells a page from an empty one, and from one a line lower
            assert difference(Image.new("L", found.size, 255), wanted) > 2 * MOST_DIFFERENCE
            assert difference(ImageChops.offset(found, 0, 12), wanted) > MOST_DIFFERENCE
    document.close()
