"""Taking over ledgers: the clerk of the town alone; an upload is nobody else's."""

from collections.abc import Mapping
from typing import Any

from bihuan.ledgers import uploads
from bihuan.ledgers.tests.pages import ROADS
from bihuan.registers import uploads as kept
from tests.house.addresses import OUTSIDER, Row
from tests.house.world import World

CLERKS = frozenset({"clerk", "outsider"})
CLERK = frozenset({"clerk"})


def _upload(world: World) -> Mapping[str, Any]:
    """Return what the clerk of the first town uploaded."""
    actor = world.cast.actor("clerk")
    return {"token": uploads.keep([("道路.csv", ROADS)], actor=actor, home=world.cast.town)}


def _table(world: World) -> Mapping[str, Any]:
    return {**_upload(world), "number": 0}


def _taken(world: World) -> Mapping[str, Any]:
    said = {"register": str(world.register.pk), "key": kept.store(b"-"), "bad": "1", "added": "2"}
    return {"token": uploads.sign({**said, "back": ""}, world.cast.actor("clerk"))}


ROWS = [
    Row("ledgers:drop", {200: CLERKS}),
    Row("ledgers:tables", {302: CLERK, 404: OUTSIDER}, _upload),  # the one table, at once
    Row("ledgers:proposal", {200: CLERK, 404: OUTSIDER}, _table),
    Row("ledgers:fit", {302: CLERK, 404: OUTSIDER}, _table),  # it fits none: to its proposal
    Row("ledgers:taken", {200: CLERK, 404: OUTSIDER}, _taken),
    Row("ledgers:bad_rows", {200: CLERK, 404: OUTSIDER}, _taken),
]
