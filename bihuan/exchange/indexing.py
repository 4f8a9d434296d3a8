"""What of a document that came in can be found: its title, sender, number, and its words."""

from collections.abc import Iterator

from django.utils import timezone

from bihuan.exchange.models import Reception
from bihuan.search import actions as search
from bihuan.search.actions import Text

KIND = "reception"


def index_reception(reception: Reception) -> None:
    """Put a document that came in into the index; it is found by its receiver's office."""
    day = timezone.localtime(reception.arrived_at).date()
    words = "\n".join((reception.sender_name, reception.number, reception.text))
    path = reception.home.path
    search.put([Text(KIND, reception.id, path, day, reception.title, words)])


def all_texts() -> Iterator[int]:
    """Index everything that came in; yield one for each."""
    for reception in Reception.objects.select_related("home").defer("figures").iterator(200):
        index_reception(reception)
        yield 1
