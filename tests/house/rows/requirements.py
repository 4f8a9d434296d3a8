"""Requirements: whoever takes part sees what is required; a village, its own row only."""

from collections.abc import Mapping
from typing import Any

from tests.house.addresses import ABOVE, INSIDE, UNSEEN, Row
from tests.house.world import World

RUNS = frozenset({"clerk"})
SEES_ROW = ABOVE | {"village_reporter"}
NOT_THEIRS = UNSEEN | {"station_reporter"}
GIVEN = {
    "label": "工作组成员",
    "figure": "team_members",
    "scope": "unit",
    "unit_kinds": ["village"],
    "rule": "at_least",
    "threshold": "3",
    "basis": "方案",
    "reason": "县里加了一名",
    "do": "save",
}


def _campaign(world: World) -> Mapping[str, Any]:
    return {"campaign_id": world.requirement.campaign_id}


def _requirement(world: World) -> Mapping[str, Any]:
    return {**_campaign(world), "requirement_id": world.requirement.pk}


def _cell(world: World) -> Mapping[str, Any]:
    return {**_requirement(world), "key": world.cast.villages[0].pk}


def _unit(world: World) -> Mapping[str, Any]:
    return {**_campaign(world), "unit_id": world.cast.villages[0].pk}


ROWS = [
    Row("requirements:list", {200: INSIDE, 404: UNSEEN}, _campaign),
    Row("requirements:matrix", {200: INSIDE, 404: UNSEEN}, _campaign),
    Row("requirements:workbook", {200: INSIDE, 404: UNSEEN}, _campaign),
    Row("requirements:new", {200: RUNS, 404: UNSEEN}, _campaign),
    Row(
        "requirements:change",
        {302: RUNS, 404: UNSEEN},
        _requirement,
        method="post",
        given=GIVEN,
    ),
    Row(
        "requirements:ending",
        {302: RUNS, 404: UNSEEN},
        _requirement,
        method="post",
        given={"reason": "与县里重复"},
    ),
    # Of the first village.
    Row("requirements:cell", {200: SEES_ROW, 404: NOT_THEIRS}, _cell),
    Row("requirements:own", {200: SEES_ROW, 404: NOT_THEIRS}, _unit),
]
