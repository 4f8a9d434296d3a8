"""Numbers of policy and the calendar: seen by whoever works by them, set by whoever keeps them."""

from tests.house.addresses import INSIDE, OUTSIDER, Row

IN_TOWN = {"home": "town"}
SEEING = INSIDE | {"auditor", "administrator"}
CLERK = frozenset({"clerk"})

ROWS = [
    Row("presets:presets", {200: SEEING, 404: OUTSIDER}, given=IN_TOWN),
    Row(
        "presets:preset",
        {200: SEEING, 404: OUTSIDER},
        lambda _world: {"code": "orgs.slip_days"},
        given=IN_TOWN,
    ),
    Row("presets:this_year", {200: SEEING, 404: OUTSIDER}, given=IN_TOWN),
    Row("presets:calendar", {200: SEEING, 404: OUTSIDER}, lambda _w: {"year": 2027}, given=IN_TOWN),
    Row(
        "presets:day",
        {200: CLERK, 404: OUTSIDER},
        lambda _world: {"year": 2027, "month": 1, "number": 1},
        given=IN_TOWN,
    ),
    Row("presets:notice", {200: CLERK, 404: OUTSIDER}, given=IN_TOWN),
    Row("presets:blank", {200: CLERK, 404: OUTSIDER}, given=IN_TOWN),
]
