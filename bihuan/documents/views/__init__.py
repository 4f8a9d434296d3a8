from bihuan.documents.views.approving import countersigns, steps, withdrawal
from bihuan.documents.views.briefing import new_briefing
from bihuan.documents.views.checking import document_check, file_check
from bihuan.documents.views.chips import chips, text_check
from bihuan.documents.views.commenting import comments, settlement
from bihuan.documents.views.correcting import correction, sheet
from bihuan.documents.views.downloading import document_file
from bihuan.documents.views.drafting import document_template, new_document
from bihuan.documents.views.drafts import drafts
from bihuan.documents.views.issuing import document_issue
from bihuan.documents.views.listing import document_list
from bihuan.documents.views.numbers import numbers
from bihuan.documents.views.reading import document_page
from bihuan.documents.views.rounds import (
    comment_round,
    new_round,
    round_answer,
    round_comments,
    round_reminder,
)
from bihuan.documents.views.signing import revocation, sign_offs
from bihuan.documents.views.taking_over import figures_to_pick, pasted_text, text_of_word
from bihuan.documents.views.word import (
    filled_word,
    new_word_template,
    new_word_version,
    word_template,
    word_templates,
    word_version,
    word_withdrawal,
)

__all__ = [
    "chips",
    "comment_round",
    "comments",
    "correction",
    "countersigns",
    "document_check",
    "document_file",
    "document_issue",
    "document_list",
    "document_page",
    "document_template",
    "drafts",
    "figures_to_pick",
    "file_check",
    "filled_word",
    "new_briefing",
    "new_document",
    "new_round",
    "new_word_template",
    "new_word_version",
    "numbers",
    "pasted_text",
    "revocation",
    "round_answer",
    "round_comments",
    "round_reminder",
    "settlement",
    "sheet",
    "sign_offs",
    "steps",
    "text_check",
    "text_of_word",
    "withdrawal",
    "word_template",
    "word_templates",
    "word_version",
    "word_withdrawal",
]
