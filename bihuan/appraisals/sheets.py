"""A result as a workbook: turn-out, items, published groups, scores; in the paper's order."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bihuan.appraisals.choosing import ChoiceShown
from bihuan.appraisals.results import CellShown, ItemShown, SubjectShown
from bihuan.appraisals.standing import GroupRow
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value

NONE = "—"


def turn_out_sheet(rows: Sequence[GroupRow]) -> SheetOut:
    """Return the sheet of who should come, came, got a slip and gave a ballot, by group."""
    heads = (_("投票人组"), _("权重（%）"), _("应到"), _("实到"), _("发出"), _("收回"))
    return SheetOut(
        _("投票情况"),
        [ColumnOut(head) for head in heads],
        [
            [
                *(row.group.label, row.group.weight, row.group.should, row.group.present),
                *(row.group.handed_out, row.came),
            ]
            for row in rows
        ],
    )


def grade_sheets(subjects: Sequence[SubjectShown]) -> list[SheetOut]:
    """Return items by all voters, by published group, and the scores of subjects."""
    grades = list(
        dict.fromkeys(grade for s in subjects for block in s.blocks for grade in block.grades)
    )
    about = [ColumnOut(head) for head in (_("部分"), _("测评对象"), _("测评内容"))]
    counted = [ColumnOut(head) for head in (*grades, _("弃权"), _("有效票"), _("无效票"))]
    score = ColumnOut(_("得分"), number_format="0.00")
    mean = ColumnOut(_("平均分"), number_format="0.00")
    group = ColumnOut(_("公布的组"))
    return [
        SheetOut(_("各项结果"), [*about, *counted, score], _items(subjects, grades)),
        SheetOut(_("分组结果"), [*about, group, *counted, mean], _cells(subjects, grades)),
        SheetOut(
            _("得分"),
            [*about[:2], score],
            ([s.part, s.label, _number(s.score)] for s in subjects),
        ),
    ]


def _items(subjects: Sequence[SubjectShown], grades: Sequence[str]) -> Iterator[list[Value]]:
    for subject in subjects:
        for block in subject.blocks:
            for item in block.items:
                yield [
                    *(subject.part, subject.label, item.question),
                    *_votes(item, block.grades, grades),
                    _number(item.score),
                ]


def _cells(subjects: Sequence[SubjectShown], grades: Sequence[str]) -> Iterator[list[Value]]:
    for subject in subjects:
        for block in subject.blocks:
            for item in block.items:
                for cell in item.cells:
                    yield [
                        *(subject.part, subject.label, item.question, cell.label),
                        *_votes(cell, block.grades, grades),
                        _number(cell.mean),
                    ]


def _votes(of: ItemShown | CellShown, own: Sequence[str], grades: Sequence[str]) -> list[Value]:
    """Return counts under the columns of all grades, then abstentions, valid and invalid."""
    counts: Mapping[str, int] = {choice.label: choice.votes for choice in of.choices[:-1]}
    found: list[Value] = [counts.get(grade) if grade in own else None for grade in grades]
    abstained = of.choices[-1].votes if of.choices else None
    return [*found, abstained, of.ballots, of.invalid]


def choice_sheet(choices: Sequence[ChoiceShown]) -> SheetOut:
    """Return votes by name, in the paper's order."""
    heads = (
        *(_("职务或项目"), _("姓名"), _("另写的"), _("赞成（推荐）"), _("反对"), _("弃权")),
        *(_("占有效票（%）"), _("有效票"), _("无效票")),
    )
    return SheetOut(_("得票"), [ColumnOut(head) for head in heads], _names(choices))


def _names(choices: Sequence[ChoiceShown]) -> Iterator[list[Any]]:
    for choice in choices:
        for name in choice.names:
            against: list[Any] = [name.no, name.abstained] if choice.is_post else [None, None]
            yield [
                *(choice.question, name.label, _("是") if name.is_written else ""),
                *(name.yes, *against, _number(name.share.rstrip("%"))),
                *(choice.ballots, choice.invalid),
            ]


def _number(text: str) -> Decimal | None:
    return None if text in ("", NONE) else Decimal(text)
