"""`bihuan opinions take-over`: an opinion register's records become opinions."""

import click

from bihuan.opinions.actions.taking_over import take_over_register
from bihuan.orgs.access import Actor
from bihuan.registers.access import register_for


def take_over(register_code: str, actor: Actor) -> None:
    """Take a register over and say what came of it."""
    register = register_for(actor, register_code)
    done = take_over_register(actor=actor, home=register.home, register=register)
    click.echo(f"已接管“{register}”：新增意见{done.made}条，以前接管过{done.before}条。")
    if done.categories:
        click.echo(f"新增意见类别{done.categories}个。")
    if done.figures:
        click.echo(f"已改为从意见计算的数据：{'、'.join(done.figures)}。")
    for sentence in done.left:
        click.echo(sentence, err=True)
