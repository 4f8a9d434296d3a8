"""`bihuan form`: the forms of the level above, filled from the records."""

import datetime as dt
from pathlib import Path

import click

from bihuan.cli.days import Moment
from bihuan.cli.documents import write_whole
from bihuan.cli.options import answer_format as with_answer_format
from bihuan.cli.options import as_user, print_json
from bihuan.lib.errors import NotFound
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.reporting.access import form_named, newest_version
from bihuan.reporting.actions.filling import asked_of
from bihuan.reporting.filling import Answered, fill
from bihuan.reporting.models import ReportForm
from bihuan.reporting.periods import read_period


@click.group()
def form() -> None:
    """填报上级的报表。"""


@form.command("fill")
@click.argument("code")
@click.option("--period", required=True, metavar="PERIOD", help="时期：2010-01、2010Q1 或 2010。")
@click.option("--unit", "unit_code", metavar="CODE", help="单位代码；不写则为报表所属的乡镇。")
@click.option("--as-of", "as_of", type=Moment(), metavar="MOMENT", help="截至哪一刻的记录。")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True,
    metavar="FILE", help="写到哪个 .xlsx 文件。",
)  # fmt: skip
@as_user(required=True)
@with_answer_format
def fill_one(
    code: str,
    period: str,
    unit_code: str | None,
    as_of: dt.datetime | None,
    out: Path,
    actor: Actor,
    answer_format: str,
) -> None:
    """按台账填好一张上报表（代码或名称），写成 Excel；系统里不留底。

    缺口和不符的合计列在标准错误里。JSON 列出每一格。
    """
    if out.suffix.lower() != ".xlsx":
        raise click.UsageError(f"文件名的后缀应是 .xlsx，现在是“{out.name}”。")
    found = form_named(actor, code)
    actor.require(Permission.DRAFT_DOCUMENTS, found.home)
    asked = asked_of(
        actor=actor,
        version=newest_version(found),
        unit=_unit(found, unit_code),
        period=read_period(found.period_kind, period),
        as_of=as_of,
    )
    filled = fill(asked)
    write_whole(out, filled.content)
    for cell in filled.gaps:
        click.echo(f"缺口 {cell.sheet}!{cell.place} {cell.label}：{cell.note}", err=True)
    for check in filled.unmet:
        said = f"{check.left} ≠ {check.right}"
        click.echo(f"不符 {check.sheet} {check.rule}：{said} {check.message}", err=True)
    for note in filled.notes:
        click.echo(note, err=True)
    if answer_format == "json":
        print_json([_json(cell) for cell in filled.cells])
        return
    figures = sum(bool(cell.figure) for cell in filled.cells)
    click.echo(
        f"{found.label} {asked.period}：{figures}格数据，{len(filled.gaps)}个缺口，"
        f"{len(filled.unmet)}处校验不符，写到 {out}"
    )


def _unit(found: ReportForm, code: str | None) -> Unit:
    if not code:
        return found.home
    unit = Unit.objects.under(found.home.path).select_related("home").filter(code=code).first()
    if unit is None:
        raise NotFound(f"“{found.home}”没有代码为“{code}”的单位。")
    return unit


def _json(cell: Answered) -> dict[str, object]:
    return {
        "sheet": cell.sheet,
        "cell": str(cell.place),
        "kind": str(cell.kind),
        "status": cell.status,
        "label": cell.label,
        "text": cell.text,
        "value": cell.exact,
        "figure": cell.figure,
        "scope": cell.scope,
        "records": cell.records,
        "url": cell.url,
        "note": cell.note,
    }
