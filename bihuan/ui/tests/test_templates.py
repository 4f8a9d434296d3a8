"""Every template of every room, held to the content security policy and to the icons there are."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from bihuan.ui import icons

ROOMS = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(ROOMS.glob("*/templates/**/*.html"))
SHEETS = sorted((ROOMS / "ui/static/ui").glob("*.css"))
FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*="),
    "a style element": re.compile(r"<style", re.IGNORECASE),
    "a script in the page": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "a handler in the page": re.compile(r"\son[a-z]+\s*=|\shx-on"),
    "an address of a script": re.compile(r"javascript:", re.IGNORECASE),
    "something from another machine": re.compile(r"(src|href)=\"(https?:)?//"),
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOMS))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_is_sound(path: Path) -> None:
    source = path.read_text("utf-8")
    assert [what for what, sign in FORBIDDEN.items() if sign.search(source)] == []
    used = set(re.findall(r'{% icon "([^"]+)"', source)) | set(
        re.findall(r'\bicon="([^"]+)"', source)
    )
    assert used <= icons.names()
    for asset in re.findall(r"{% static '([^']+)' %}", source):
        assert finders.find(asset), asset
    get_template(str(path).split("/templates/")[1])


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_a_style_sheet_asks_no_other_machine_and_suits_chromium_109(path: Path) -> None:
    source = path.read_text("utf-8")
    assert "url(http" not in source
    assert "@import" not in source
    for unknown in ("color-mix(", "oklch(", "light-dark(", "@scope", "@starting-style", "\n  &"):
        assert unknown not in source


def test_vendored_files_stand_beside_their_licence_and_in_the_list() -> None:
    folder = ROOMS / "ui/static/ui/vendor"
    listed = (folder / "VENDORED.md").read_text("utf-8")
    for package in folder.iterdir():
        if package.is_dir():
            assert (package / "LICENSE").is_file()
            assert f"`{package.name}`" in listed
