"""Which type a column is of, from what stands in it and what it is called."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from bihuan.ledgers.proposing import labels
from bihuan.ledgers.proposing.known import Known
from bihuan.ledgers.reading.found import Origin
from bihuan.ledgers.reading.words import squeezed
from bihuan.ledgers.values import people
from bihuan.ledgers.values.cells import NO_WORDS, YES_WORDS, as_text
from bihuan.ledgers.values.days import looks_like_day
from bihuan.ledgers.values.numbers import (
    FINEST,
    decimals_of,
    is_about_number,
    read_number,
    unit_in,
)
from bihuan.ledgers.values.units import MONEY, factor, plain_unit
from bihuan.lib.workbooks.reading import Cell
from bihuan.registers.models import ColumnType

MOSTLY, BY_LABEL = 0.8, 0.6
MOST_CHOICES, LONGEST_CHOICE = 12, 15
LONG_TEXT = 100
_HAVE = frozenset({"有", "无"})
_TRUTHS = (YES_WORDS | NO_WORDS) - {"1", "0", "y", "n", "对", "错"} - _HAVE


@dataclass
class Kind:
    """The type of a column with what goes along; `remarks` say why where it is not plain."""

    type: str
    unit: str = ""
    decimals: int = 0
    choices: tuple[str, ...] = ()
    is_share: bool = False
    is_sensitive: bool = False
    skip: str = ""
    remarks: tuple[str, ...] = ()
    is_sure: bool = True


@dataclass(frozen=True)
class Column:
    """What is known of a column: its label, its unit, where from, its cells that say something."""

    label: str
    unit: str
    origin: Origin
    cells: Sequence[Cell]
    rows: int

    def share(self, fits: int) -> float:
        """Return what part of the cells a number of them is."""
        return fits / len(self.cells) if self.cells else 0.0


def kind_of(column: Column, known: Known) -> Kind:
    """Return what a column is; text where nothing else is clear."""
    if not column.cells:
        return Kind(ColumnType.TEXT, skip=_("整列是空的"))
    for told in (_private, _unit, _coded, _day, _truth, _number, _choice):
        found = told(column, known)
        if found is not None:
            return found
    return _text(column, known)


def _private(column: Column, _known: Known) -> Kind | None:
    label, cells = column.label, column.cells
    ids = sum(1 for cell in cells if people.has_id_number(cell))
    if people.ID_LABELS.search(label) or column.share(ids) >= 0.5:
        why = _("身份证号：台账一般用不着，按最小必要原则不收；确属法规要求的再收，并遮盖")
    elif (
        people.BANK_LABELS.search(label)
        or column.share(sum(1 for cell in cells if people.has_bank_card(cell))) >= 0.5
    ):
        why = _("银行账号：属敏感个人信息，按最小必要原则不收")
    elif people.HEALTH_LABELS.search(label):
        why = _("健康、宗教一类的敏感个人信息，按最小必要原则不收")
    elif people.BIRTH_LABELS.search(label):
        why = _("这类计划生育内容已不再收集")
    elif (
        people.PHONE_LABELS.search(label)
        and column.share(sum(1 for cell in cells if people.is_phone(cell))) >= 0.5
    ):
        return Kind(ColumnType.TEXT, is_sensitive=True, remarks=(_("电话号码，列表和导出中遮盖"),))
    else:
        return None
    return Kind(ColumnType.TEXT, is_sensitive=True, skip=why)


def _unit(column: Column, known: Known) -> Kind | None:
    fits = sum(1 for cell in column.cells if isinstance(cell, str) and known.unit(cell))
    wanted = BY_LABEL if labels.UNIT.search(column.label) else MOSTLY
    if fits and column.share(fits) >= wanted:
        return Kind(ColumnType.UNIT)
    return None


def _coded(column: Column, _known: Known) -> Kind | None:
    if labels.CODE_LIKE.search(column.label):
        sensitive = bool(people.PHONE_LABELS.search(column.label))
        return Kind(ColumnType.TEXT, is_sensitive=sensitive)
    texts = [squeezed(cell) for cell in column.cells]
    zeros = sum(1 for text in texts if len(text) > 1 and text[0] == "0" and text.isdigit())
    if zeros and all(text.isascii() and text.isdigit() for text in texts):
        return Kind(ColumnType.TEXT, remarks=(_("有以0开头的号码，按文字收"),))
    return None


def _day(column: Column, _known: Known) -> Kind | None:
    is_day_column = labels.DAY.search(column.label) is not None
    fits = sum(1 for cell in column.cells if looks_like_day(cell, is_day_column=is_day_column))
    if fits and column.share(fits) >= (BY_LABEL if is_day_column else MOSTLY):
        return Kind(ColumnType.DATE)
    return None


def _truth(column: Column, _known: Known) -> Kind | None:
    words = {squeezed(cell).lower() for cell in column.cells}
    truths = _TRUTHS | (_HAVE if labels.YES_NO.search(column.label) else set())
    if words <= {word.lower() for word in truths}:
        blank = len(column.cells) < column.rows
        said = (_("空格不当作“否”，仍留空"),) if blank else ()
        return Kind(ColumnType.YES_NO, remarks=said)
    return None


def _number(column: Column, _known: Known) -> Kind | None:
    numbers = [cell for cell in column.cells if is_about_number(cell)]
    if column.share(len(numbers)) < MOSTLY:
        if column.share(len(numbers)) > 0.5:
            said = _("有%(n)d处不是数字，先按文字收；改成数字就能统计")
            remark = said % {"n": len(column.cells) - len(numbers)}
            return Kind(_text_type(column), remarks=(remark,), is_sure=False)
        return None
    if all(isinstance(cell, str) and len(squeezed(cell)) >= 12 for cell in numbers):
        return Kind(ColumnType.TEXT)
    if labels.YEAR.fullmatch(column.label):
        return Kind(ColumnType.INTEGER)
    unit, remarks, is_sure = _measure(column, numbers)
    is_share = _is_share(column, numbers, unit)
    if is_share:
        unit = "%"
        remarks += (_("表里是小数（如0.85），记作百分数（85%）"),)
    decimals, rounds = _decimals(numbers, unit, column.unit, is_share=is_share)
    if unit in MONEY:
        return _money(column, numbers, unit, remarks, is_sure=is_sure)
    if rounds:
        remarks += (_("有算出来的长小数，四舍五入到%(n)d位") % {"n": decimals},)
    kind = ColumnType.DECIMAL if decimals else ColumnType.INTEGER
    return Kind(kind, unit, decimals, is_share=is_share, remarks=remarks, is_sure=is_sure)


def _measure(column: Column, numbers: Sequence[Cell]) -> tuple[str, tuple[str, ...], bool]:
    """Return a column's unit, what is to be said of it, and whether it is told at all."""
    if column.unit:
        return plain_unit(column.unit), (), True
    told = Counter(filter(None, map(unit_in, numbers)))
    if told:
        unit = told.most_common(1)[0][0]
        return unit, (_("单位“%(unit)s”写在格子里") % {"unit": unit},), True
    counted = labels.COUNTED.search(column.label)
    if counted is not None:
        return counted[1], (), True
    if labels.MONEY.search(column.label) and not labels.RATE.search(column.label):
        return "元", (_("表里没写金额的单位，暂按元；如是万元，请改成“小数”、单位“万元”"),), False
    return "", (), True


def _is_share(column: Column, numbers: Sequence[Cell], unit: str) -> bool:
    if not labels.RATE.search(column.label) and unit != "%":
        return False
    bare = [cell for cell in numbers if isinstance(cell, int | float)]
    return bool(bare) and all(0 <= cell <= 1 for cell in bare) and any(0 < c < 1 for c in bare)


def _decimals(
    numbers: Sequence[Cell], unit: str, head_unit: str, *, is_share: bool
) -> tuple[int, bool]:
    """Return how many decimals a column has, and whether longer ones are rounded to them."""
    most, rounds = 0, False
    for cell in numbers:
        found = read_number(cell, unit=unit, head_unit=head_unit, share=is_share)
        if found.value is None:
            continue
        decimals = decimals_of(found.value)
        if isinstance(cell, float) and decimals > FINEST:
            noise = round(found.value, 6)
            if abs(noise - found.value) <= abs(found.value) * Decimal("1e-12"):
                most = max(most, decimals_of(noise))
            else:
                rounds = True
        else:
            most = max(most, min(decimals, FINEST))
    return (max(most, 2) if rounds else most), rounds


def _money(
    column: Column, numbers: Sequence[Cell], unit: str, remarks: tuple[str, ...], *, is_sure: bool
) -> Kind:
    """Return the kind of a column of money: kept in 元, unless that would lose something."""
    decimals, rounds = _decimals(numbers, "元", column.unit, is_share=False)
    if decimals > 2 and not rounds:
        own, _rounds = _decimals(numbers, unit, column.unit, is_share=False)
        return Kind(ColumnType.DECIMAL, unit, own, remarks=remarks, is_sure=is_sure)
    if unit != "元":
        said = _("表里的单位是%(unit)s，存成元（1%(unit)s → %(times)s元）")
        remarks += (said % {"unit": unit, "times": f"{factor(unit, '元'):f}"},)
    return Kind(ColumnType.MONEY, "元", 2, remarks=remarks, is_sure=is_sure)


def _choice(column: Column, _known: Known) -> Kind | None:
    texts = [as_text(cell) for cell in column.cells]
    if not all(isinstance(cell, str) for cell in column.cells):
        return None
    told = labels.CHOICE.search(column.label) is not None
    if labels.NEVER_CHOICE.search(column.label) and not told:
        return None
    counted = Counter(squeezed(text) for text in texts)
    most = MOST_CHOICES if told else min(MOST_CHOICES, max(2, len(texts) // 3))
    if len(counted) > most or max(map(len, counted)) > LONGEST_CHOICE:
        return None
    if len(texts) < (3 if told else 6) or len(counted) > len(texts) * (0.7 if told else 0.5):
        return None
    if any(mark in word for word in counted for mark in ";；、"):
        return None
    first = {squeezed(text): text for text in reversed(texts)}
    return Kind(
        ColumnType.CHOICE,
        choices=tuple(first[word] for word, _n in counted.most_common()),
    )


def _text(column: Column, known: Known) -> Kind:
    names = [as_text(cell) for cell in column.cells]
    if labels.RESPONSIBLE.search(column.label) and all(name in known.people for name in names):
        return Kind(ColumnType.PERSON)
    sensitive = bool(
        people.NAME_LABELS.search(column.label) or people.HOME_LABELS.search(column.label)
    )
    remarks: tuple[str, ...] = (_("涉及个人，列表和导出中遮盖"),) if sensitive else ()
    if labels.DAY.search(column.label):
        remarks += (_("不是一个个完整的日期，按文字收"),)
    return Kind(_text_type(column), is_sensitive=sensitive, remarks=remarks)


def _text_type(column: Column) -> str:
    texts = [as_text(cell) for cell in column.cells]
    if max(map(len, texts)) > LONG_TEXT or any("\n" in text for text in texts):
        return ColumnType.LONG_TEXT
    if labels.PLACE.search(column.label):
        return ColumnType.PLACE
    return ColumnType.TEXT
