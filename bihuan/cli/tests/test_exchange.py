"""`bihuan exchange`: a package out of one office and into another, and what is refused."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from bihuan.cli import commands
from bihuan.cli.telling import outcome_of
from bihuan.documents.tests.conftest import cast, roads
from bihuan.exchange import keys
from bihuan.exchange.models import Dispatch, Reception
from bihuan.exchange.tests.making import introduce, make_issued
from bihuan.orgs.tests.cast import Cast

__all__ = ["cast", "roads"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roads")]


@pytest.fixture(autouse=True)
def own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.BIHUAN_EXCHANGE_KEYS = str(tmp_path / "exchange-keys")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["exchange", *arguments])


def refusal(result: Result) -> tuple[int, str]:
    assert result.exception is not None
    code, sentence = outcome_of(result.exception)
    return code, str(sentence)


def test_a_key_is_made_once_and_its_public_half_written(cast: Cast, tmp_path: Path) -> None:
    out = tmp_path / "town.key"
    first = run("key", "--unit", "town", "--out", str(out))
    assert first.exit_code == 0, first.output
    assert out.read_text().startswith("bihuan-exchange-key ed25519 ")
    assert run("key", "--unit", "town").stdout == first.stdout
    assert run("key", "--unit", "town", "--renew").stdout != first.stdout
    assert refusal(run("key"))[0] == 2
    assert refusal(run("key", "--unit", "town", "--as", cast.account("auditor").username))[0] == 2


def test_a_package_goes_from_one_office_to_the_other(cast: Cast, tmp_path: Path) -> None:
    paper, to, out = make_issued(cast), introduce(cast), tmp_path / "out.zip"
    clerk, other = cast.account("clerk").username, cast.account("outsider").username
    pack = ["pack", paper.code, "--to", to.name, "--out", str(out), "--as", clerk]
    result = run(*pack)
    assert result.exit_code == 0, result.output
    written = out.read_bytes()
    again = run(*pack)
    assert again.exit_code == 0
    assert "不用再送" in again.stderr
    assert out.read_bytes() == written
    assert Dispatch.objects.count() == 1
    came = run("receive", str(out), "--as", other)
    assert came.exit_code == 0, came.output
    assert "已收下小河镇的《关于修路的报告》" in came.stdout
    code, sentence = refusal(run("receive", str(out), "--as", other))
    assert code == 2
    assert "收过" in sentence
    out.write_bytes(written[:-20])
    code, sentence = refusal(run("receive", str(out), "--as", other))
    assert code == 2
    assert sentence.count("。") == 1
    assert Reception.objects.count() == 1
    unknown = run("pack", paper.code, "--to", "无此单位", "--out", str(out), "--as", clerk)
    assert refusal(unknown)[0] == 2
    assert keys.path().exists()
