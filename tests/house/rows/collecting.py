"""Collecting: who asks, who sees all, and that a village sees only its own."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tests.house.addresses import EVERYBODY, OUTSIDER, Row
from tests.house.world import World

ASKS = frozenset({"clerk"})
SEES_ALL = ASKS | {"leader"}
ENTERS = ASKS | {"village_reporter"}
SEES_ONE = SEES_ALL | {"village_reporter"}


def _collection(world: World) -> Mapping[str, Any]:
    return {"collection_id": world.collection.pk}


def _ask(world: World) -> Mapping[str, Any]:
    return {"ask_id": world.ask.pk}


def _due(world: World) -> Mapping[str, Any]:
    return {"due_on": (world.collection.due_on + dt.timedelta(days=7)).isoformat()}


ROWS = [
    Row("collecting:list", {200: SEES_ALL | OUTSIDER}),
    Row("collecting:new", {200: ASKS | OUTSIDER}),
    Row("collecting:collection", {200: SEES_ALL, 404: EVERYBODY - SEES_ALL}, _collection),
    Row("collecting:workbooks", {200: SEES_ALL, 404: EVERYBODY - SEES_ALL}, _collection),
    Row(
        "collecting:due_day",
        {302: ASKS, 404: EVERYBODY - SEES_ALL},
        _collection,
        method="post",
        given=_due,
    ),
    Row("collecting:closing", {302: ASKS, 404: EVERYBODY - SEES_ALL}, _collection, method="post"),
    # Of the first village.
    Row("collecting:ask", {200: SEES_ONE, 404: EVERYBODY - SEES_ONE}, _ask),
    Row("collecting:workbook", {200: SEES_ONE, 404: EVERYBODY - SEES_ONE}, _ask),
    Row(
        "collecting:return",
        {302: ENTERS, 404: EVERYBODY - SEES_ONE},
        _ask,
        method="post",
        given={"how": "nothing"},
    ),
    Row(
        "collecting:waiver",
        {302: ASKS, 404: EVERYBODY - SEES_ONE},
        _ask,
        method="post",
        given={"reason": "没有道路"},
    ),
]
