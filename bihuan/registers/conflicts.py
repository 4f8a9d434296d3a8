"""Two versions of one record side by side, and the choice for each column."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.registers.cleaning import Cleaning
from bihuan.registers.describing import MASK, Describing
from bihuan.registers.models import Column, Register, Version
from bihuan.registers.names import Names
from bihuan.registers.reading import is_blank
from bihuan.registers.record_form import RecordForm

PICK = "pick-"
THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True)
class Difference:
    """A column in which what I entered and what stands differ.

    `raw` are my words as they are to be sent again; `picked` what is proposed: the side that
    changed it, and nothing where both did. Both being equal, only my words are sent again.
    """

    code: str
    label: str
    mine: str
    theirs: str
    before: str
    picked: str
    raw: tuple[str, ...]
    is_equal: bool = False


def compare(
    form: RecordForm, before: Mapping[str, Any], current: Version, describing: Describing
) -> list[Difference]:
    """Compare what a form holds with what stands now, column by column."""
    register = form.register
    raw = form.raw()
    cleaning = Cleaning(register, Names(register.home))
    clean = cleaning.clean(raw, draft=True, before=current.values)
    found = []
    for column in register.columns_in_order:
        code = column.code
        faulty = code in clean.faults
        mine = raw[code] if faulty else clean.values.get(code)
        theirs, old = current.values.get(code), before.get(code)
        picked = THEIRS if mine == old else MINE if theirs == old else ""
        found.append(
            Difference(
                code=code,
                label=column.label,
                mine=_mine(column, raw[code], mine, describing, is_faulty=faulty),
                theirs=describing.text(column, theirs),
                before=describing.text(column, old),
                picked=picked,
                raw=_words(raw[code]),
                is_equal=not faulty and mine == theirs,
            )
        )
    return found


def _mine(column: Column, raw: Any, clean: Any, describing: Describing, *, is_faulty: bool) -> str:
    """Return what I entered; of personal data my own words, and no word of what stands."""
    if column.is_sensitive:
        return str(_("保持不变")) if raw == MASK else "、".join(_words(raw))
    return str(raw) if is_faulty else describing.text(column, clean)


def left_as_they_stand(posted: QueryDict, register: Register) -> set[str]:
    """Return the columns for which the standing value was chosen."""
    return {
        column.code
        for column in register.columns_in_order
        if posted.get(PICK + column.code) == THEIRS
    }


def _words(raw: Any) -> tuple[str, ...]:
    if is_blank(raw):
        return ()
    return tuple(raw) if isinstance(raw, list) else (str(raw),)
