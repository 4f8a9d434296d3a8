"""The folder of an installation: private, repeatable, never somebody else's."""

import datetime as dt
import stat
import tomllib
from pathlib import Path

import pytest

from bihuan.cli import installation
from bihuan.lib.errors import Invalid
from bihuan.settings import environment

DAY = dt.date(2010, 2, 3)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "家 home"
    monkeypatch.setenv("BIHUAN_HOME", str(path))
    return path


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_is_the_one_that_the_settings_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert installation.home() == environment.home() == folder
    monkeypatch.delenv("BIHUAN_HOME")
    assert installation.home() == environment.home()


def test_folder_and_key_are_private_and_the_key_stays(folder: Path) -> None:
    installation.prepare()
    assert _mode(folder) == 0o700
    assert _mode(folder / "secret-key") == 0o600
    key = (folder / "secret-key").read_text("ascii")
    assert len(key.strip()) >= 50
    installation.prepare()
    assert (folder / "secret-key").read_text("ascii") == key
    assert not (folder / "bihuan.toml").exists()


def test_a_demonstration_keeps_what_its_keeper_wrote(folder: Path) -> None:
    installation.prepare(demonstration_day=DAY)
    path = folder / "bihuan.toml"
    path.write_text(path.read_text("utf-8") + 'hosts = "example.org"\n[later]\nx = 1\n', "utf-8")
    installation.prepare(demonstration_day=dt.date(2010, 3, 1))
    found = tomllib.loads(path.read_text("utf-8"))
    assert found["mode"] == "demo"
    assert found["today"] == "2010-03-01"
    assert found["hosts"] == "example.org"
    assert found["later"] == {"x": 1}


@pytest.mark.parametrize("toml", ["", 'mode = "production"\n'])
def test_a_real_installation_is_never_made_a_demonstration(folder: Path, toml: str) -> None:
    installation.prepare()
    if toml:
        (folder / "bihuan.toml").write_text(toml, "utf-8")
    with pytest.raises(Invalid, match="正式环境"):
        installation.prepare(demonstration_day=DAY)


def test_somebody_elses_folder_is_left_alone(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    (folder / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(Invalid, match="已有别的文件"):
        installation.prepare()
    assert _mode(folder) == 0o755
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_a_file_in_the_folders_place_is_told(folder: Path) -> None:
    folder.write_text("", "utf-8")
    with pytest.raises(Invalid, match="是文件"):
        installation.prepare()
