"""Draw docs/pictures/layouts.png: one page of each layout, from the papers of the tests.

.venv/bin/python tools/draw_layouts.py
"""

import os
import sys
from pathlib import Path

from PIL import Image

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
TARGET = ROOT / "docs" / "pictures" / "layouts.png"
PAGE = (298, 421)
GAP = 6


def main() -> None:
    """Draw the pages beside each other, in few colours."""
    from bihuan.documents.layout.glyphs import pdfium
    from bihuan.documents.layout.pdf import render_pdf
    from bihuan.documents.layout.tests import papers

    chosen = [
        (papers.make_letter(), 0),
        (papers.make_order(), 0),
        (papers.make_joint(2, signer="某某某、某某、某某某"), 0),
        (papers.make_joint(4), 1),
        (papers.make_minutes(), 0),
        (papers.make_briefing(), 0),
    ]
    width = len(chosen) * (PAGE[0] + GAP) + GAP
    sheet = Image.new("RGB", (width, PAGE[1] + 2 * GAP), "#9aa0a6")
    for at, (paper, number) in enumerate(chosen):
        document = pdfium.PdfDocument(render_pdf(paper))
        drawn = document[number].render(scale=1.5).to_pil().resize(PAGE, Image.Resampling.LANCZOS)
        sheet.paste(drawn, (GAP + at * (PAGE[0] + GAP), GAP))
    sheet.quantize(48).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
