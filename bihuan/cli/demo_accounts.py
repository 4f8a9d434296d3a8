"""The demonstration's log-ins: their passwords are made at the first demo and stay the same."""

from pathlib import Path

from bihuan.cli import installation
from bihuan.lib.errors import Conflict
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import one_time_password, set_password
from bihuan.orgs.models import Account

SHOWN = {
    "clerk": "办公室文书：汇总、审核、起草",
    "leader": "领导：审核、签发",
    "village": "村级填报员：填报本村记录",
    "inspector": "指导检查组：查看",
    "auditor": "审计员：查阅审计日志",
    "admin": "系统管理员：管理账号",
}


def open_to_log_in(file: Path) -> dict[str, str]:
    """Give each shown account the password that the file keeps, making the missing ones.

    Raises Conflict where the pack brought no such account.
    """
    passwords = _read(file)
    made = {name: passwords.get(name) or one_time_password() for name in SHOWN}
    if made != passwords:
        installation.write_private(file, "".join(f"{name} {made[name]}\n" for name in made))
    accounts = {a.username: a for a in Account.objects.filter(username__in=SHOWN)}
    for name, password in made.items():
        account = accounts.get(name)
        if account is None:
            raise Conflict(f"内容包里没有演示账号“{name}”，请检查它的 accounts.csv。")
        if not account.check_password(password):
            set_password(actor=Actor.installation(), account=account, password=password)
    return made


def table_of(passwords: dict[str, str]) -> str:
    """Return the log-ins as lines: user name, password, role."""
    lines = [f"  {name:<10}{password}  {SHOWN[name]}" for name, password in passwords.items()]
    return "\n".join(["演示账号：", *lines])


def _read(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    pairs = [line.split() for line in lines]
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2 and pair[0] in SHOWN}
