"""Every write of the room."""

from bihuan.documents.actions.approving import (
    countersign_draft,
    return_draft,
    review_draft,
    sign_draft,
    submit_draft,
)
from bihuan.documents.actions.correcting import begin_correction
from bihuan.documents.actions.countersigning import ask_countersign, withdraw_countersign
from bihuan.documents.actions.drafting import save_document
from bihuan.documents.actions.issuing import issue_document
from bihuan.documents.actions.rounds import (
    RoundSpec,
    answer_without_remarks,
    give_comment,
    remind_addressee,
    send_for_comment,
    settle_comment,
)
from bihuan.documents.actions.signing import revoke_sign_off, sign_for_figure
from bihuan.documents.actions.skipping import explain_numbers
from bihuan.documents.actions.starting import draft_briefing, draft_minutes
from bihuan.documents.actions.word import (
    add_word_template,
    fill_word_template,
    replace_word_template,
    void_word_template,
)

__all__ = [
    "RoundSpec",
    "add_word_template",
    "answer_without_remarks",
    "ask_countersign",
    "begin_correction",
    "countersign_draft",
    "draft_briefing",
    "draft_minutes",
    "explain_numbers",
    "fill_word_template",
    "give_comment",
    "issue_document",
    "remind_addressee",
    "replace_word_template",
    "return_draft",
    "review_draft",
    "revoke_sign_off",
    "save_document",
    "send_for_comment",
    "settle_comment",
    "sign_draft",
    "sign_for_figure",
    "submit_draft",
    "void_word_template",
    "withdraw_countersign",
]
