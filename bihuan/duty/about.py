"""What a task that serves a case links to: its page, the assignment sheet, or nothing.

The label is the number alone: tasks are seen by more people than cases are.
"""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.duty.access import disputes_visible_to, petitions_visible_to, sheets_visible_to
from bihuan.duty.actions.handing import KIND
from bihuan.orgs.access import Actor
from bihuan.tasks.about_links import Link

__all__ = ["KIND", "links"]


def links(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Link]:
    """Return the links of the cases that an actor may see, by id."""
    wanted = list(ids)
    found = {
        case.pk: Link(_("矛盾纠纷%(n)s") % {"n": case.written_number}, _url("dispute", case.pk))
        for case in disputes_visible_to(actor).filter(pk__in=wanted)
    }
    sheets = sheets_visible_to(actor).filter(pk__in=wanted)
    whole = set(petitions_visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    for case in sheets:
        page = "petition" if case.pk in whole else "sheet"
        label = _("信访事项%(n)s") % {"n": case.written_number}
        found[case.pk] = Link(label, _url(page, case.pk))
    return found


def _url(page: str, id_: UUID) -> str:
    return reverse(f"duty:{page}", args=[id_])
