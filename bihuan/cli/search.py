"""`bihuan search rebuild`: build the text index anew."""

import click

from bihuan.cli.options import progress
from bihuan.search import actions
from bihuan.ui.rooms import modules


@click.group()
def search() -> None:
    """维护检索索引。"""


@search.command("rebuild")
def rebuild() -> None:
    """把全部记录和公文重新编入检索。

    升级到带检索的版本后办理一次；办公中也可以办理，期间新存的内容照样编入。
    """
    actions.empty()
    count = 0
    rooms = [room for room in modules("searched") if hasattr(room, "rebuild")]
    steps = (step for room in rooms for step in room.rebuild())
    with progress(steps, label="编入检索") as shown:
        for step in shown:
            count += step
    actions.tidy()
    click.echo(f"已编入 {count} 条。")
