"""`bihuan import` and `bihuan export`: a register's records from and into Excel."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from bihuan.cli.options import answer_format as with_answer_format
from bihuan.cli.options import as_user, print_json
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.registers.access import register_for
from bihuan.registers.actions import ImportReport, import_workbook, plan_workbook
from bihuan.registers.sheets import export_register

SHOWN = 20
WORKBOOK = click.Path(path_type=Path, dir_okay=False)


@click.command("import")
@click.argument("register_code", metavar="REGISTER")
@click.argument("file", metavar="FILE", type=WORKBOOK)
@as_user(required=True)
@click.option("--dry-run", is_flag=True, help="只说会新增、修改哪些，不存入。")
@with_answer_format
def import_(
    register_code: str, file: Path, actor: Actor, dry_run: bool, answer_format: str
) -> None:
    """从表格文件（.xlsx、.xls、.ods、.csv）导入台账记录。

    全部存入，或者一条不存：有错误时列出每一处（工作表、行、列、原因），退出码为 2。
    """
    register = register_for(actor, register_code)
    with _counting("导入") as progress:
        if dry_run:
            plan = plan_workbook(
                actor=actor, register=register, source=file, name=file.name, progress=progress
            )
            counts = (
                (0, 0, 0) if plan.faults else (len(plan.added), len(plan.changed), plan.unchanged)
            )
            report = ImportReport(*counts, faults=tuple(plan.faults))
        else:
            report = import_workbook(
                actor=actor, register=register, source=file, name=file.name, progress=progress
            )
    _tell(report, answer_format, dry_run=dry_run)
    if report.faults:
        raise Invalid(
            f"“{file.name}”有{len(report.faults)}处错误，没有存入任何记录；请改正后再导入。"
        )


@click.command("export")
@click.argument("register_code", metavar="REGISTER")
@click.argument("file", metavar="FILE.xlsx", type=WORKBOOK)
@as_user(required=True)
@with_answer_format
def export(register_code: str, file: Path, actor: Actor, answer_format: str) -> None:
    """把账号能看到的台账记录导出为 Excel；个人信息以＊＊＊代替。"""
    if file.suffix.lower() != ".xlsx":
        raise Invalid(f"导出的文件名应以 .xlsx 结尾，现在是“{file.name}”。")
    register = register_for(actor, register_code)
    count = export_register(actor=actor, register=register, target=file)
    if answer_format == "json":
        print_json({"file": str(file), "records": count})
    else:
        click.echo(f"已导出{count}条记录到 {file}。")


def _tell(report: ImportReport, answer_format: str, *, dry_run: bool) -> None:
    if answer_format == "json":
        print_json(
            {
                "added": report.added,
                "changed": report.changed,
                "unchanged": report.unchanged,
                "faults": [asdict(fault) for fault in report.faults],
            }
        )
        return
    for fault in report.faults[:SHOWN]:
        place = f"{fault.sheet} 第{fault.row}行" + (f" {fault.column}" if fault.column else "")
        click.echo(f"{place}：{fault.message}")
    if len(report.faults) > SHOWN:
        click.echo(f"……另有{len(report.faults) - SHOWN}处，用 --format json 可看全部。")
    if not report.faults:
        words = "将新增" if dry_run else "新增"
        click.echo(f"{words}{report.added}条，修改{report.changed}条，未变{report.unchanged}条。")


@contextmanager
def _counting(label: str) -> Iterator[Callable[[int], None]]:
    """Count rows on stderr where that is a terminal, and wipe the line at the end."""
    shown = sys.stderr.isatty()

    def tell(at: int) -> None:
        if shown:
            click.echo(f"\r{label}：已读{at}行", nl=False, err=True)

    try:
        yield tell
    finally:
        if shown:
            click.echo("\r\033[K", nl=False, err=True)
