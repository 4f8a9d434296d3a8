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
def init(demonstration_day: dt.date | None) -> None:
    """准备数据文件夹和数据库；已经有的不动，版本旧的升级，可以重复运行。

    数据文件夹（BIHUAN_HOME）只有本人可读，里面有密钥 secret-key；演示环境另有 bihuan.toml。
    """
    folder = make_ready(demonstration_day)
    click.echo(f"已就绪：{folder}")


def make_ready(demonstration_day: dt.date | None) -> Path:
    """Make folder and database ready and set Django up; returns the folder."""
    folder = installation.prepare(demonstration_day=demonstration_day)
    set_up_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    return folder
