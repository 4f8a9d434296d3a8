"""Opinions and digests as workbooks; a text that looks like a formula stays a text."""

import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, write_workbook
from bihuan.opinions.models import Opinion, OpinionGroup
from bihuan.opinions.presenting import answer_of, way_of

MOST_IN_A_CELL = 32_000
"""Characters; a cell of a workbook holds 32,767."""


def write_opinions(opinions: Iterable[Opinion]) -> bytes:
    """Return a workbook of opinions, their words as they were said."""
    heads = (
        (_("编号"), 12),
        (_("提出日期"), 12),
        (_("单位"), 14),
        (_("地点"), 16),
        (_("意见原话"), 60),
        (_("类别"), 14),
        (_("渠道"), 10),
        (_("发现方式"), 10),
        (_("意见人类别"), 12),
        (_("意见对象"), 10),
        (_("场合"), 20),
        (_("状态"), 10),
        (_("归并为"), 40),
        (_("答复"), 14),
    )
    return _written(_("意见"), heads, (_opinion_row(each) for each in opinions))


def write_digest(groups: Iterable[OpinionGroup]) -> bytes:
    """Return a digest (汇总表) as a workbook."""
    heads = (
        (_("编号"), 14),
        (_("类别"), 16),
        (_("归并后的意见"), 60),
        (_("原始条数"), 10),
        (_("单位"), 14),
        (_("最早提出"), 12),
        (_("最近提出"), 12),
        (_("答复"), 16),
        (_("说明"), 50),
        (_("反映给"), 20),
        (_("答复日期"), 12),
    )
    return _written(_("意见汇总表"), heads, (_group_row(each) for each in groups))


def _opinion_row(opinion: Opinion) -> list[Any]:
    group = opinion.group
    return [
        opinion.label,
        opinion.raised_on,
        str(opinion.unit),
        opinion.place,
        _cut(opinion.text),
        opinion.category.label if opinion.category else "",
        opinion.get_channel_display(),
        way_of(opinion.channel),
        opinion.get_giver_display(),
        opinion.get_target_display(),
        opinion.occasion,
        opinion.get_state_display(),
        group.wording if group else "",
        answer_of(group).word if group else "",
    ]


def _group_row(group: OpinionGroup) -> list[Any]:
    return [
        group.label,
        group.category.label,
        group.wording,
        group.raw_count,
        str(group.unit),
        group.first_on,
        group.last_on,
        answer_of(group).word,
        group.answer_reason,
        group.forwarded_to,
        group.answered_on,
    ]


def _cut(text: str) -> str:
    if len(text) <= MOST_IN_A_CELL:
        return text
    return text[:MOST_IN_A_CELL] + _("……（太长，未全部列出，请看原件）")


def _written(name: str, heads: Iterable[tuple[str, int]], rows: Iterable[list[Any]]) -> bytes:
    target = io.BytesIO()
    header = [ColumnOut(label, width=width) for label, width in heads]
    write_workbook(target, [SheetOut(name, header, rows)])
    return target.getvalue()
