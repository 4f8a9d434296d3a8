"""PostgreSQL's own programs: pg_dump and pg_restore, and what they say when they fail."""

import os
import re
import shutil
import subprocess
from typing import Any

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from bihuan.files.backups.space import FULL
from bihuan.lib.errors import Invalid


def require(program: str, server_version: int) -> None:
    """Raise Invalid where a program is missing or older than the server (150018 is 15.18)."""
    if shutil.which(program) is None:
        raise Invalid(
            f"没有找到 {program}，备份和恢复 PostgreSQL 都要用它；"
            "请安装客户端程序（Debian 上为 postgresql-client）。"
        )
    answer = subprocess.run(  # noqa: S603
        [program, "--version"], capture_output=True, text=True, check=False
    )
    found = re.search(r"(\d+)[.\d]*", answer.stdout)
    server = server_version // 10_000
    if found is not None and int(found[1]) < server:
        raise Invalid(
            f"{program} 的版本（{found[1]}）低于数据库（{server}），"
            f"请安装 postgresql-client-{server}。"
        )


def run(program: str, *arguments: str) -> None:
    """Run a program on the installation's database; raises Invalid with what it said."""
    answer = subprocess.run(  # noqa: S603
        [program, *arguments, *_where()],
        env={**os.environ, **_environment(), "LC_MESSAGES": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode == 0:
        return
    if "No space left" in answer.stderr or "DiskFull" in answer.stderr:
        raise Invalid(FULL)
    said = " ".join(answer.stderr.split())[-400:]
    raise Invalid(f"{program} 没有成功（{said}），没有留下半个文件。")


def _where() -> list[str]:
    """Return where the database is, as arguments; a password is never among them."""
    arguments, _environment = _asked()
    return [*arguments[1:-1], "-d", arguments[-1]]


def _environment() -> dict[str, str]:
    _arguments, environment = _asked()
    return environment or {}


def _asked() -> tuple[list[str], dict[str, str] | None]:
    settings: dict[str, Any] = connection.settings_dict
    return DatabaseClient.settings_to_cmd_args_env(settings, [])
