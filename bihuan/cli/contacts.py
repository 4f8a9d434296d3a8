"""`bihuan contacts`: the keys by which residents' contacts are sealed."""

import click

from bihuan.cli.options import progress
from bihuan.opinions import contact_keys
from bihuan.opinions.actions import contacts as actions
from bihuan.orgs.access import Actor


@click.group()
def contacts() -> None:
    """保管居民联系方式的钥匙。"""


@contacts.command("rotate")
@click.option(
    "--give-up-lost",
    is_flag=True,
    help="有的钥匙确实遗失时：打不开的联系方式随之清除。",
)
def rotate(give_up_lost: bool) -> None:
    """换一把新钥匙，把留着的联系方式全部改用它加密；中断了可以重新运行。

    旧钥匙还在文件里，新旧备份都打得开；确认不再需要后用 bihuan contacts drop-keys 去掉。
    换完请把钥匙文件另存一份，不要和备份放在一起。
    """
    count = 0
    steps = actions.rotate_keys(actor=Actor.installation(), give_up_lost=give_up_lost)
    with progress(steps, label="改用新钥匙") as shown:
        for step in shown:
            count += step
    click.echo(f"现在用钥匙 {contact_keys.read()[0].id}，改用的联系方式 {count} 条。")


@contacts.command("drop-keys")
def drop_keys() -> None:
    """把没有联系方式再用到的旧钥匙从文件里去掉。

    以前的备份里用旧钥匙加密的联系方式从此打不开；记录的其他内容不受影响。
    """
    dropped = actions.drop_old_keys(actor=Actor.installation())
    click.echo(f"已去掉：{'、'.join(dropped)}。" if dropped else "没有可以去掉的旧钥匙。")


@contacts.command("sealing-keys")
def sealing_keys() -> None:
    """打印只能加密、不能打开的钥匙文件，给单独运行的居民页面用。"""
    newest = contact_keys.read()[0]
    click.echo(contact_keys.HEADER + newest.line(only_public=True), nl=False)
