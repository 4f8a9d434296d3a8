from bihuan.reporting.views.comparing import form_comparison
from bihuan.reporting.views.describing import (
    blank_file,
    form_checks,
    form_details,
    form_page,
    form_proposals,
    new_blank,
    new_form,
)
from bihuan.reporting.views.filling import (
    corrections,
    filled_file,
    filled_page,
    fillings,
    gap_answers,
    sendings,
)
from bihuan.reporting.views.listing import form_list
from bihuan.reporting.views.mapping import form_mapping

__all__ = [
    "blank_file",
    "corrections",
    "filled_file",
    "filled_page",
    "fillings",
    "form_checks",
    "form_comparison",
    "form_details",
    "form_list",
    "form_mapping",
    "form_page",
    "form_proposals",
    "gap_answers",
    "new_blank",
    "new_form",
    "sendings",
]
