"""The pages on running it: their files are ones that systemd and nginx take, their scripts parse.

The whole of a page is tried by hand: docs/how-to/run-it.md.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRY = ROOT / "tools" / "try_how_to"


@pytest.mark.parametrize("page", ["office", "county"])
def test_the_files_and_scripts_of_a_page_are_well_formed(page: str) -> None:
    answer = subprocess.run(
        [sys.executable, str(TRY), page, "--fast"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "照做成功" in answer.stdout


@pytest.mark.parametrize("page", ["run-for-one-office", "run-for-a-county"])
def test_a_page_is_tried_from_install_to_roll_back(page: str) -> None:
    text = (ROOT / "docs" / "how-to" / f"{page}.md").read_text("utf-8")
    for name in ("install", "load", "backup", "upgrade", "roll-back"):
        assert f"<!-- try: run {name} -->" in text
