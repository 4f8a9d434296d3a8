"""`bihuan audit verify`: walk the audit chain and name what is wrong with it."""

import re
from dataclasses import asdict

import click

from bihuan.audit.models import Head
from bihuan.audit.verifying import Fault
from bihuan.audit.verifying import verify as faults_of
from bihuan.cli.options import answer_format as with_answer_format
from bihuan.cli.options import print_json
from bihuan.cli.telling import NotInOrder
from bihuan.documents.models import Issue


@click.group()
def audit() -> None:
    """核对审计日志。"""


def _anchors(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    for value in values:
        if not re.fullmatch(r"[0-9]+:[0-9a-f]{64}", value):
            raise click.BadParameter(f"应写作 序号:哈希，现在是“{value}”", ctx, param)
    return values


@audit.command("verify")
@click.option(
    "--anchor",
    "anchors",
    multiple=True,
    metavar="SEQ:HASH",
    callback=_anchors,
    help="在别处留存的链首（如备份里的），可以写多个。",
)
@with_answer_format
def verify(anchors: tuple[str, ...], answer_format: str) -> None:
    """从头核对审计日志，指出被改动、删除、调换、截去的记录。

    已签发公文里印着的链首一并核对。完好时退出码为 0，有问题时为 1，用法不对时为 2。
    """
    printed = Issue.objects.order_by("issued_at").values_list("audit_head", flat=True)
    faults = list(faults_of([*anchors, *printed]))
    head = Head.objects.filter(id=1).first()
    entries = head.sequence if head else 0
    if answer_format == "json":
        print_json(
            {"entries": entries, "head": str(head or ""), "faults": [asdict(f) for f in faults]}
        )
    else:
        _tell(faults, entries, str(head or ""))
    if faults:
        raise NotInOrder(f"审计日志有 {len(faults)} 处问题，请立即保全数据库并查明原因。")


def _tell(faults: list[Fault], entries: int, head: str) -> None:
    for fault in faults:
        click.echo(f"{fault.kind}\t{fault.message}")
    if not faults:
        click.echo(f"审计日志完好，共 {entries} 条。" + (f"链首 {head}" if head else ""))
