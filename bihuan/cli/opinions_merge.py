"""`bihuan opinions merge`: mark which messages of a file speak of the same problem."""

import csv
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from bihuan.opinions.merging import Message, propose

GROUP = "group"
TEXTS = ("text", "detail")
LONGEST_CELL = 1 << 24
BOM = b"\xef\xbb\xbf"


class Refused(click.ClickException):
    """The input cannot be worked on: one sentence, exit code 2."""

    exit_code = 2


@dataclass(frozen=True)
class Table:
    """A file as it was read: its encoding and line ends are kept for what is written."""

    header: list[str]
    rows: list[list[str]]
    encoding: str
    line_end: str


@click.command()
@click.argument("source", metavar="IN.csv", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT.csv", type=click.Path(path_type=Path))
def merge(source: Path, target: Path) -> None:
    """把说同一个问题的意见编为一组。

    IN.csv 要有 text 或 detail 列，可以有 title、time 列；UTF-8 和 GB18030 都认得。OUT.csv
    保留全部列和顺序，末尾添加 group 列：同一组的编号相同，只有一条的为空。
    """
    table = read(source)
    groups = propose(messages_of(table, source))
    marks = [""] * len(table.rows)
    for number, group in enumerate(groups, start=1):
        for at in group.members:
            marks[int(str(at))] = str(number)
    rows = [[*row, mark] for row, mark in zip(table.rows, marks, strict=True)]
    write(target, Table([*table.header, GROUP], rows, table.encoding, table.line_end))
    merged = sum(len(group.members) for group in groups)
    click.echo(f"{len(rows)} 条意见，其中 {merged} 条归为 {len(groups)} 组，已写入 {target}。")


def read(path: Path) -> Table:
    """Return a file's table; raises Refused where it is none, or has groups already."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused(f"读不到文件“{path}”：{error.strerror}，请核对路径。") from error
    text, encoding = _decoded(content, path)
    csv.field_size_limit(LONGEST_CELL)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Refused(f"“{path}”不是完好的 CSV 文件（{error}），请检查引号是否成对。") from error
    if not lines or not any(lines[0]):
        raise Refused(f"“{path}”第一行没有列名，请添上列名后再办理。")
    header = lines[0]
    if GROUP in _bare(header):
        raise Refused(f"“{path}”已经有 {GROUP} 列，请先删去或改名，以免混淆两次归并的结果。")
    rows = [_filled(row, header, at, path) for at, row in enumerate(lines[1:], start=2) if row]
    return Table(header, rows, encoding, "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n")


def messages_of(table: Table, path: Path) -> list[Message]:
    """Return the messages of a table, by the place of their row; raises Refused without a text."""
    names = _bare(table.header)
    column = next((names.index(name) for name in TEXTS if name in names), None)
    if column is None:
        raise Refused(f"“{path}”没有 text 或 detail 列，请把意见内容一列改名为 text。")
    title = names.index("title") if "title" in names else None
    time = names.index("time") if "time" in names else None
    return [
        Message(
            at,
            row[column],
            "" if title is None else row[title],
            "" if time is None else row[time],
        )
        for at, row in enumerate(table.rows)
    ]


def write(path: Path, table: Table) -> None:
    """Write a table whole or not at all; raises Refused where the place cannot be written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=table.line_end)
    writer.writerow(table.header)
    writer.writerows(table.rows)
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            try:
                file.write(text.getvalue().encode(table.encoding))
                file.close()
                Path(file.name).chmod(0o666 & ~_umask())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise Refused(f"写不了文件“{path}”：{error.strerror}，请换一个位置。") from error


def _decoded(content: bytes, path: Path) -> tuple[str, str]:
    for encoding in ("utf-8-sig" if content.startswith(BOM) else "utf-8", "gb18030"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Refused(f"“{path}”既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8 的 CSV 后再办理。")


def _bare(header: list[str]) -> list[str]:
    return [name.strip().lower() for name in header]


def _filled(row: list[str], header: list[str], at: int, path: Path) -> list[str]:
    """Return a row with as many cells as the header; one with more is refused."""
    if len(row) > len(header):
        raise Refused(f"“{path}”第 {at} 条有 {len(row)} 格，比列名多，请检查是否漏了引号。")
    return row + [""] * (len(header) - len(row))


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
