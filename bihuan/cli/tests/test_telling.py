"""Whatever goes wrong is told in one sentence, never as a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from django.db.utils import OperationalError

from bihuan.cli import commands, main, telling
from bihuan.lib.errors import Conflict

ROOT = Path(__file__).resolve().parents[3]


def _bihuan(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person would, with nothing set but what is given."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-P", "-m", "bihuan", *arguments],
        env=kept | {"PYTHONPATH": str(ROOT), "BIHUAN_HOME": str(home)} | environment,
        cwd=home.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def _assert_one_sentence(answer: subprocess.CompletedProcess[str], code: int) -> None:
    assert answer.returncode == code, answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("error", "code", "part"),
    [
        (Conflict("别人先改了，请重新打开。"), 2, "别人先改了"),
        (ImproperlyConfigured("BIHUAN_TODAY 应写作 2010-02-03。"), 2, "BIHUAN_TODAY"),
        (OperationalError("no such table: orgs_unit"), 2, "bihuan init"),
        (OperationalError("no such column: a.b"), 2, "bihuan init"),
        (OperationalError("database is locked"), 2, "database is locked"),
        (FileNotFoundError(2, "No such file", "清单.xlsx"), 2, "清单.xlsx"),
        (telling.NotInOrder("有 1 处问题。"), 1, "1 处"),
        (click.NoSuchOption("--x"), 2, "--x"),
        (KeyboardInterrupt(), 130, "中断"),
        (KeyError("x\ny"), 1, "KeyError"),
    ],
)
def test_an_error_becomes_a_code_and_one_sentence(
    error: BaseException, code: int, part: str
) -> None:
    found, sentence = telling.outcome_of(error)
    assert found == code
    assert part in sentence
    assert "\n" not in sentence


def test_a_reader_that_goes_away_is_no_error() -> None:
    assert telling.outcome_of(BrokenPipeError()) == (0, "")


def test_only_a_defect_shows_its_place_and_only_when_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def broken() -> None:
        raise KeyError("a defect")

    monkeypatch.setitem(commands.commands, "broken", broken)
    monkeypatch.setattr(type(commands), "get_command", lambda *_: broken)
    with pytest.raises(SystemExit) as left:
        main(["broken"])
    assert left.value.code == 1
    assert "BIHUAN_DEBUG=1" in capsys.readouterr().err
    monkeypatch.setenv("BIHUAN_DEBUG", "1")
    with pytest.raises(KeyError):
        main(["broken"])


def test_the_help_lists_the_commands_and_loads_none_of_them(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['bihuan', '--help']; from bihuan.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('django')])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT), "BIHUAN_HOME": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "audit" in answer.stdout
    assert answer.stdout.strip().splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["nosuch"], "nosuch"),
        (["serve", "--port", "0"], "--port"),
        (["serve", "--nosuch"], "--nosuch"),
        (["init", "--demo", "2010-2"], "2010-02-03"),
        (["init", "--demo"], "--demo"),
        (["audit"], "--help"),
        (["audit", "verify", "--anchor", "x"], "--anchor"),
        (["audit", "verify"], "bihuan init"),
    ],
)
def test_wrong_usage_is_told_in_one_sentence(
    arguments: list[str], part: str, tmp_path: Path
) -> None:
    answer = _bihuan(*arguments, home=tmp_path / "home")
    _assert_one_sentence(answer, 2)
    assert part in answer.stderr


def test_a_wrong_setting_is_told_in_one_sentence(tmp_path: Path) -> None:
    answer = _bihuan("audit", "verify", home=tmp_path, BIHUAN_IDLE_MINUTES="soon")
    _assert_one_sentence(answer, 2)
    assert "BIHUAN_IDLE_MINUTES" in answer.stderr


def test_a_first_start_from_nothing_and_again(tmp_path: Path) -> None:
    home = tmp_path / "数据 folder"
    for _turn in range(2):
        answer = _bihuan("init", home=home)
        assert (answer.returncode, answer.stderr) == (0, "")
    answer = _bihuan("audit", "verify", "--format", "json", home=home)
    assert json.loads(answer.stdout) == {"entries": 0, "head": "", "faults": []}
    answer = _bihuan("serve", home=home, BIHUAN_DEBUG="1")
    _assert_one_sentence(answer, 2)
    assert "bihuan.E002" in answer.stderr


def test_production_without_a_secret_key_does_not_start(tmp_path: Path) -> None:
    answer = _bihuan("serve", home=tmp_path)
    _assert_one_sentence(answer, 2)
    assert "bihuan.E001" in answer.stderr


def test_a_missing_table_is_known_on_both_databases(db: None) -> None:
    with (
        pytest.raises(DatabaseError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT 1 FROM there_is_no_such_table")
    assert telling.outcome_of(caught.value) == (2, telling.RUN_INIT)
