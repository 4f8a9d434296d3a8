from bihuan.reporting.models.filled import FilledCell, FilledForm, FilledState, HandAnswer
from bihuan.reporting.models.form import FormVersion, PeriodKind, ReportForm
from bihuan.reporting.models.mapping import CellKind, FormCell, FormCheck

__all__ = [
    "CellKind",
    "FilledCell",
    "FilledForm",
    "FilledState",
    "FormCell",
    "FormCheck",
    "FormVersion",
    "HandAnswer",
    "PeriodKind",
    "ReportForm",
]
