"""Every write of the room."""

from bihuan.reporting.actions.filling import answer_gap, fill_form
from bihuan.reporting.actions.forms import FormSpec, add_form, add_version, describe_form
from bihuan.reporting.actions.mapping import CellSpec, CheckSpec, clear_cells, map_cells, set_checks
from bihuan.reporting.actions.sending import begin_correction, mark_sent

__all__ = [
    "CellSpec",
    "CheckSpec",
    "FormSpec",
    "add_form",
    "add_version",
    "answer_gap",
    "begin_correction",
    "clear_cells",
    "describe_form",
    "fill_form",
    "map_cells",
    "mark_sent",
    "set_checks",
]
