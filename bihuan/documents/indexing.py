"""What of a document can be found: its title, and its words.

Of a draft these are the words of its newest text, without the placeholders; of an issued document
the words as they were frozen, figures, records and annexes included.
"""

import re
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from bihuan.documents.models import Document, Issue
from bihuan.documents.paper import Paper
from bihuan.documents.paper_json import from_json
from bihuan.documents.paragraphs import texts_of
from bihuan.documents.template.front_matter import split_template
from bihuan.search import actions as search
from bihuan.search.actions import Text

KIND = "document"
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|^#+\s*|[|*]+|-{3,}", re.S | re.M)


def index_document(document: Document, issued: Paper | None = None) -> None:
    """Put a document into the index; it is found wherever its home's documents are seen."""
    day = timezone.localtime(document.changed_at).date()
    title, path = document.title_on_one_line, document.home.path
    words = "\n".join(texts_of(issued)[1:]) if issued else _words_of(document.template)
    search.put([Text(KIND, document.id, path, day, title, words)])


def _words_of(template: str) -> str:
    _head, body = split_template(template)
    return _PLACEHOLDER.sub(" ", body)


def all_texts() -> Iterator[int]:
    """Index every document, each locked meanwhile; yield one for each."""
    for id_ in list(Document.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            locked = Document.objects.select_for_update(of=("self",)).select_related("home")
            document = locked.get(pk=id_)
            issue = Issue.objects.filter(document=document).first()
            index_document(document, from_json(issue.paper) if issue else None)
        yield 1
