"""The matrix as a workbook: the values as numbers, what is missing beside them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import BinaryIO

from django.utils.translation import gettext as _

from bihuan.campaigns.models import RequirementScope
from bihuan.campaigns.requirements.progress import Column, Line, Matrix, Progress
from bihuan.campaigns.requirements.wording import WORDS, asked_of, due, wanted
from bihuan.lib.workbooks.writing import ColumnOut, SheetOut, Value, write_workbook
from bihuan.orgs.models import Unit


def write_matrix(matrix: Matrix, target: BinaryIO) -> None:
    """Write the matrix and, on a second sheet, what is required on which basis."""
    write_workbook(target, [_progress(matrix), _required(matrix.columns)])


def _progress(matrix: Matrix) -> SheetOut:
    is_of_persons = matrix.scope == RequirementScope.PERSON
    heads = [_("姓名"), _("职务")] if is_of_persons else [_("单位"), _("说明")]
    header = [ColumnOut(heads[0], 18), ColumnOut(heads[1], 20)]
    for column in matrix.columns:
        label, unit = column.requirement.label, column.definition.unit_of_measure
        said = wanted(column.requirement, column.definition)
        header.append(ColumnOut(f"{label}（{said}）", 18))
        header.append(ColumnOut(_("还差（%(unit)s）") % {"unit": unit} if unit else _("还差"), 10))
        if not is_of_persons:
            header.append(ColumnOut(_("状态"), 10))
    name = _("人员进度") if is_of_persons else _("单位进度")
    return SheetOut(name, header, _rows(matrix.lines, with_words=not is_of_persons))


def _rows(lines: Sequence[Line], *, with_words: bool) -> Iterator[list[Value]]:
    for line in lines:
        of = line.subject.of
        row: list[Value] = [
            str(of),
            line.subject.note if isinstance(of, Unit) else line.subject.title,
        ]
        for cell in line.cells:
            row += [_value(cell), _short(cell)]
            if with_words:
                row.append(str(WORDS[cell.measured.standing]) if cell else "")
        yield row


def _value(cell: Progress | None) -> Decimal | dt.date | None:
    return None if cell is None else cell.value


def _short(cell: Progress | None) -> Decimal | None:
    return cell.measured.missing if cell is not None and cell.measured.is_open else None


def _required(columns: Sequence[Column]) -> SheetOut:
    header = [
        ColumnOut(label, width)
        for label, width in (
            (_("要求"), 24), (_("对谁"), 24), (_("标准"), 20), (_("期限"), 18), (_("数据"), 24),
            (_("口径"), 40), (_("文件依据"), 36), (_("说明"), 36),
        )
    ]  # fmt: skip
    return SheetOut(
        _("要求"),
        header,
        [
            [
                one.requirement.label,
                asked_of(one.requirement),
                wanted(one.requirement, one.definition),
                due(one.requirement),
                one.definition.label,
                one.definition.note,
                one.requirement.basis,
                one.requirement.why_historical or one.requirement.note,
            ]
            for one in columns
        ],
    )
