"""Background work: one's own jobs; another's are not to be known of."""

from collections.abc import Mapping
from typing import Any

from tests.house.addresses import EVERYBODY, Row
from tests.house.world import World


def _job(world: World) -> Mapping[str, Any]:
    return {"pk": world.job.pk}


CLERK = frozenset({"clerk"})
OTHERS = EVERYBODY - CLERK

ROWS = [
    Row("jobs:list", {200: EVERYBODY}),
    Row("jobs:job", {200: CLERK, 404: OTHERS}, _job),
    # A job that waits has left no file yet.
    Row("jobs:result", {404: EVERYBODY}, _job),
    Row("jobs:cancellation", {302: CLERK, 404: OTHERS}, _job, method="post"),
]
