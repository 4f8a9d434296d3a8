"""Undocumented means failing: every setting and every command has its place in docs/reference."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bihuan.cli import COMMANDS, commands

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
READ = re.compile(r'\benv\.(?:text|flag|number|day)\(\s*"(\w+)"')
READ_AT_ONCE = re.compile(r'environ(?:\.get\(|\[)\s*"(\w+)"')
CALLED = re.compile(r"dj_database_url\.config\(")


def _settings_read() -> set[str]:
    """Names that the program reads; another program's (DJANGO_…) are not settings of ours."""
    found: set[str] = set()
    for path in (ROOT / "bihuan").rglob("*.py"):
        if "tests" in path.parts:
            continue
        text = path.read_text("utf-8")
        found |= {f"BIHUAN_{name.upper()}" for name in READ.findall(text)}
        found |= {name for name in READ_AT_ONCE.findall(text) if name.startswith("BIHUAN_")}
        found |= {"DATABASE_URL"} if CALLED.search(text) else set()
    return found


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    text = (REFERENCE / "settings.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `(BIHUAN_\w+|DATABASE_URL)` \|", text, re.M))
    read = _settings_read()
    assert {"BIHUAN_HOME", "BIHUAN_MODE", "BIHUAN_SECRET_KEY", "DATABASE_URL"} <= read
    assert documented == read


def _leaves(command: click.Command, name: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for part in command.list_commands(context):
            found = command.get_command(context, part)
            assert found is not None
            yield from _leaves(found, f"{name} {part}")
    else:
        yield name


def test_every_command_is_documented_and_every_documented_one_exists() -> None:
    text = (REFERENCE / "commands.md").read_text("utf-8")
    documented = re.findall(r"^## `(bihuan [\w -]+)`$", text, re.M)
    assert sorted(documented) == sorted(_leaves(commands, "bihuan"))


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself(name: str) -> None:
    command = commands.get_command(click.Context(commands), name)
    assert command is not None
    for leaf in _leaves(command, name):
        answer = CliRunner().invoke(commands, [*leaf.split(), "--help"])
        assert answer.exit_code == 0, answer.output
        assert re.search("[\u4e00-\u9fff]", answer.output), f"{leaf}: no help in Chinese"


def test_every_script_is_documented() -> None:
    text = (REFERENCE / "commands.md").read_text("utf-8")
    scripts = {f"bin/{path.name}" for path in (ROOT / "bin").iterdir() if path.suffix == ""}
    assert scripts == set(re.findall(r"^\| `(bin/\w+)", text, re.M))
