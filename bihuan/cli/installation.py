"""The folder of an installation (BIHUAN_HOME): made before Django reads its settings from it."""

import datetime as dt
import os
import re
import secrets
import stat
import tomllib
from pathlib import Path

from bihuan.lib.errors import Invalid

DEFAULT = Path(__file__).resolve().parents[2] / "var"
OURS = ("bihuan.toml", "secret-key", "bihuan.sqlite3")


def home() -> Path:
    """Return the folder; the same as settings.environment.home, which must not be read yet."""
    return Path(os.environ.get("BIHUAN_HOME") or DEFAULT).resolve()


def prepare(*, demonstration_day: dt.date | None = None) -> Path:
    """Make the folder (0700), its secret key (0600) and, for a demonstration, its bihuan.toml.

    Repeatable: what is there stays. Raises Invalid where the folder is somebody else's, or
    where a demonstration would be put into an installation that is none.
    """
    folder = home()
    _make_private(folder)
    if demonstration_day is not None:
        _make_demonstration(folder, demonstration_day)
    if not (folder / "secret-key").exists():
        write_private(folder / "secret-key", secrets.token_urlsafe(48) + "\n")
    return folder


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _make_private(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Invalid(f"BIHUAN_HOME 应是一个文件夹，“{folder}”是文件，请改正。")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(folder.stat().st_mode) == 0o700:
        return
    is_ours = folder == DEFAULT or any((folder / name).exists() for name in OURS)
    if not is_ours and any(folder.iterdir()):
        raise Invalid(f"“{folder}”里已有别的文件，请用 BIHUAN_HOME 指定一个空文件夹。")
    folder.chmod(0o700)


def _make_demonstration(folder: Path, day: dt.date) -> None:
    path = folder / "bihuan.toml"
    if not path.exists():
        if (folder / "secret-key").exists():
            raise Invalid(f"“{folder}”是正式环境，不能改作演示，请用 BIHUAN_HOME 另指定文件夹。")
        write_private(path, f'mode = "demo"\ntoday = "{day}"\n')
        return
    text = path.read_text("utf-8")
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"bihuan.toml 无法读取（{error}），请改正后再运行。") from error
    if found.get("mode", "production") != "demo":
        raise Invalid(f"“{folder}”是正式环境，不能改作演示，请用 BIHUAN_HOME 另指定文件夹。")
    if str(found.get("today", "")) != str(day):
        rest = re.sub(r"(?m)^today\s*=.*\n?", "", text)
        write_private(path, f'today = "{day}"\n{rest}')
