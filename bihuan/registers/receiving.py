"""Workbooks that come back: which register each is for, and which rooms wait for it.

A file is known by its identifier; without one its header is held against the registers that the
actor may enter. Another room that waits for workbooks (收表) has a module `returned.py`, found by
name, with `place_of(actor, received) -> Place | None` and `took(taken) -> None`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from bihuan.lib.workbooks.reading import Sheet, read_workbook
from bihuan.orgs.access import Actor
from bihuan.registers import sheets as workbook
from bihuan.registers.access import registers_visible_to, units_to_enter_for
from bihuan.registers.actions.importing import ImportReport
from bihuan.registers.actions.rows import ImportPlan
from bihuan.registers.headers import Header
from bihuan.registers.identifiers import Identifier, among, in_properties
from bihuan.registers.models import Register
from bihuan.registers.reading import is_blank
from bihuan.ui.rooms import modules

if TYPE_CHECKING:  # sheets itself needs the rows of `actions`, which need this
    from bihuan.registers.sheets import Incoming


@dataclass(frozen=True)
class Found:
    """The register that a file is for; where several fit, `choices`; else a sentence why none."""

    register: Register | None = None
    choices: Sequence[Register] = ()
    refusal: str = ""


@dataclass(frozen=True)
class Received:
    """A workbook that was read and planned, before anything of it is taken."""

    register: Register
    incoming: "Incoming"
    plan: ImportPlan
    name: str
    hint: str = ""


@dataclass(frozen=True)
class Place:
    """What a room that waits for a file says of it.

    `remarks` ask for a choice by hand, `notes` only tell; an empty workbook may be kept as a
    report that there is nothing (零报告) where `may_be_empty`.
    """

    label: str
    url: str = ""
    remarks: Sequence[str] = ()
    notes: Sequence[str] = ()
    may_be_empty: bool = False


@dataclass(frozen=True)
class Taken:
    """A workbook of which rows were taken; `is_empty` where it was kept as a report of nothing."""

    actor: Actor
    register: Register
    name: str
    report: ImportReport
    identifier: Identifier | None = None
    hint: str = ""
    is_empty: bool = False


@dataclass(frozen=True)
class _Fit:
    register: Register
    sheet: Sheet
    header: Header
    is_named: bool = False
    missing: int = 0
    strange: int = field(default=0)


def place_of(actor: Actor, received: Received) -> Place | None:
    """Ask the rooms that wait for workbooks; the first that knows the file answers."""
    found = (room.place_of(actor, received) for room in modules("returned"))
    return next((place for place in found if place is not None), None)


def tell(taken: Taken) -> None:
    """Tell the rooms that wait for workbooks, in the transaction that took the rows."""
    for room in modules("returned"):
        room.took(taken)


def find_register(actor: Actor, source: Path | bytes, name: str) -> Found:
    """Return the register that a file is for. Raises WorkbookRefused for what cannot be read."""
    sheets = read_workbook(source, name=name, errors=[])
    identifier = among(sheets) or in_properties(source)
    if identifier is not None:
        return _by_identifier(actor, identifier)
    fits = [fit for register in registers_visible_to(actor) if (fit := _fit(register, sheets))]
    fits = [fit for fit in fits if units_to_enter_for(actor, fit.register).exists()]
    return _by_header(fits)


def _by_identifier(actor: Actor, identifier: Identifier) -> Found:
    register = (
        registers_visible_to(actor)
        .filter(code=identifier.register, home__code=identifier.home)
        .first()
    )
    if register is None or not units_to_enter_for(actor, register).exists():
        return Found(refusal=_("这个文件是为别的单位或别的台账做的，您的账号不能填报那本台账。"))
    return Found(register)


def _fit(register: Register, sheets: Sequence[Sheet]) -> _Fit | None:
    chosen = workbook.choose_sheet(register, sheets)
    if chosen is None:
        return None
    sheet, header = chosen
    missing = [
        column
        for column in register.columns_in_order
        if column.required and column.code not in header.places and is_blank(column.default)
    ]
    is_named = sheet.name.strip() in (register.label, register.label[:31], register.code)
    strange = len(header.unknown) + len(header.twice)
    return _Fit(register, sheet, header, is_named, len(missing), strange)


def _by_header(fits: Sequence[_Fit]) -> Found:
    """Choose the one register that fits; two that fit alike are asked of the person."""
    named = [fit for fit in fits if fit.is_named]
    whole = [fit for fit in fits if not fit.missing and not fit.strange]
    for group in (named, whole):
        if len(group) == 1:
            return Found(group[0].register)
    if len(whole) > 1:
        return Found(choices=[fit.register for fit in whole])
    near = [fit for fit in fits if fit.strange + fit.missing <= fit.header.score]
    if not near:
        return Found(
            refusal=_("没有找到对得上列名的台账；请用台账的填报表来填，或到那本台账的“导入”上传。")
        )
    best = min(fit.strange + fit.missing for fit in near)
    closest = [fit.register for fit in near if fit.strange + fit.missing == best]
    return Found(closest[0]) if len(closest) == 1 else Found(choices=closest)
