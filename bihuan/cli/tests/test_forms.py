"""`bihuan form fill`: what scripts read, and what is refused."""

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from bihuan.cli import commands
from bihuan.cli.telling import outcome_of
from bihuan.orgs.tests.cast import Cast, make_cast
from bihuan.registers.tests.making import make_record, make_register
from bihuan.reporting.models import FilledForm
from bihuan.reporting.tests.making import make_figures, make_form, map_form

USAGE = 2


@pytest.fixture
def town(db: None, settings: Settings) -> Cast:
    """A town with a road and a mapped form."""
    settings.BIHUAN_TODAY = dt.date(2010, 2, 3)
    cast = make_cast()
    register = make_register(cast.town)
    make_record(cast.actor("clerk"), register, cast.villages[0])
    make_figures(cast.town)
    map_form(cast, make_form(cast))
    return cast


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["form", "fill", *arguments])


def as_clerk(town: Cast, path: Path, *more: str, period: str = "2010-01") -> Result:
    name = town.account("clerk").username
    given = ("roads-monthly", "--period", period, "--out", str(path), "--as", name)
    return run(*given, *more)


def test_a_form_is_written_and_its_cells_are_listed(town: Cast, tmp_path: Path) -> None:
    path = tmp_path / "月报.xlsx"
    result = as_clerk(town, path, "--format", "json")
    assert result.exit_code == 0
    cells = {(cell["sheet"], cell["cell"]): cell for cell in json.loads(result.stdout)}
    assert cells["月报", "B5"]["text"] == "1.5"
    assert cells["月报", "B9"]["status"] == "gap"
    assert "缺口 月报!B9" in result.stderr
    assert path.read_bytes().startswith(b"PK")
    assert not FilledForm.objects.exists(), "the command keeps nothing"


@pytest.mark.parametrize(
    "more", [("--unit", "nowhere"), ("--unit",), ("--as-of", "someday"), ("--format", "xml")]
)
def test_wrong_options_are_told(town: Cast, tmp_path: Path, more: tuple[str, ...]) -> None:
    result = as_clerk(town, tmp_path / "a.xlsx", *more)
    code = result.exit_code if result.exit_code == USAGE else told(result)
    assert code == USAGE


def test_a_wrong_period_a_wrong_ending_and_a_form_not_there_are_told(
    town: Cast, tmp_path: Path
) -> None:
    assert told(as_clerk(town, tmp_path / "a.xlsx", period="2010")) == USAGE
    assert as_clerk(town, tmp_path / "a.pdf").exit_code == USAGE
    outsider = town.account("outsider").username
    given = ("roads-monthly", "--period", "2010-01", "--out", str(tmp_path / "a.xlsx"))
    assert told(run(*given, "--as", outsider)) == USAGE
    leader = town.account("leader").username
    assert told(run(*given, "--as", leader)) == USAGE
    assert not list(tmp_path.iterdir())


def told(result: Result) -> int:
    assert result.exception is not None
    code, sentence = outcome_of(result.exception)
    assert sentence
    return code
