"""No dead links: every relative link of a Markdown file leads to a file, and to a heading of it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"var", "vendor", "fonts", "__pycache__", "node_modules"}
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.M | re.S)
PICTURES = ROOT / "docs" / "pictures"


def _pages() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [one for one in folders if one not in NOT_OURS and not one.startswith(".")]
        yield from (Path(folder) / name for name in names if name.endswith(".md"))


def _slugs(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as they are made of their words."""
    text = FENCED.sub("", page.read_text("utf-8"))
    words = (re.sub(r"[`*]", "", head) for head in re.findall(r"^#+ (.+)$", text, re.M))
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in words}


def _faults(page: Path) -> Iterator[str]:
    for found in LINK.finditer(FENCED.sub("", page.read_text("utf-8"))):
        target, _hash, heading = found["target"].partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        there = (page.parent / target).resolve() if target else page
        if not there.exists():
            # Pictures are taken together, from the finished pages: all of them are there, or none.
            if PICTURES.exists() or not there.is_relative_to(PICTURES):
                yield f"{found['target']}: no such file"
        elif heading and there.suffix == ".md" and heading not in _slugs(there):
            yield f"{found['target']}: no such heading"


@pytest.mark.parametrize("page", list(_pages()), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_resolves(page: Path) -> None:
    assert list(_faults(page)) == []


def test_pages_are_found() -> None:
    found = {str(page.relative_to(ROOT)) for page in _pages()}
    assert {"README.md", "docs/index.md", "packs/xiaogang-2009/README.md"} <= found
