"""`bihuan document check`: a file's figures, contradictions, forms and length, as text or JSON."""

import datetime as dt
from pathlib import Path

import click

from bihuan.cli.figures import scope_options, unit_of
from bihuan.cli.options import answer_format as with_answer_format
from bihuan.cli.options import as_nobody_or_user, print_json
from bihuan.cli.telling import NotInOrder
from bihuan.documents.checking.file_checking import check_file, limits_for
from bihuan.documents.checking.report import Report, Severity
from bihuan.documents.checking.telling import report_lines
from bihuan.figures.asking import Scope
from bihuan.orgs.access import Actor


@click.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_nobody_or_user
@scope_options
@click.option("--special", is_flag=True, help="按专项文稿的字数上限核对。")
@click.option("--no-layout", is_flag=True, help="不核对 .docx 和 .pdf 的版面。")
@click.option("--strict", is_flag=True, help="有错误时退出码为 1。")
@with_answer_format
def check(
    file: Path,
    actor: Actor | None,
    unit_code: str | None,
    from_on: dt.date | None,
    to_on: dt.date | None,
    as_of: dt.datetime | None,
    special: bool,
    no_layout: bool,
    strict: bool,
    answer_format: str,
) -> None:
    """核对一份公文（.docx、.txt、.md、.pdf）：数据、前后矛盾、写法、字数、版面。

    写明 --as 时与台账核对：--unit、--from 和 --to 限定单位和时段，不写为账号所在的乡镇、全部时间。
    """
    scope = _scope(actor, unit_code, from_on, to_on, as_of)
    report = check_file(
        file.read_bytes(),
        file.name,
        actor=actor,
        scope=scope,
        limits=limits_for(scope.unit if scope else None),
        is_special=special,
        with_layout=not no_layout,
    )
    if answer_format == "json":
        print_json(report.to_json())
    else:
        for line in report_lines(report):
            click.echo(line)
    _tell(report, strict=strict)


def _scope(
    actor: Actor | None,
    unit_code: str | None,
    first: dt.date | None,
    last: dt.date | None,
    as_of: dt.datetime | None,
) -> Scope | None:
    if actor is None:
        if unit_code or first or last or as_of:
            raise click.UsageError("--unit、--from、--to、--as-of 要和 --as 一起写。")
        return None
    if (first is None) != (last is None):
        raise click.UsageError("--from 和 --to 要一起写。")
    if first and last and last < first:
        raise click.UsageError("--to 早于 --from。")
    period = (first, last) if first and last else None
    return Scope(unit_of(unit_code, actor), period, as_of)


def _tell(report: Report, *, strict: bool) -> None:
    errors = report.counts()[Severity.ERROR]
    if strict and errors:
        raise NotInOrder(f"有{errors}处错误，请改正后再核对。")
