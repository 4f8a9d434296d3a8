"""`bihuan figures` and `bihuan trace`: figures as JSON for scripts, and the records behind one."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import click

from bihuan.cli.days import Moment
from bihuan.cli.options import answer_format as with_answer_format
from bihuan.cli.options import as_user, from_and_to, print_json
from bihuan.figures.access import administrations
from bihuan.figures.answering import answer_each
from bihuan.figures.asking import Amount, Answer, Scope
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import definitions_in
from bihuan.figures.errors import UnknownFigure
from bihuan.figures.models import Definition
from bihuan.figures.periods import Period
from bihuan.figures.tracing import Trace, TracedRow
from bihuan.figures.tracing import trace as open_figure
from bihuan.lib.errors import Invalid, NotFound
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

ROWS_AT_ONCE = 500


def scope_options(function: Any) -> Any:
    """Add `--unit`, `--from`, `--to` and `--as-of`; without days all time is meant."""
    for option in (
        click.option(
            "--as-of", "as_of", type=Moment(), metavar="MOMENT", help="截至哪一刻的记录。"
        ),
        from_and_to,
        click.option(
            "--unit", "unit_code", metavar="CODE", help="单位代码；不写则为账号所在的乡镇。"
        ),
    ):
        function = option(function)
    return function


@click.command()
@scope_options
@as_user(required=False)
@with_answer_format
def figures(
    unit_code: str | None,
    from_on: dt.date | None,
    to_on: dt.date | None,
    as_of: dt.datetime | None,
    actor: Actor,
    answer_format: str,
) -> None:
    """计算一个单位的全部数据。

    不写日期为全部时间。JSON 里的 value：能准确写成数的是数，除不尽的比率是文字，日期写作
    2010-02-03，待核的是 null。
    """
    scope = Scope(unit_of(unit_code, actor), _period(from_on, to_on), as_of)
    definitions = definitions_in(scope.unit.home)
    answers, faults = answer_each(definitions.values(), scope, actor=actor)
    for code, why in faults.items():
        click.echo(f"{definitions[code].label}（{code}）：{why}", err=True)
    shown = [answer for code in definitions if (answer := answers.get(code)) is not None]
    if answer_format == "json":
        labels = source_labels(scope.unit.home)
        print_json([figure_json(answer, labels) for answer in shown])
        return
    for answer in shown:
        click.echo(f"{answer.definition.label}\t{answer.text}\t{answer.records}条记录")


@click.command()
@click.argument("figure")
@scope_options
@as_user(required=True)
@with_answer_format
def trace(
    figure: str,
    unit_code: str | None,
    from_on: dt.date | None,
    to_on: dt.date | None,
    as_of: dt.datetime | None,
    actor: Actor,
    answer_format: str,
) -> None:
    """列出一项数据（代码或名称）背后您可以查看的记录。

    比率列出分子和分母两项数据的记录。
    """
    scope = Scope(unit_of(unit_code, actor), _period(from_on, to_on), as_of)
    definition = definition_named(scope.unit.home, figure)
    rows = list(rows_of(definition, scope, actor))
    if answer_format == "json":
        print_json([row_json(row) for row in rows])
        return
    for row in rows:
        values = "，".join(f"{label}：{text}" for label, text in row.values.items())
        click.echo(f"{row.date}\t{row.unit}\t{values}")
    answer, visible = _counted(open_figure(definition, scope, actor=actor, size=1))
    click.echo(f"{definition.label}：{answer.text}，共{answer.records}条记录，可查看{visible}条。")


def unit_of(code: str | None, actor: Actor) -> Unit:
    """Return the unit of a code; without one the only administration with figures to be seen.

    Raises NotFound, NotAllowed or Invalid.
    """
    units = Unit.objects.select_related("home")
    if code:
        found = units.filter(code=code).first()
        if found is None or not actor.may_in_home_of(Permission.SEE_FIGURES, found):
            raise NotFound(f"没有代码为“{code}”的单位，或者这个账号不能查看它的数据。")
        return found
    actor.require(Permission.SEE_FIGURES)
    candidates = list(administrations(actor)[:2])
    if len(candidates) != 1:
        raise Invalid("请用 --unit 写明单位代码。")
    return candidates[0]


def definition_named(home: Unit, name: str) -> Definition:
    """Return the figure of a code or a label; raises UnknownFigure."""
    definitions = definitions_in(home)
    by_label = {definition.label: definition for definition in definitions.values()}
    found = definitions.get(name) or by_label.get(name)
    if found is None:
        raise UnknownFigure(f"没有名为“{name}”的数据，请检查代码或名称。")
    return found


def rows_of(definition: Definition, scope: Scope, actor: Actor) -> Iterator[TracedRow]:
    """Yield the records behind a figure that the actor may open; for a ratio those of its terms."""
    if definition.is_ratio:
        terms = (definition.numerator, definition.denominator)
        for term in definitions_in(scope.unit.home, terms).values():
            yield from rows_of(term, scope, actor)
        return
    page = 1
    while page:
        opened = open_figure(definition, scope, actor=actor, page=page, size=ROWS_AT_ONCE)
        yield from opened.rows
        page = opened.next_page


def source_labels(home: Unit) -> dict[str, str]:
    """Return the labels of all sources by code."""
    return {code: source.label for code, source in sources(home).items()}


def figure_json(answer: Answer, labels: dict[str, str]) -> dict[str, object]:
    """Return an answer as the command line gives it to scripts."""
    definition = answer.definition
    source = (
        f"{definition.numerator}/{definition.denominator}"
        if definition.is_ratio
        else labels.get(definition.source, definition.source)
    )
    return {
        "code": definition.code,
        "label": definition.label,
        "value": None if answer.is_pending else exact(answer.value),
        "unit": definition.unit_of_measure,
        "text": answer.text,
        "nature": definition.nature,
        "records": answer.records,
        "source": source,
        "note": definition.note,
    }


def row_json(row: TracedRow) -> dict[str, object]:
    """Return a record as the command line gives it to scripts."""
    return {
        "id": row.id,
        "register": row.source,
        "date": row.date,
        "unit": row.unit,
        "values": dict(row.values),
        "url": row.url,
    }


def exact(value: Amount) -> int | float | str | None:
    """Return a value for JSON: a number where the number says exactly the value, else text."""
    if value is None:
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    return number if Decimal(repr(number)) == value else str(value)


def _period(first: dt.date | None, last: dt.date | None) -> Period:
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise click.UsageError("--from 和 --to 要一起写。")
    if last < first:
        raise click.UsageError("--to 早于 --from。")
    return first, last


def _counted(opened: Trace) -> tuple[Answer, int]:
    return opened.answer, opened.visible
