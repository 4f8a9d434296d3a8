"""`bihuan public-role`: the database role of the process that faces residents."""

import re

import click
from django.db import connection, transaction

from bihuan.lib.errors import Invalid
from bihuan.public.grants import statements

NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


@click.command()
@click.option("--name", default="bihuan_public", show_default=True, help="角色的名字。")
@click.option("--execute", "is_execution", is_flag=True, help="直接在数据库里执行，不只是打印。")
def public_role(name: str, is_execution: bool) -> None:
    """打印给居民页面建专用角色的 SQL：只能添加意见，只能读公开的内容；每次升级后重新执行。

    这个角色读不到意见原话、联系方式、账号和审计日志。只用于 PostgreSQL，密码由数据库管理员另设。
    """
    if connection.vendor != "postgresql":
        raise Invalid("现在用的数据库是 SQLite，没有角色可分；请改用 PostgreSQL（DATABASE_URL）。")
    if not NAME.fullmatch(name):
        raise Invalid(f"角色名“{name[:40]}”不能用，只用小写字母、数字和下划线。")
    sql = statements(name)
    if not is_execution:
        click.echo("".join(f"{statement};\n" for statement in sql), nl=False)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in sql:
            cursor.execute(statement)
    click.echo(f"角色 {name} 已就绪，请给它设密码：ALTER ROLE {name} PASSWORD '…';")
