"""What the scripts expect of a page is documented, and the pages that tests run on have it."""

import re

import pytest

from bihuan.appraisals.tests import blank_page

SCRIPTS = blank_page.FOLDERS["appraisals"]
DOCUMENTED = (blank_page.ROOMS.parent / "docs/reference/ballot-pages.md").read_text("utf-8")
PAGES = {
    "ceremony": "ceremony",
    "slips": "slips",
    "opening_page": "opening",
    "paper_entry": "entry",
    "voting": "voting",
}
LONGEST = 300


@pytest.mark.parametrize("script", PAGES)
def test_every_part_that_a_script_looks_for_is_documented_and_in_its_page(script: str) -> None:
    source = (SCRIPTS / f"{script}.js").read_text("utf-8")
    page = (blank_page.HERE / "harness" / f"{PAGES[script]}.html").read_text("utf-8")
    parts = set(re.findall(r'found\(\w+, "([\w-]+)"\)', source))
    steps = set(re.findall(r'showStep\(root, "(\w+)"\)', source))
    values = {
        "data-" + re.sub("([A-Z])", r"-\1", name).lower()
        for name in re.findall(r"root\.dataset\.(\w+)", source)
    }
    assert parts
    assert steps
    words = set(re.findall(r"`(?:<\w+ )?([\w-]+)(?:=[^`]*)?>?`", DOCUMENTED))
    documented = words | {word.removeprefix("data-") for word in words} | {"said", "how"}
    assert parts | steps <= documented
    assert values <= words | {"data-how"}
    assert {part for part in parts if f"data-{part}" not in page} == set()
    assert {step for step in steps if f'data-step="{step}"' not in page} == set()
    assert {value for value in values if value not in page} == set()


def test_every_script_is_documented_and_small() -> None:
    files = {path.stem: path.read_text("utf-8").count("\n") for path in SCRIPTS.glob("*.js")}
    assert len(files) > 20
    assert {name for name in files if f"`{name}`" not in DOCUMENTED} == {"opening_worker"}
    assert {name: lines for name, lines in files.items() if lines >= LONGEST} == {}


def test_no_script_writes_html_or_evaluates_text() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|\.style\b"
    )
    found = {
        path.name for path in SCRIPTS.glob("*.js") if forbidden.search(path.read_text("utf-8"))
    }
    assert found == set()
