"""A questionnaire's result as a workbook and as text: counts, and words in no order."""

from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from bihuan.lib.dates import write_date
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value, write_workbook
from bihuan.questionnaires.counting import Block, Counts, Crossing, texts_of


def write_result(counts: Counts, target: BinaryIO) -> None:
    """Write the result: no row of any sheet is one person's answers to two questions."""
    write_workbook(target, _sheets(counts))


def _sheets(counts: Counts) -> Iterator[SheetOut]:
    labels = [
        _("题号"),
        _("题目"),
        _("逐项"),
        _("选项"),
        _("人数"),
        _("回答人数"),
        _("占比"),
        _("平均"),
    ]
    yield SheetOut(_("各题结果"), [ColumnOut(label) for label in labels], _result_rows(counts))
    if counts.is_enough and counts.crossings:
        columns = [
            _("题号"),
            _("题目"),
            _("逐项"),
            _("组别"),
            _("选项"),
            _("人数"),
            _("组内回答人数"),
        ]
        rows = (row for crossing in counts.crossings for row in _crossing_rows(crossing))
        yield SheetOut(_("分组比较"), [ColumnOut(label) for label in columns], rows)
    for result in counts.results:
        if result.is_text:
            head = [ColumnOut(str(result.question), 80)]
            rows_of_texts = ([text] for text in texts_of(result.question))
            yield SheetOut(
                _("第%(n)d题文字") % {"n": result.question.position}, head, rows_of_texts
            )


def _result_rows(counts: Counts) -> Iterator[list[Value]]:
    for result in counts.results if counts.is_enough else ():
        question = result.question
        if result.is_hidden and not result.is_text:
            said = _("不足%(n)d人回答，不显示") % {"n": counts.smallest}
            yield [question.position, question.text, "", said, None, None, None, None]
        for block in result.shown:
            yield from _block_rows(block)


def _block_rows(block: Block) -> Iterator[list[Value]]:
    question = block.question
    mean = float(block.mean) if block.mean else None
    begin: list[Value] = [question.position, question.text, block.label]
    if not question.options:
        yield [*begin, "", None, block.base, None, mean]
    for bar in block.bars:
        yield [*begin, bar.label, bar.count, bar.base, bar.share, mean]


def _crossing_rows(crossing: Crossing) -> Iterator[list[Value]]:
    question = crossing.question
    for column in crossing.columns:
        begin: list[Value] = [question.position, question.text, crossing.label, column.label]
        if column.is_hidden:
            yield [*begin, _("人数少，不显示"), None, None]
        elif not question.options:
            yield [*begin, _("平均%(mean)s") % {"mean": column.block.mean}, None, column.block.base]
        else:
            for bar in column.block.bars:
                yield [*begin, bar.label, bar.count, bar.base]


def text_of(counts: Counts) -> str:
    """Return the result in words, to be copied into a paper."""
    questionnaire, received = counts.questionnaire, counts.received
    said = _("“%(title)s”共收到%(all)d份（网上%(web)d份、纸质%(paper)d份）。")
    lines = [said % {"title": questionnaire.title, **received}]
    if questionnaire.opens_on:
        last = questionnaire.closed_on
        until = write_date(last) if last else _("至今")
        lines.append(
            _("时间：%(from)s—%(to)s。") % {"from": write_date(questionnaire.opens_on), "to": until}
        )
    for result in counts.results if counts.is_enough else ():
        lines += [line for block in result.shown for line in _in_words(block)]
    return "\n".join(lines)


def _in_words(block: Block) -> Iterator[str]:
    question = block.question
    label = f"{question.position}. {question.text}" + (f"·{block.label}" if block.label else "")
    parts = [
        _("%(label)s%(count)d人，占%(share)s")
        % {"label": bar.label, "count": bar.count, "share": bar.share}
        for bar in block.bars
    ]
    if block.better:
        parts.append(f"{block.better.label}{block.better.share}")
    if block.mean:
        parts.append(
            _("平均%(mean)s%(unit)s") % {"mean": block.mean, "unit": question.unit_of_measure}
        )
    yield _("%(label)s（%(base)d人回答）：%(parts)s。") % {
        "label": label,
        "base": block.base,
        "parts": "；".join(parts),
    }
