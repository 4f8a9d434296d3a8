"""`bihuan account password`: a new one-time password, from the machine itself."""

import click

from bihuan.lib.errors import NotFound
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import one_time_password, set_password
from bihuan.orgs.models import Account


@click.group()
def account() -> None:
    """管理账号。"""


@account.command("password")
@click.argument("username", metavar="USER")
def password(username: str) -> None:
    """给账号换一个一次性密码并显示出来，首次登录后必须改掉；记入审计日志。

    用于刚装好时的系统管理员，或系统管理员自己忘了密码时。
    """
    found = Account.objects.filter(username=username).first()
    if found is None:
        raise NotFound(f"没有账号“{username}”，请检查用户名。")
    made = one_time_password()
    set_password(actor=Actor.installation(), account=found, password=made, is_one_time=True)
    click.echo(made)
