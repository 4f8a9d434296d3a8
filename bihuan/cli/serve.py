"""`bihuan serve`: the website, by granian; static files come from whitenoise."""

import os
import socket
import sys
from contextlib import nullcontext
from typing import NoReturn

import click
from django.conf import settings
from django.core import checks
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from bihuan.cli.companion import Companion
from bihuan.lib.errors import Invalid


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口。"
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="进程数；用 SQLite 时一个就够。",
)
@click.option(
    "--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="每个进程的线程数。"
)
@click.option(
    "--worker/--no-worker",
    "with_worker",
    default=True,
    help="是否同时启动后台作业；另有 bihuan worker 在运行时可以不启动。",
)
@click.option(
    "--public-only",
    is_flag=True,
    help="只启动居民页面：没有登录和后台的任何网址，也不启动后台作业。",
)
def serve(
    host: str, port: int, workers: int, threads: int, with_worker: bool, public_only: bool
) -> None:
    """启动网站和后台作业，按 Ctrl-C 停止。

    启动前检查设置：正式环境没有密钥，或者开着调试（BIHUAN_DEBUG），不启动。
    """
    refuse_wrong_settings()
    require_free(host, port)
    if public_only and not settings.BIHUAN_PUBLIC_ONLY:
        begin_again_for_residents(host, port, workers, threads)
    with_worker = with_worker and not settings.BIHUAN_PUBLIC_ONLY
    serve_site(host, port, workers=workers, threads=threads, with_worker=with_worker)


def serve_site(
    host: str, port: int, *, workers: int = 1, threads: int = 4, with_worker: bool = True
) -> None:
    """Serve until interrupted; requests are not logged: a line each would name who looked where."""
    site = Granian(
        "bihuan.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
    )
    with Companion() if with_worker else nullcontext():
        site.serve()


def begin_again_for_residents(host: str, port: int, workers: int, threads: int) -> NoReturn:
    """Put this program in its own place with the setting made: Django has read its settings."""
    given = {"--host": host, "--port": port, "--workers": workers, "--threads": threads}
    options = [str(part) for pair in given.items() for part in pair]
    program = [sys.executable, "-m", "bihuan", "serve", "--public-only", *options]
    os.execve(sys.executable, program, os.environ | {"BIHUAN_PUBLIC_ONLY": "1"})  # noqa: S606


def refuse_wrong_settings() -> None:
    """Raise Invalid with every error that the system checks find."""
    faults = [fault for fault in checks.run_checks() if fault.is_serious()]
    if faults:
        told = "；".join(f"{fault.msg.rstrip('。')}（{fault.id}）" for fault in faults)
        raise Invalid(f"不能启动（{settings.BIHUAN_MODE}）：{told}。")


def require_free(host: str, port: int) -> None:
    """Raise Invalid where the address cannot be listened on, mostly because another does."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Invalid(
                f"{host}:{port} 不能用（{error.strerror}），请用 --port 换一个端口。"
            ) from error
