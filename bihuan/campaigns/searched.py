"""What the search box finds of this room: campaigns and items of plans by words of their names."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.campaigns.access import campaigns_visible_to, plans_visible_to
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.lib.bigrams import marked, words_of
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.search.declaring import Named
from bihuan.ui.searching import Hit


def named(actor: Actor, words: str) -> list[Named[Any]]:
    """Declare the campaigns and items that an actor may see whose name has every word."""
    if not actor.may(Permission.SEE_CAMPAIGNS):
        return []
    asked = words_of(words)
    titled = Q()
    for word in asked:
        titled &= Q(title__icontains=word)
    items = PlanItem.objects.filter(
        titled, withdrawn_at=None, plan__in=plans_visible_to(actor).values("pk")
    )
    return [
        Named(
            campaigns_visible_to(actor).filter(titled),
            lambda found: [_campaign(each, asked) for each in found],
            only=("title", "begins_on", "home__name"),
        ),
        Named(
            items.order_by("-due_on"),
            lambda found: [_item(each, asked) for each in found],
            only=("title", "due_on", "plan__unit__name"),
        ),
    ]


def _campaign(campaign: Campaign, asked: list[str]) -> Hit:
    return Hit(
        kind=_("活动"),
        title=marked(campaign.title, asked),
        url=reverse("campaigns:campaign", args=[campaign.pk]),
        where=campaign.home.name,
        day=campaign.begins_on,
        icon="flag",
    )


def _item(item: PlanItem, asked: list[str]) -> Hit:
    return Hit(
        kind=_("方案事项"),
        title=marked(item.title, asked),
        url=reverse("campaigns:plan", args=[item.plan_id]),
        where=item.plan.unit.name,
        day=item.due_on,
        icon="file-text",
    )
