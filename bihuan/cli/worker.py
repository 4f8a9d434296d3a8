"""`bihuan worker`: does the background work; `bihuan serve` starts one of its own."""

import click

from bihuan.jobs import stopping
from bihuan.jobs.worker import Worker


@click.command()
@click.option("--child-of", type=int, hidden=True, help="启动它的进程；那个进程结束时也结束。")
def worker(child_of: int | None) -> None:
    """办理后台作业（较大的导入、导出）和定期工作，按 Ctrl-C 停止。

    bihuan serve 会自己启动一个，一般不必单独运行；县级使用 PostgreSQL 时可以另外多开几个，须与网站
    共用同一个数据文件夹。停止时正在办的作业退回排队，下次启动后从头办起。
    """
    stopping.listen(child_of)
    Worker().run()
