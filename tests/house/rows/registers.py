"""Registers: tables, records and their moves, workbooks in and out."""

from collections.abc import Callable, Mapping
from typing import Any

from bihuan.registers.models import Record
from tests.house.addresses import CONTENT, INSIDE, UNSEEN, Row
from tests.house.world import World


def _register(world: World) -> Mapping[str, Any]:
    return {"code": world.register.code}


def _submitted(world: World) -> Mapping[str, Any]:
    return {"code": world.register.code, "record_id": world.record.pk}


def _draft(world: World) -> Mapping[str, Any]:
    return {"code": world.register.code, "record_id": world.draft.pk}


def _looked_at(
    record: Callable[[World], Record], **given: str
) -> Callable[[World], dict[str, Any]]:
    """Return what a page posts: the version that was looked at, and the rest of its form."""
    return lambda world: {
        "base": record(world).versions.get(superseded_at__isnull=True).pk,
        **given,
    }


def _the_submitted(world: World) -> Record:
    return world.record


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
    Row(
        "registers:submission",
        {302: ENTERS, 404: UNSEEN_ROW},
        _draft,
        method="post",
        given=_looked_at(lambda world: world.draft),
    ),
    Row(
        "registers:verification",
        {302: VERIFIES, 404: UNSEEN_ROW},
        _submitted,
        method="post",
        given=_looked_at(_the_submitted),
    ),
    Row(
        "registers:return",
        {302: VERIFIES, 404: UNSEEN_ROW},
        _submitted,
        method="post",
        given=_looked_at(_the_submitted, reason="里程有误"),
    ),
    # What was submitted, its reporter no longer makes void: 409.
    Row(
        "registers:voidance",
        {302: VERIFIES, 404: UNSEEN_ROW, 409: frozenset({"village_reporter"})},
        _submitted,
        method="post",
        given=_looked_at(_the_submitted, reason="重复填报"),
    ),
]
