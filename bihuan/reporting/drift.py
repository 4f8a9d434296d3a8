"""Drift: what the cells of a form that was sent would say today."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.orgs.access import Actor
from bihuan.reporting.actions.filling import asked_of
from bihuan.reporting.filling import Answered, fill
from bihuan.reporting.models import CellKind, FilledCell, FilledForm
from bihuan.reporting.periods import FormPeriod


@dataclass(frozen=True)
class Drift:
    """A cell whose records say something else now."""

    cell: FilledCell
    said: str
    url: str


def drift_of(filled: FilledForm, *, actor: Actor) -> list[Drift]:
    """Return the figures of a sent form that are otherwise now, and lists that grew or shrank."""
    period = FormPeriod(filled.form.period_kind, filled.first_day, filled.last_day)
    asked = asked_of(actor=actor, version=filled.version, unit=filled.unit, period=period)
    now = fill(asked).cells
    figures = {(cell.sheet, cell.asked_at): cell for cell in now if cell.figure}
    found = []
    lists: dict[tuple[str, str], FilledCell] = {}
    for cell in filled.cells.all():
        if cell.kind == CellKind.LIST:
            lists.setdefault((cell.sheet, cell.asked_at), cell)
        elif cell.figure:
            current = figures.get((cell.sheet, cell.asked_at))
            said = _otherwise(cell, current)
            if said:
                found.append(Drift(cell, said, current.url.split("&as_of=")[0] if current else ""))
    return found + _lists_otherwise(filled, lists, now)


def _otherwise(cell: FilledCell, now: Answered | None) -> str:
    if now is None:
        return _("现在的填法里已没有这一格")
    if (now.text, now.records) == (cell.text, cell.records):
        return ""
    return _("现在的数据已变：%(text)s，%(records)s条记录") % {
        "text": now.text or _("没有"),
        "records": now.records,
    }


def _lists_otherwise(
    filled: FilledForm, lists: dict[tuple[str, str], FilledCell], now: list[Answered]
) -> list[Drift]:
    found = []
    for (sheet, area), first in lists.items():
        before = {
            cell.url for cell in filled.cells.all() if (cell.sheet, cell.asked_at) == (sheet, area)
        }
        after = {cell.url for cell in now if (cell.sheet, cell.asked_at) == (sheet, area)}
        if before != after:
            said = _("现在的数据已变：清单由%(before)s条变为%(after)s条") % {
                "before": len(before),
                "after": len(after),
            }
            found.append(Drift(first, said, ""))
    return found
