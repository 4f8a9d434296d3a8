"""What a task or an amount of money that names a problem is about."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from bihuan.orgs.access import Actor
from bihuan.rectification.access import problems_visible_to
from bihuan.rectification.models.problem import label_of
from bihuan.rectification.rules import KIND as _KIND
from bihuan.tasks.about_links import Link

KIND: str = _KIND


def links(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Link]:
    """Return the problems of some ids that an actor may see, with their pages."""
    rows = problems_visible_to(actor).filter(pk__in=list(ids))
    named = rows.order_by().values_list("pk", "year", "number", "title")
    base = reverse("rectification:board")
    return {
        pk: Link(f"{label_of(year, number)} {title}", f"{base}{pk}/")
        for pk, year, number, title in named
    }


def url_of(id_: UUID) -> str:
    """Return the page of a problem."""
    return reverse("rectification:problem", args=[id_])
