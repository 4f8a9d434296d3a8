from bihuan.documents.views.briefing import new_briefing
from bihuan.documents.views.chips import chips
from bihuan.documents.views.downloading import document_file
from bihuan.documents.views.drafting import document_template, new_document
from bihuan.documents.views.issuing import document_issue
from bihuan.documents.views.listing import document_list
from bihuan.documents.views.reading import document_page
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
    "document_file",
    "document_issue",
    "document_list",
    "document_page",
    "document_template",
    "figures_to_pick",
    "filled_word",
    "new_briefing",
    "new_document",
    "new_word_template",
    "new_word_version",
    "pasted_text",
    "revocation",
    "sign_offs",
    "text_of_word",
    "word_template",
    "word_templates",
    "word_version",
    "word_withdrawal",
]
