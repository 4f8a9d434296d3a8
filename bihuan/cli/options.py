"""What commands share: who acts, days, the shape of an answer, progress on long work."""

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import click

from bihuan.cli.days import Day
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


def as_user(*, required: bool) -> Callable[[F], F]:
    """Add `--as USER`, handed to the command as `actor`.

    Where it may be left out, the machine's keeper acts. An unknown or closed account is wrong
    usage.
    """
    text = "以这个账号的权限办理"
    return click.option(
        "--as",
        "actor",
        metavar="USER",
        required=required,
        callback=_actor,
        help=f"{text}。" if required else f"{text}；不写则为安装维护人员。",
    )


def as_nobody_or_user(function: F) -> F:
    """Add `--as USER`, handed to the command as `actor`; None where it is left out.

    For commands that need no database unless somebody asks for what it holds.
    """
    return click.option(
        "--as",
        "actor",
        metavar="USER",
        callback=lambda ctx, param, value: _actor(ctx, param, value) if value else None,
        help="以这个账号的权限与台账核对；不写则只核对文字本身。",
    )(function)


def _actor(ctx: click.Context, param: click.Parameter, value: str | None) -> Actor:
    if value is None:
        return Actor.installation()
    account = Account.objects.filter(username=value).first()
    if account is None:
        raise click.BadParameter(f"没有账号“{value}”", ctx, param)
    if not account.is_active:
        raise click.BadParameter(f"账号“{value}”已停用", ctx, param)
    return Actor.of(account)


def answer_format(function: F) -> F:
    """Add `--format text|json`, handed to the command as `answer_format`."""
    return click.option(
        "--format",
        "answer_format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="给人看的文字，或给程序读的 JSON。",
    )(function)


def from_and_to(function: F) -> F:
    """Add `--from DAY` and `--to DAY`, handed to the command as `from_on` and `to_on`, or None."""
    last = click.option("--to", "to_on", type=Day(), metavar="DAY", help="到哪一天，含当天。")
    first = click.option(
        "--from", "from_on", type=Day(), metavar="DAY", help="从哪一天起，含当天。"
    )
    return first(last(function))


def print_json(answer: object) -> None:
    """Print an answer as JSON, in UTF-8 whatever the terminal speaks."""
    text = json.dumps(answer, ensure_ascii=False, indent=2, default=_plain)
    click.echo(text.encode() + b"\n" if _is_a_pipe() else text, nl=not _is_a_pipe())


def _is_a_pipe() -> bool:
    return hasattr(sys.stdout, "buffer") and not sys.stdout.isatty()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def progress(
    items: Iterable[T], *, label: str, length: int | None = None
) -> AbstractContextManager[Iterable[T]]:
    """Show a bar on stderr while the items are gone through; nothing where that is no terminal."""
    return click.progressbar(
        items, length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    )
