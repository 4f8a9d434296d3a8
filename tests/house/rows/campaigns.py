"""Campaigns: who runs one, who keeps a unit's plan and roll, and who sees what of them."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.house.addresses import ABOVE, CONTENT, EVERYBODY, INSIDE, OUTSIDER, UNSEEN, Row
from tests.house.world import World

RUNS = frozenset({"clerk"})
KEEPS = frozenset({"clerk", "village_reporter"})
"""Those who keep the plan and the roll of the first village."""
SEES_ONE = ABOVE | {"village_reporter"}
BLIND = EVERYBODY - SEES_ONE
COUNTS = {"should": 3, "took_part": 2, "counted_on": "2010-01-20"}


def _of(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk}


def _branch(world: World) -> Mapping[str, Any]:
    return {"pk": world.campaign.pk, "code": world.cast.branches[0].code}


def _second_village(world: World) -> Mapping[str, Any]:
    return {"unit": world.cast.villages[1].code}


ROWS = [
    Row("campaigns:list", {200: CONTENT}),
    Row("campaigns:new", {200: RUNS | OUTSIDER}),
    Row("campaigns:campaign", {200: INSIDE, 404: UNSEEN}, _of("campaign")),
    Row("campaigns:change", {200: RUNS, 404: UNSEEN}, _of("campaign")),
    Row("campaigns:start", {302: RUNS, 404: UNSEEN}, _of("drafted_campaign"), method="post"),
    Row("campaigns:end", {302: RUNS, 404: UNSEEN}, _of("campaign"), method="post"),
    Row("campaigns:phases", {200: RUNS, 404: UNSEEN}, _of("campaign")),
    Row("campaigns:timeline", {200: INSIDE, 404: UNSEEN}, _of("campaign")),
    Row("campaigns:plans", {200: INSIDE, 404: UNSEEN}, _of("campaign")),
    Row("campaigns:roll", {200: INSIDE, 404: UNSEEN}, _of("campaign")),
    Row("campaigns:unit_roll", {200: SEES_ONE, 404: BLIND}, _branch),
    Row("campaigns:counts", {302: KEEPS, 404: BLIND}, _branch, method="post", given=COUNTS),
    Row(
        "campaigns:people",
        {302: KEEPS, 404: BLIND},
        _branch,
        method="post",
        given={"label": "党员09"},
    ),
    Row("campaigns:workbook", {200: KEEPS, 404: BLIND}, _branch),
    Row("campaigns:readiness", {200: ABOVE, 404: UNSEEN}, _of("campaign")),
    Row("campaigns:readiness_line", {200: RUNS, 404: UNSEEN}, _of("readiness_item")),
    Row(
        "campaigns:readiness_removal",
        {302: RUNS, 404: UNSEEN},
        _of("readiness_item"),
        method="post",
    ),
    Row("campaigns:phase_opening", {302: RUNS, 404: UNSEEN}, _of("phase"), method="post"),
    Row("campaigns:phase_closing", {302: RUNS, 404: UNSEEN}, _of("phase"), method="post"),
    Row("campaigns:new_step", {200: RUNS, 404: UNSEEN}, _of("phase")),
    Row("campaigns:step", {200: RUNS, 404: UNSEEN}, _of("campaign_step")),
    Row("campaigns:step_removal", {302: RUNS, 404: UNSEEN}, _of("campaign_step"), method="post"),
    # A draft is the office's; a village follows the town's plan once it stands.
    Row("campaigns:issue", {302: RUNS, 404: EVERYBODY - ABOVE}, _of("draft_plan"), method="post"),
    Row("campaigns:plan", {200: SEES_ONE, 404: BLIND}, _of("village_plan")),
    Row("campaigns:comparison", {200: SEES_ONE, 404: BLIND}, _of("village_plan")),
    Row(
        "campaigns:adoption",
        {302: RUNS, 404: EVERYBODY - ABOVE},
        _of("top_plan"),
        method="post",
        given=_second_village,
    ),
    Row("campaigns:taking_over", {302: KEEPS, 404: BLIND}, _of("closed_plan"), method="post"),
    Row("campaigns:new_item", {200: KEEPS, 404: BLIND}, _of("village_plan")),
    Row("campaigns:item", {200: KEEPS, 404: BLIND}, _of("village_item")),
    Row(
        "campaigns:withdrawal",
        {302: KEEPS, 404: BLIND},
        _of("village_item"),
        method="post",
        given={"reason": "合并"},
    ),
    Row(
        "campaigns:item_task",
        {302: frozenset({"clerk", "leader"}), 404: BLIND},
        _of("village_item"),
        method="post",
    ),
    Row(
        "campaigns:offer_answer",
        {302: KEEPS, 404: BLIND},
        _of("plan_offer"),
        method="post",
        given={"how": "take"},
    ),
    Row("campaigns:person", {200: KEEPS, 404: BLIND}, _of("participant")),
    Row("campaigns:leaving", {302: KEEPS, 404: BLIND}, _of("participant"), method="post"),
]
