"""Where settings come from: environment variables first, then `bihuan.toml` in BIHUAN_HOME."""

import datetime as dt
import os
import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]


def home() -> Path:
    """Return the folder of database, files and secret (`BIHUAN_HOME`, default `var/`)."""
    return Path(os.environ.get("BIHUAN_HOME") or BASE_DIR / "var").resolve()


def file_settings() -> dict[str, Any]:
    """Return what `bihuan.toml` in BIHUAN_HOME says; an empty dict where there is none."""
    path = home() / "bihuan.toml"
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"bihuan.toml 无法读取（{error}），请改正后再启动。") from error


_FILE = file_settings()


def text(name: str, default: str = "") -> str:
    """Return the setting BIHUAN_<NAME>, else `name` of the file, else the default."""
    value = os.environ.get(f"BIHUAN_{name.upper()}")
    return value if value is not None else str(_FILE.get(name, default))


def flag(name: str, default: bool = False) -> bool:
    """Return a yes/no setting: 1, true, yes or on."""
    return text(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """Return a whole-number setting."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"BIHUAN_{name.upper()} 应为整数，现在是“{value}”。") from error


def day(name: str) -> dt.date | None:
    """Return a day setting (2010-02-03), or None where it is not set."""
    value = text(name)
    if not value:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"BIHUAN_{name.upper()} 应写作 2010-02-03，现在是“{value}”。"
        ) from error


def secret_key(mode: str) -> str:
    """Return the secret key: BIHUAN_SECRET_KEY, else the file `secret-key` in BIHUAN_HOME.

    A test run needs none. Otherwise an empty string is returned where there is none, and the
    system check `bihuan.E001` refuses to start.
    """
    value = os.environ.get("BIHUAN_SECRET_KEY", "")
    if value:
        return value
    if mode == "test":
        return "only-for-tests-" + "x" * 40
    try:
        return (home() / "secret-key").read_text("ascii").strip()
    except FileNotFoundError:
        return ""
