"""What a task that was assigned from a plan is about."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from bihuan.campaigns.access import plans_visible_to
from bihuan.campaigns.models import PlanItem
from bihuan.campaigns.rules import ITEM
from bihuan.orgs.access import Actor
from bihuan.tasks.about_links import Link

KIND: str = ITEM


def links(actor: Actor, ids: Collection[UUID]) -> dict[UUID, Link]:
    """Return the items of some ids whose plans an actor may see, with the plans' pages."""
    rows = PlanItem.objects.filter(pk__in=list(ids), plan__in=plans_visible_to(actor).values("pk"))
    return {
        row.pk: Link(
            f"{row.plan.title} · {row.title}", reverse("campaigns:plan", args=[row.plan_id])
        )
        for row in rows.select_related("plan")
    }
