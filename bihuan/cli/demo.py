"""`bihuan demo`: from nothing to the sample township, its work summary, and a served site."""

import datetime as dt
import tomllib
from pathlib import Path

import click

from bihuan.cli import run
from bihuan.cli.init import make_ready

PACK = Path(__file__).resolve().parents[2] / "packs" / "xiaogang-2009"
DOCUMENT = "work-summary"
AUTHOR = "clerk"
HOST = "127.0.0.1"


@click.command()
@click.option("--serve/--no-serve", "is_to_serve", default=True, help="建好后是否启动网站。")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="网站的端口。"
)
def demo(is_to_serve: bool, port: int) -> None:
    """建好演示环境并启动：装入小港镇的内容包，写出工作总结，列出演示账号。

    可以重复运行。总结和各项数据写在数据文件夹的 demo 里：work-summary.docx、.pdf、.html，
    figures.json；演示账号的密码在首次运行时随机产生，记在 demo/passwords.txt。
    """
    folder = make_ready(_day_of(PACK))
    from bihuan.cli import demo_accounts, serve

    if is_to_serve:
        serve.refuse_wrong_settings()
        serve.require_free(HOST, port)
    outputs = folder / "demo"
    outputs.mkdir(mode=0o700, exist_ok=True)
    click.echo("正在装入内容包……", err=True)
    run("pack", "load", str(PACK))
    passwords = demo_accounts.open_to_log_in(outputs / "passwords.txt")
    click.echo("正在写工作总结……", err=True)
    click.echo(write_summary(outputs))
    click.echo(f"文件：{outputs}")
    if is_to_serve:
        click.echo(f"网址：http://{HOST}:{port}/")
    click.echo(demo_accounts.table_of(passwords))
    if is_to_serve:
        click.echo("网站已启动，按 Ctrl-C 停止。", err=True)
        serve.serve_site(HOST, port)


def write_summary(outputs: Path) -> str:
    """Write the work summary in its three forms and its figures; return the line that counts."""
    figures = ["--figures", str(outputs / "figures.json")]
    for ending, more in (("docx", figures), ("html", []), ("pdf", [])):
        path = outputs / f"{DOCUMENT}.{ending}"
        try:
            run("document", "render", DOCUMENT, "--as", AUTHOR, "--out", str(path), *more)
        except OSError as error:
            # WeasyPrint says so where the machine lacks its libraries.
            if ending != "pdf" or "cannot load library" not in str(error):
                raise
            click.echo("没有生成 PDF：这台机器缺少 Pango，装好后重新运行即可。", err=True)
    from bihuan.cli.documents import figures_line

    return figures_line(outputs / f"{DOCUMENT}.docx")


def _day_of(pack: Path) -> dt.date:
    head = tomllib.loads((pack / "pack.toml").read_text("utf-8"))["pack"]
    return dt.date.fromisoformat(head["today"])
