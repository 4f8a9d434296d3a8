"""Telling a person in one sentence what went wrong, with the exit code that a script reads."""

import os
import sys

import click
from click import exceptions as wrong

NOT_MADE = (
    "no such table",
    "no such column",
    "unable to open database file",
    "UndefinedTable",
    "UndefinedColumn",
)
DISK_FULL = ("disk is full", "No space left", "DiskFull")
RUN_INIT = "数据库还没有建好或版本较旧，请先运行 bihuan init。"


class NotInOrder(click.ClickException):
    """What was checked is not in order: exit code 1, where wrong input gives 2."""

    exit_code = 1


def wants_details() -> bool:
    """Tell whether BIHUAN_DEBUG asks for the place where a defect arose."""
    return os.environ.get("BIHUAN_DEBUG", "").strip().lower() in {"1", "true", "yes", "on"}


def is_defect(error: BaseException) -> bool:
    """Tell whether an error is the program's own, not its user's."""
    code, sentence = outcome_of(error)
    return code == 1 and bool(sentence) and not isinstance(error, NotInOrder)


def outcome_of(error: BaseException) -> tuple[int, str]:
    """Return the exit code of an error and its sentence, which is empty where none is due."""
    if isinstance(error, wrong.Exit):
        return error.exit_code, ""
    if isinstance(error, SystemExit):
        return (error.code, "") if isinstance(error.code, int) else (0, "")
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return 130, "已中断。"
    if isinstance(error, BrokenPipeError):
        return 0, ""
    if isinstance(error, click.ClickException):
        return (1 if isinstance(error, NotInOrder) else 2), _of_click(error)
    known = _of_the_rooms(error) or _of_the_database(error)
    if known is None and isinstance(error, OSError):
        known = _of_a_file(error)
    if known is not None:
        return 2, known
    return 1, (
        f"程序内部出错（{type(error).__name__}：{_one_line(error)}）；"
        "设 BIHUAN_DEBUG=1 重新运行可以看到详情，请连同详情一并反馈。"
    )


def drop_output() -> None:
    """Send what is still to be written nowhere: its reader has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _of_click(error: click.ClickException) -> str:
    if not isinstance(error, click.UsageError):
        return error.format_message()
    context = error.ctx
    name = context.command_path if context else "bihuan"
    if isinstance(error, wrong.NoArgsIsHelpError):
        return f"请写明要做什么。用法：{name} --help"
    return f"{_of_usage(error)}用法：{name} --help"


def _of_usage(error: click.UsageError) -> str:
    if isinstance(error, wrong.NoSuchOption):
        return f"没有选项 {error.option_name}。"
    if isinstance(error, wrong.NoSuchCommand):
        return f"没有命令“{error.command_name}”。"
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} 后面要写上它的值。"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name_of(error.param)}。"
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{_name_of(error.param)} 不对：{error.message.rstrip('.。')}。"
    return f"{error.format_message().rstrip('.。')}。"


def _name_of(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "参数"
    if isinstance(parameter, click.Option):
        return parameter.opts[-1]
    return str(parameter.make_metavar(click.Context(click.Command("bihuan"))))


def _of_the_rooms(error: BaseException) -> str | None:
    from django.core.exceptions import ImproperlyConfigured

    from bihuan.lib.errors import DomainError

    return str(error) if isinstance(error, DomainError | ImproperlyConfigured) else None


def _of_the_database(error: BaseException) -> str | None:
    from django.db import utils

    if not isinstance(error, utils.OperationalError | utils.ProgrammingError):
        return None
    words = f"{type(error.__cause__).__name__} {error}"
    if any(sign in words for sign in NOT_MADE):
        return RUN_INIT
    if any(sign in words for sign in DISK_FULL):
        return "磁盘已满，这次没有写入任何内容；请腾出空间后重试。"
    if isinstance(error, utils.OperationalError):
        return f"数据库现在不能用（{_one_line(error)}），请检查后重试。"
    return None


def _of_a_file(error: OSError) -> str:
    where = f"“{error.filename}”" if error.filename else "文件"
    return f"无法读写{where}（{error.strerror or error}）。"


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
