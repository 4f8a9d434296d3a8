"""The shape of the house: imports run downwards, migrations are complete, files stay small."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
NOT_OURS = {"var", "vendor", "__pycache__"}
TEXTS = {".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".in", ".html", ".css", ".js", ".csv", ""}


def _files() -> Iterator[Path]:
    """Every text file of the project, without what is built, vendored or somebody's own."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if name not in NOT_OURS and (name == ".ci" or not name.startswith("."))
        ]
        for name in names:
            if Path(name).suffix in TEXTS:
                yield Path(folder) / name


def _sources() -> list[Path]:
    return [
        path
        for path in (ROOT / "bihuan").rglob("*.py")
        if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts)
    ]


def test_rooms_import_downwards_only() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS, "--no-cache"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "1 kept, 0 broken" in answer.stdout


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def test_files_stay_small() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in _sources()
    }
    assert lengths
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_functions_stay_small() -> None:
    found: dict[str, int] = {}
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert found == {}


def test_every_room_says_what_it_owns() -> None:
    silent = [
        str(path.parent.relative_to(ROOT))
        for path in (ROOT / "bihuan").glob("*/__init__.py")
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_no_file_names_a_path_of_a_machine() -> None:
    folders = "|".join(("work", "root", "home", "Users", "opt", "mnt"))
    somebodys = re.compile(rf"(?<![\w./-])/(?:{folders})/[\w.-]+/|[A-Z]:\\Users\\")
    found = []
    for path in _files():
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if somebodys.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == []
