"""What a task that serves a gate's condition is about."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.orgs.access import Actor
from bihuan.oversight.access import conditions_visible_to
from bihuan.oversight.models import GateCondition
from bihuan.oversight.rules import CONDITION_KIND
from bihuan.tasks.about_links import Link

KIND: str = CONDITION_KIND


def links(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Link]:
    """Return the gates of some conditions that an actor may see, with their pages."""
    rows = conditions_visible_to(actor).filter(pk__in=list(ids))
    return {row.pk: Link(_label(row), url_of(row.request_id)) for row in rows}


def url_of(request_id: UUID) -> str:
    """Return the page of a request."""
    return reverse("oversight:gate", args=[request_id])


def _label(row: GateCondition) -> str:
    return _("%(phase)s转段条件") % {"phase": row.request.phase}
