"""Every write of the room."""

from bihuan.documents.actions.approving import (
    countersign_draft,
    return_draft,
    review_draft,
    sign_draft,
    submit_draft,
)
from bihuan.documents.actions.countersigning import ask_countersign, withdraw_countersign
from bihuan.documents.actions.drafting import save_document
from bihuan.documents.actions.issuing import issue_document
from bihuan.documents.actions.signing import revoke_sign_off, sign_for_figure
from bihuan.documents.actions.skipping import explain_numbers
from bihuan.documents.actions.starting import draft_briefing, draft_minutes

__all__ = [
    "ask_countersign",
    "countersign_draft",
    "draft_briefing",
    "draft_minutes",
    "explain_numbers",
    "issue_document",
    "return_draft",
    "review_draft",
    "revoke_sign_off",
    "save_document",
    "sign_draft",
    "sign_for_figure",
    "submit_draft",
    "withdraw_countersign",
]
