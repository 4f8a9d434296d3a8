"""What of a document can be found: its title, and the words of its newest text."""

import re
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from bihuan.documents.models import Document
from bihuan.documents.template.front_matter import split_template
from bihuan.search import actions as search
from bihuan.search.actions import Text

KIND = "document"
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|^#+\s*|[|*]+|-{3,}", re.S | re.M)


def index_document(document: Document) -> None:
    """Put a document into the index; it is found wherever its home's documents are seen."""
    _head, body = split_template(document.template)
    day = timezone.localtime(document.changed_at).date()
    plain = _PLACEHOLDER.sub(" ", body)
    title, path = document.title_on_one_line, document.home.path
    search.put([Text(KIND, document.id, path, day, title, plain)])


def all_texts() -> Iterator[int]:
    """Index every document, each locked meanwhile; yield one for each."""
    for id_ in list(Document.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            locked = Document.objects.select_for_update(of=("self",)).select_related("home")
            index_document(locked.get(pk=id_))
        yield 1
