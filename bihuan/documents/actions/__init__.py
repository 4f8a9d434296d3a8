"""Every write of the room."""

from bihuan.documents.actions.drafting import save_document
from bihuan.documents.actions.issuing import issue_document
from bihuan.documents.actions.signing import revoke_sign_off, sign_for_figure
from bihuan.documents.actions.starting import draft_briefing, draft_minutes
from bihuan.documents.actions.word import (
    add_word_template,
    fill_word_template,
    replace_word_template,
    void_word_template,
)

__all__ = [
    "add_word_template",
    "draft_briefing",
    "draft_minutes",
    "fill_word_template",
    "issue_document",
    "replace_word_template",
    "revoke_sign_off",
    "save_document",
    "sign_for_figure",
    "void_word_template",
]
