"""Each dependency has a line that says why: undocumented means failing."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `(?P<name>[^`]+)` \| (?P<why>.+) \| (?P<weighed>.+) \| (?P<licence>.+) \|$")


def _documented() -> dict[str, re.Match[str]]:
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    return {found["name"]: found for line in text.splitlines() if (found := ROW.match(line))}


def _asked_for(name: str) -> set[str]:
    text = (ROOT / "requirements" / f"{name}.in").read_text("utf-8")
    return set(re.findall(r"^([A-Za-z][\w.-]*)", text, re.M))


@pytest.mark.parametrize("name", ["base", "test", "lint"])
def test_every_direct_dependency_is_explained(name: str) -> None:
    assert _asked_for(name)
    assert sorted(_asked_for(name) - _documented().keys()) == []


def test_every_explained_dependency_is_there() -> None:
    python = set().union(*(_asked_for(name) for name in ("base", "test", "lint")))
    wanted = (ROOT / "bin" / "packages").read_text("utf-8")
    debian = {name for name in _documented() if re.search(rf"[ (]{re.escape(name)}[ )\n]", wanted)}
    vendor = ROOT / "bihuan" / "ui" / "static" / "ui" / "vendor"
    vendored = {path.name.rpartition("-")[0] for path in vendor.iterdir() if path.is_dir()}
    fonts = {path.stem.partition("-")[0] for path in ROOT.glob("bihuan/documents/fonts/*.otf")}
    assert sorted(_documented().keys() - python - debian - vendored - fonts) == []
    assert sorted((vendored | fonts) - _documented().keys()) == []


def test_every_line_says_why_and_names_a_licence() -> None:
    for name, row in _documented().items():
        assert all(len(row[part].strip()) > 2 for part in ("why", "weighed", "licence")), name
