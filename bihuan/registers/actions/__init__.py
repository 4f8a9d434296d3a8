"""Every write of the room."""

from bihuan.registers.actions.defining import close_register, define_register, reopen_register
from bihuan.registers.actions.importing import ImportReport, import_rows
from bihuan.registers.actions.planning import plan_import
from bihuan.registers.actions.records import (
    change_record,
    enter_record,
    return_record,
    submit_record,
    verify_record,
    void_record,
)
from bihuan.registers.actions.rows import Fault, ImportPlan, IncomingRow
from bihuan.registers.actions.specs import ColumnSpec, RegisterSpec
from bihuan.registers.actions.taking import take_workbook
from bihuan.registers.actions.workbooks import import_workbook, plan_workbook

__all__ = [
    "ColumnSpec",
    "Fault",
    "ImportPlan",
    "ImportReport",
    "IncomingRow",
    "RegisterSpec",
    "change_record",
    "close_register",
    "define_register",
    "enter_record",
    "import_rows",
    "import_workbook",
    "plan_import",
    "plan_workbook",
    "reopen_register",
    "return_record",
    "submit_record",
    "take_workbook",
    "verify_record",
    "void_record",
]
