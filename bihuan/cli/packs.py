"""`bihuan pack check|load`: name every fault of a folder of content, or load it."""

import datetime as dt
from dataclasses import asdict
from pathlib import Path

import click

from bihuan.cli.options import answer_format as with_answer_format
from bihuan.cli.options import print_json
from bihuan.cli.scratch import scratch_database
from bihuan.orgs.access import Actor
from bihuan.orgs.actions import open_unit
from bihuan.packs.actions import check_pack, load_pack
from bihuan.packs.content import read_pack
from bihuan.packs.faults import BadPack, Fault
from bihuan.packs.memory import LoadReport

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
HOME = click.option(
    "--home", default="", metavar="CODE", help="装到哪个乡镇、县（内容包自己没有写明时）。"
)


@click.group()
def pack() -> None:
    """检查、装入内容包（文件夹里的单位、台账、数据、公文和记录）。"""


@pack.command("check")
@click.argument("folder", type=FOLDER, metavar="DIR")
@with_answer_format
def check(folder: Path, answer_format: str) -> None:
    """逐一指出内容包里的错误：文件、行、原因。不读也不改办公数据库。

    没有错误时退出码为 0，有错误时为 2。
    """
    with scratch_database():
        faults = check_pack(folder, actor=Actor.installation(), home=_scratch_home(folder))
    _tell(faults, answer_format)
    if faults:
        raise BadPack(faults)
    if answer_format == "text":
        click.echo("内容包没有错误。")


@pack.command("load")
@click.argument("folder", type=FOLDER, metavar="DIR")
@HOME
@with_answer_format
def load(folder: Path, home: str, answer_format: str) -> None:
    """装入内容包：要么全部装入，要么什么都不装。可以重复装入。"""
    try:
        report = load_pack(folder, actor=Actor.installation(), home=home)
    except BadPack as error:
        _tell(error.faults, answer_format)
        raise
    if answer_format == "json":
        print_json(asdict(report))
    else:
        _tell_report(report)


def _scratch_home(folder: Path) -> str:
    """Open a township in the scratch database for a pack that is loaded into one there already."""
    read, _faults = read_pack(folder)
    code = read.info.home or "scratch"
    if code in {row["code"] for row in read.tables.get("units.csv", [])}:
        return ""
    open_unit(
        actor=Actor.installation(),
        parent=None,
        code=code,
        name="试装乡镇",
        kind="township",
        opened_on=dt.date(1949, 10, 1),
    )
    return code


def _tell(faults: list[Fault], answer_format: str) -> None:
    if answer_format == "json":
        print_json({"faults": [asdict(fault) for fault in faults]})
        return
    for fault in faults:
        click.echo(str(fault))


def _tell_report(report: LoadReport) -> None:
    click.echo(
        f"新增 {report.total_added} 项，修改 {report.total_changed} 项，"
        f"未变 {report.unchanged} 项。"
    )
    for place in report.left:
        click.echo(f"已有人改过，没有覆盖：{place}")
