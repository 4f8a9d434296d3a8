"""The command line: one module a command, each loaded only when it is called.

Knows every room; no room knows it. A command is one line of COMMANDS below; `run` is also how
one command calls others. Nothing here imports Django before a command needs it, so that
`bihuan --help` answers at once.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from io import TextIOWrapper

import click

from bihuan.cli import telling


@dataclass(frozen=True)
class Command:
    """Where a command lives (`module:attribute`) and what it does, in one line of the help.

    One that sets the installation up itself does so before Django reads its settings.
    """

    place: str
    summary: str
    sets_up_itself: bool = False
    needs_django: bool = True


COMMANDS = {
    "init": Command("bihuan.cli.init:init", "准备数据文件夹和数据库", sets_up_itself=True),
    "demo": Command("bihuan.cli.demo:demo", "建好演示环境并启动", sets_up_itself=True),
    "serve": Command("bihuan.cli.serve:serve", "启动网站"),
    "worker": Command("bihuan.cli.worker:worker", "办理后台作业"),
    "pack": Command("bihuan.cli.packs:pack", "检查、装入内容包"),
    "import": Command("bihuan.cli.registers:import_", "从 Excel 导入台账记录"),
    "export": Command("bihuan.cli.registers:export", "把台账记录导出为 Excel"),
    "figures": Command("bihuan.cli.figures:figures", "计算数据"),
    "trace": Command("bihuan.cli.figures:trace", "列出一项数据背后的记录"),
    "document": Command("bihuan.cli.documents:document", "生成公文、核对文稿、测量版式"),
    "exchange": Command("bihuan.cli.exchange:exchange", "收发公文包，生成本单位的钥匙"),
    "form": Command("bihuan.cli.forms:form", "填报上级的报表"),
    "account": Command("bihuan.cli.accounts:account", "给账号换一次性密码"),
    "contacts": Command("bihuan.cli.contacts:contacts", "保管居民联系方式的钥匙"),
    "public-role": Command("bihuan.cli.public_role:public_role", "居民页面专用的数据库角色"),
    "opinions": Command("bihuan.cli.opinions:opinions", "给意见归类", needs_django=False),
    "search": Command("bihuan.cli.search:search", "重建检索"),
    "audit": Command("bihuan.cli.audit:audit", "核对审计日志"),
    "backup": Command("bihuan.cli.backup:backup", "备份整个系统，或核对一份备份"),
    "restore": Command("bihuan.cli.backup:restore", "从备份恢复到空的位置"),
}


class Bihuan(click.Group):
    """The group of all commands, which imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """Import a command's module; Django is set up first, unless the command does it itself."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        if entry.needs_django and not entry.sets_up_itself:
            set_up_django()
        module, _colon, attribute = entry.place.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands from the table alone."""
        with formatter.section("命令"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])


@click.command(cls=Bihuan, context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """闭环 Bihuan：从台账记录到公文，每个数字都查得到来处。

    各命令的用法：bihuan 命令 --help。数据文件夹由 BIHUAN_HOME 指定，默认为 var/。
    """


def set_up_django() -> None:
    """Set Django up once, and speak Chinese; raises ImproperlyConfigured on a wrong setting."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)


def run(*arguments: str) -> None:
    """Run one command of the table; its errors are raised."""
    with commands.make_context("bihuan", list(arguments)) as context:
        commands.invoke(context)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; what went wrong is told in one sentence.

    0 done; 2 wrong usage or wrong input; 1 what was checked is not in order, or a defect of the
    program itself (BIHUAN_DEBUG=1 shows where it arose); 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old terminal may not know every character
    try:
        run(*(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except BaseException as error:
        code, sentence = telling.outcome_of(error)
        if telling.is_defect(error) and telling.wants_details():
            raise
        if sentence:
            click.echo(sentence, err=True)
        if isinstance(error, BrokenPipeError):
            telling.drop_output()
        sys.exit(code)
