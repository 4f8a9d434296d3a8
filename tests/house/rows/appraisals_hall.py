"""The hall: the clerk runs it, who judges verifies, voters' pages are the same for everybody.

Whoever may run a poll or judge reads the sealed box; who sees the town's polls sees how many came.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bihuan.appraisals.models import Poll
from tests.house.addresses import ABOVE, EVERYBODY, Row
from tests.house.world import World

Arguments = Callable[[World], Mapping[str, Any]]
RUNS = frozenset({"clerk"})
JUDGES = RUNS | {"leader", "inspection_group"}
UNSEEN = EVERYBODY - ABOVE
"""Those who may not know of the town's polls; a reporter sees those of their own unit."""


def _of(find: Callable[[World], Poll]) -> Arguments:
    return lambda world: {"pk": find(world).pk}


_draft = _of(lambda world: world.hall_draft)
_open = _of(lambda world: world.hall_open.poll)
_sealed = _of(lambda world: world.hall_sealed.poll)


def _slug(world: World) -> Mapping[str, Any]:
    return {"slug": world.hall_open.poll.slug}


def _slug_of_published(world: World) -> Mapping[str, Any]:
    return {"slug": world.hall_published.slug}


def _for_voters(name: str, status: int, arguments: Arguments = _slug, method: str = "get") -> Row:
    return Row(f"voting:{name}", {status: EVERYBODY}, arguments, anonymous=status, method=method)


def _runs(name: str, status: int, arguments: Arguments, **more: Any) -> Row:
    """Return the row of what only the clerk does."""
    return Row(f"appraisals:{name}", {status: RUNS, 404: UNSEEN}, arguments, **more)


def _judges(name: str, status: int, arguments: Arguments, **more: Any) -> Row:
    """Return the row of what those do who may see results that speak of persons."""
    return Row(f"appraisals:{name}", {status: JUDGES, 404: UNSEEN}, arguments, **more)


def _line(world: World) -> Mapping[str, Any]:
    return {"pk": world.hall_open.poll.pk, "line_id": world.hall_line.pk}


ROWS = [
    _runs("ceremony", 200, _draft),
    _runs("ceremony", 422, _draft, method="post"),
    _runs("ceremony", 409, _open, method="post", given={"label_1": "纪委委员"}),
    _runs("slips", 200, _open),
    _runs("slips", 400, _open, method="post"),
    _runs("paper_slips", 200, _open),
    _runs("spoilt_slips", 400, _open, method="post"),
    _runs("door", 200, _open),
    _runs("presence", 302, _open, method="post", given={"group-2": "8"}),
    _runs("tick", 302, _line, method="post", given={"is_present": "1"}),
    Row("appraisals:hall", {200: ABOVE, 404: UNSEEN}, _open),
    _runs("paper_ballots", 200, _open),
    _runs("paper_ballots", 400, _open, method="post"),
    _runs("typed_paper", 400, _open, method="post"),
    _runs("opening", 200, _sealed),
    _runs("opening", 400, _sealed, method="post"),
    _judges("verification", 200, _sealed),
    _judges("verification", 400, _sealed, method="post"),
    _judges("box_paper", 200, _sealed),
    _judges("box_list", 400, _sealed),
    _judges("box_list", 200, _sealed, given={"item": "1", "group": "1"}),
    _for_voters("ballot", 200),
    _for_voters("paper", 400, method="post"),
    _for_voters("paper", 405),
    _for_voters("ballots", 400, method="post"),
    _for_voters("receipts", 409),
    _for_voters("receipts", 200, _slug_of_published),
    _for_voters("result", 409),
    _for_voters("result", 200, _slug_of_published),
    _for_voters("published", 200, _slug_of_published),
    _for_voters("recount", 200),
]
