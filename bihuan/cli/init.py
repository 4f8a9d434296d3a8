"""`bihuan init`: make the folder of an installation and its database, or bring them up to date."""

import datetime as dt
from pathlib import Path

import click

from bihuan.cli import installation, set_up_django
from bihuan.cli.days import Day


@click.command()
@click.option(
    "--demo",
    "demonstration_day",
    type=Day(),
    metavar="DAY",
    help="作为演示环境，办公日期定在这一天，如 2010-02-03。",
)
@click.option(
    "--public-only",
    is_flag=True,
    help="只为单独运行的居民页面准备文件夹：不动数据库，不建联系方式的钥匙。",
)
def init(demonstration_day: dt.date | None, public_only: bool) -> None:
    """准备数据文件夹和数据库；已经有的不动，版本旧的升级，可以重复运行。

    数据文件夹（BIHUAN_HOME）只有本人可读，里面有密钥 secret-key 和联系方式的钥匙 contact-keys
    （不进备份，请另存一份）；演示环境另有 bihuan.toml。
    """
    if public_only and demonstration_day is not None:
        raise click.UsageError("--public-only 和 --demo 不能一起用。")
    folder = make_ready(demonstration_day, public_only=public_only)
    click.echo(f"已就绪：{folder}")


def make_ready(demonstration_day: dt.date | None, *, public_only: bool = False) -> Path:
    """Make folder and database ready and set Django up; returns the folder."""
    folder = installation.prepare(demonstration_day=demonstration_day)
    set_up_django()
    from django.core.management import call_command

    from bihuan.opinions import contact_keys

    if not public_only:
        call_command("migrate", verbosity=0, interactive=False)
        contact_keys.make_first()
    call_command("collectstatic", verbosity=0, interactive=False)
    return folder
