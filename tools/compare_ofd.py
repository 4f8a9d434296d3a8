"""Compare OFD with PDF as pictures, the OFD drawn by ofd.js in Chromium.

    npm pack ofd.js@0.2.6 && tar xf ofd.js-0.2.6.tgz
    .venv/bin/python tools/compare_ofd.py package/lib/ofd.umd.min.js [FOLDER]

Prints for each page the mean difference (of 255, blurred by two pixels); pictures go to FOLDER.
That version of ofd.js (Apache-2.0) draws text in fonts of the machine and not in those that an OFD
brings: the page gives it the OFD's own under the names it asks for. (Later ones want a key.)
"""

import base64
import io
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat
from playwright.sync_api import Page, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

WIDTH = 1240
# The names of the machine's fonts that ofd.js puts in place of those of an office.
ASKED = {"仿宋_GB2312": "FangSong", "楷体_GB2312": "楷体", "黑体": "SimHei", "宋体": "SimSun"}
LOAD_FONT = """async ([name, data]) => {
  const face = new FontFace(name, Uint8Array.from(atob(data), c => c.charCodeAt(0)));
  await face.load(); document.fonts.add(face); }"""
DRAW = """async ([data, width]) => {
  const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
  await new Promise((done, fail) => ofd.parseOfdDocument({ofd: bytes.buffer, fail, success(read) {
    for (const page of ofd.renderOfd(width, read[0])) document.body.appendChild(page);
    done(); }})); }"""


def fonts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name that ofd.js will ask for, and the content of each font."""
    resources = package.read("Doc_0/PublicRes.xml").decode()
    for name, file in re.findall(r'FontName="([^"]+)".*?<ofd:FontFile>([^<]+)', resources):
        content = package.read(f"Doc_0/Res/{file}")
        yield ASKED.get(name, name), base64.b64encode(content).decode()


def drawn(page: Page, reader: Path, ofd: bytes) -> list[Image.Image]:
    """Return the pages of an OFD as ofd.js draws them."""
    page.set_content("<body style='margin:0'></body>")
    page.add_script_tag(path=str(reader))
    for font in fonts(zipfile.ZipFile(io.BytesIO(ofd))):
        page.evaluate(LOAD_FONT, list(font))
    page.evaluate(DRAW, [base64.b64encode(ofd).decode(), WIDTH])
    page.wait_for_timeout(1000)
    sheets = page.query_selector_all("body > div")
    return [Image.open(io.BytesIO(sheet.screenshot())).convert("L") for sheet in sheets]


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures once blurred by two pixels."""
    size = (min(one.width, other.width), min(one.height, other.height))
    soft = [each.crop((0, 0, *size)).filter(ImageFilter.GaussianBlur(2)) for each in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*soft)).mean[0])


def main(reader: Path, folder: Path | None) -> None:
    """Compare a paper of each layout."""
    from bihuan.documents.layout.glyphs import pdfium
    from bihuan.documents.layout.ofd import pdf_to_ofd
    from bihuan.documents.layout.pdf import render_pdf
    from bihuan.documents.layout.tests import papers

    made = {
        "document": papers.make_paper(),
        "letter": papers.make_letter(),
        "order": papers.make_order(),
        "joint": papers.make_joint(4),
        "minutes": papers.make_minutes(),
        "briefing": papers.make_briefing(),
    }
    with sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": WIDTH + 60, "height": 1000})
        for name, paper in made.items():
            data = render_pdf(paper)
            for number, found in enumerate(drawn(page, reader, pdf_to_ofd(data))):
                sheet = pdfium.PdfDocument(data)[number]
                scale = found.width / sheet.get_width()
                wanted = sheet.render(scale=scale).to_pil().convert("L")
                empty = difference(Image.new("L", wanted.size, 255), wanted)
                off = difference(found, wanted)
                print(f"{name} {number + 1}: {off:.2f} (an empty page: {empty:.2f})")
                if folder:
                    folder.mkdir(parents=True, exist_ok=True)
                    found.save(folder / f"{name}-{number + 1}-ofd.png")
                    wanted.save(folder / f"{name}-{number + 1}-pdf.png")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
