"""Registers: tables, records and their moves, workbooks in and out."""

from collections.abc import Mapping
from typing import Any

from tests.house.addresses import CONTENT, INSIDE, UNSEEN, Row
from tests.house.world import World


def _register(world: World) -> Mapping[str, Any]:
    return {"code": world.register.code}


def _submitted(world: World) -> Mapping[str, Any]:
    return {"code": world.register.code, "record_id": world.record.pk}


def _draft(world: World) -> Mapping[str, Any]:
    return {"code": world.register.code, "record_id": world.draft.pk}


ENTERS = frozenset({"village_reporter", "clerk"})
"""Those whose units keep roads; the station's do not."""
VERIFIES = frozenset({"clerk", "leader"})
UNSEEN_ROW = UNSEEN | {"station_reporter"}
"""Those who may not know of a row of the first village."""

ROWS = [
    Row("registers:list", {200: CONTENT}),
    Row("registers:table", {200: INSIDE, 404: UNSEEN}, _register),
    Row("registers:totals", {200: INSIDE, 404: UNSEEN}, _register),
    Row("registers:export", {200: INSIDE, 404: UNSEEN}, _register),
    Row("registers:blank", {200: INSIDE, 404: UNSEEN}, _register),
    Row("registers:import", {200: ENTERS, 404: UNSEEN}, _register),
    # Confirms an upload: nothing was uploaded.
    Row("registers:confirmation", {400: ENTERS, 404: UNSEEN}, _register, method="post"),
    Row("registers:new", {200: ENTERS, 404: UNSEEN}, _register),
    Row("registers:record", {200: INSIDE - UNSEEN_ROW, 404: UNSEEN_ROW}, _submitted),
    Row("registers:revision", {200: ENTERS, 404: UNSEEN_ROW}, _draft),
    Row("registers:submission", {302: ENTERS, 404: UNSEEN_ROW}, _draft, method="post"),
    Row("registers:verification", {302: VERIFIES, 404: UNSEEN_ROW}, _submitted, method="post"),
    Row(
        "registers:return",
        {302: VERIFIES, 404: UNSEEN_ROW},
        _submitted,
        method="post",
        given={"reason": "里程有误"},
    ),
    # What was submitted, its reporter no longer makes void: 409.
    Row(
        "registers:voidance",
        {302: VERIFIES, 404: UNSEEN_ROW, 409: frozenset({"village_reporter"})},
        _submitted,
        method="post",
        given={"reason": "重复填报"},
    ),
]
