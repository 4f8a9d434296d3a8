"""The locked requirements: exact, hashed, and the same version wherever one is named."""

import re
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
NAMES = ("base", "test", "lint")


def _pins(name: str) -> dict[str, str]:
    text = (REQUIREMENTS / f"{name}.txt").read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.M))


@pytest.mark.parametrize("name", NAMES)
def test_every_requirement_is_exact_and_hashed(name: str) -> None:
    text = (REQUIREMENTS / f"{name}.txt").read_text("utf-8")
    for block in re.split(r"\n(?=\w)", text):
        assert re.match(r"[\w.-]+==\S+", block), block[:80]
        assert "--hash=sha256:" in block, block[:80]


@pytest.mark.parametrize("name", NAMES)
def test_no_requirement_names_an_index(name: str) -> None:
    text = (REQUIREMENTS / f"{name}.txt").read_text("utf-8")
    assert not re.search(r"index-url|find-links|://", text)


def test_the_larger_sets_hold_the_smaller_at_the_same_versions() -> None:
    base, test, lint = (_pins(name).items() for name in NAMES)
    assert base <= test <= lint


@pytest.mark.parametrize("name", NAMES)
def test_every_name_asked_for_is_locked(name: str) -> None:
    asked = re.findall(
        r"^([A-Za-z][\w.-]*)", (REQUIREMENTS / f"{name}.in").read_text("utf-8"), re.M
    )
    locked = {pin.lower().replace("_", "-") for pin in _pins(name)}
    assert {word.lower().replace("_", "-") for word in asked} <= locked
