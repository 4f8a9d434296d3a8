from bihuan.documents.views.briefing import new_briefing
from bihuan.documents.views.checking import document_check, file_check
from bihuan.documents.views.downloading import document_file
from bihuan.documents.views.drafting import document_template, new_document
from bihuan.documents.views.issuing import document_issue
from bihuan.documents.views.listing import document_list
from bihuan.documents.views.reading import document_page
from bihuan.documents.views.signing import revocation, sign_offs

__all__ = [
    "document_check",
    "document_file",
    "document_issue",
    "document_list",
    "document_page",
    "document_template",
    "file_check",
    "new_briefing",
    "new_document",
    "revocation",
    "sign_offs",
]
