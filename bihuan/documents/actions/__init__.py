"""Every write of the room."""

from bihuan.documents.actions.drafting import save_document
from bihuan.documents.actions.issuing import issue_document
from bihuan.documents.actions.signing import revoke_sign_off, sign_for_figure
from bihuan.documents.actions.starting import draft_briefing, draft_minutes

__all__ = [
    "draft_briefing",
    "draft_minutes",
    "issue_document",
    "revoke_sign_off",
    "save_document",
    "sign_for_figure",
]
