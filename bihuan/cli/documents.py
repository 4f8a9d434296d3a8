"""`bihuan document`: documents and Word templates written from the records; layout measured."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from bihuan.cli.document_check import check
from bihuan.cli.figures import exact, unit_of
from bihuan.cli.options import answer_format as with_answer_format
from bihuan.cli.options import as_user, print_json
from bihuan.cli.telling import NotInOrder
from bihuan.documents.access import document_named
from bihuan.documents.filling import fill_document
from bihuan.documents.models import Document
from bihuan.documents.paper import Paper, StatedFigure
from bihuan.documents.paper_json import from_json
from bihuan.documents.rendering import FORMS, kept
from bihuan.documents.template import AskedFigure, FilledDocument
from bihuan.documents.typed import names_of_units
from bihuan.figures.computing import definitions_in
from bihuan.figures.models import Definition
from bihuan.figures.periods import parse_period
from bihuan.figures.tracing import trace
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor


@click.group()
def document() -> None:
    """生成公文、核对文稿、测量版式。"""


document.add_command(check)


@document.command("render")
@click.argument("name")
@as_user(required=True)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True,
    metavar="FILE", help="写到哪个文件，后缀 .docx、.pdf、.html、.ofd 决定格式。",
)  # fmt: skip
@click.option(
    "--figures", "figures_file", type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE", help="把文中的数据另写成 JSON。",
)  # fmt: skip
def render(name: str, actor: Actor, out: Path, figures_file: Path | None) -> None:
    """按现在的记录生成一份公文；已签发的取签发时的原件。

    待核的数据写作“待核”并列在标准错误里；有占位符找不到数据时照样写出，退出码为 1。
    """
    form = out.suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise click.UsageError(f"文件名的后缀应是 .docx、.pdf、.html 或 .ofd，现在是“{out.name}”。")
    found = document_named(actor, name)
    filled = fill_document(found, actor=actor)
    content = kept(found.issue, form) if found.is_issued else FORMS[form].render(filled.paper)
    write_whole(out, content)
    if figures_file is not None:
        write_whole(figures_file, figures_json(found, filled).encode())
    if not found.is_issued:
        _tell_what_is_missing(filled)


@document.command("fill")
@click.argument("template", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_user(required=True)
@click.option(
    "--period", required=True, metavar="PERIOD", help="时期：2010、2010-01、起日..止日或 all。"
)
@click.option("--unit", "unit_code", metavar="CODE", help="单位代码；不写则为账号所在的乡镇。")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True,
    metavar="FILE", help="写到哪个 .docx 文件。",
)  # fmt: skip
def fill_word(template: Path, actor: Actor, period: str, unit_code: str | None, out: Path) -> None:
    """按现在的记录填好一份 Word 模板；系统里不留底。

    待核的数据写作“待核”并列在标准错误里；模板有问题时不写，退出码为 2。
    """
    from bihuan.documents.word.checking import outline_of, read_word
    from bihuan.documents.word.filling import try_word, write_word

    if out.suffix.lower() != ".docx":
        raise click.UsageError(f"文件名的后缀应是 .docx，现在是“{out.name}”。")
    content = template.read_bytes()
    tried = try_word(
        outline_of(read_word(content)),
        unit=unit_of(unit_code, actor),
        actor=actor,
        period=parse_period(period),
    )
    write_whole(out, write_word(content, tried))
    for warning in tried.warnings:
        click.echo(str(warning), err=True)
    _tell_pending(tried.pending)
    click.echo(f"{out.name}：{len(tried.figures)}个数据，{len(tried.pending)}个待核，写到 {out}")


@document.command("layout")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_answer_format
def layout(file: Path, answer_format: str) -> None:
    """测量 PDF，或 LibreOffice 排出的 Word 文档：页边距、行数、字数、字体。"""
    from bihuan.documents.layout.measure import measure_docx, measure_pdf

    measures = {".pdf": measure_pdf, ".docx": measure_docx}
    measure = measures.get(file.suffix.lower())
    if measure is None:
        raise Invalid(f"只能测量 .pdf 和 .docx，不能测量“{file.name}”。")
    measured = measure(file.read_bytes()).to_json()
    if answer_format == "json":
        print_json(measured)
        return
    for key, value in measured.items():
        click.echo(f"{key}\t{json.dumps(value, ensure_ascii=False)}")


def figures_line(path: Path) -> str:
    """Return `figures: N stated, M traced, K typed` for a docx named after its document."""
    actor = Actor.installation()
    found = document_named(actor, path.stem)
    filled = fill_document(found, actor=actor)
    counted = count_figures(path.read_bytes(), found, filled, actor)
    return f"figures: {counted.stated} stated, {counted.traced} traced, {counted.typed} typed"


@dataclass(frozen=True)
class Counted:
    """What a finished docx states: figures in its text, those that open, numerals typed."""

    stated: int
    traced: int
    typed: int


def count_figures(
    content: bytes, document: Document, filled: FilledDocument, actor: Actor
) -> Counted:
    """Count a finished docx: a figure is traced where opening it leads to its records."""
    from bihuan.documents.layout.docx_text import read_docx
    from bihuan.documents.numeral_scan import typed_numerals

    spans = read_docx(content)
    written = [(span.code, span.text) for span in spans if span.kind == "figure"]
    opening = _opening(document, filled, actor)
    return Counted(
        stated=len(written),
        traced=sum(1 for each in written if each in opening),
        typed=len(typed_numerals(spans, names_of_units(document.home))),
    )


def _opening(
    document: Document, filled: FilledDocument, actor: Actor
) -> frozenset[tuple[str, str]]:
    """Return code and words of each figure that opens its records: each is opened once."""
    definitions = definitions_in(document.home)
    return frozenset(
        (figure.code, figure.text)
        for figure, asked in zip(filled.figures, filled.asked, strict=True)
        if figure.status == "traced" and _opens(asked, figure, definitions, actor)
    )


def _opens(
    asked: AskedFigure, figure: StatedFigure, definitions: dict[str, Definition], actor: Actor
) -> bool:
    if asked.scope is None:
        return bool(asked.record and figure.url)
    definition = definitions[asked.code]
    opened = trace(definition, asked.scope, actor=actor, size=1)
    behind = sum(len(term.rows) for term in opened.terms) if opened.terms else len(opened.rows)
    is_empty_register = definition.nature == "zero_claim" and opened.answer.records == 0
    return opened.answer.records == figure.records and (behind > 0 or is_empty_register)


def figures_json(document: Document, filled: FilledDocument) -> str:
    """Return the figures of a document as JSON: those frozen at issue, else those of now."""
    if document.is_issued:
        paper: Paper = from_json(document.issue.paper)
        values: dict[int, object] = {}
        figures = list(paper.figures)
    else:
        figures = filled.figures
        values = {
            at: None if figure.status == "pending" else exact(asked.value)
            for at, (figure, asked) in enumerate(zip(figures, filled.asked, strict=True))
        }
    natures = {code: d.nature for code, d in definitions_in(document.home).items()}
    answer = [
        {
            "code": figure.code,
            "label": figure.label,
            "value": values.get(at, figure.value),
            "unit": figure.unit,
            "text": figure.text,
            "nature": natures.get(figure.code, "exact"),
            "records": figure.records,
            "source": figure.source,
            "note": figure.note,
            "status": figure.status,
            "url": figure.url,
        }
        for at, figure in enumerate(figures)
    ]
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises Invalid where there is no such folder."""
    if not path.parent.is_dir():
        raise Invalid(f"没有文件夹“{path.parent}”，请先建好或换一个地方。")
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        draft = Path(file.name)
        try:
            file.write(content)
            file.flush()
            draft.chmod(0o600)
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def _tell_what_is_missing(filled: FilledDocument) -> None:
    for warning in filled.warnings:
        click.echo(str(warning), err=True)
    _tell_pending(filled.pending)
    if filled.faults:
        raise NotInOrder("模板有问题：" + "；".join(str(fault) for fault in filled.faults))


def _tell_pending(pending: Iterable[StatedFigure]) -> None:
    labels = dict.fromkeys(figure.label for figure in pending)
    if labels:
        click.echo(f"待核的数据：{'、'.join(labels)}。", err=True)
