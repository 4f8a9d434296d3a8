"""The burden ledger: whoever sees a unit's campaigns sees what is asked of it."""

from tests.house.addresses import OUTSIDER, Row

SEES = frozenset({"village_reporter", "station_reporter", "clerk", "leader", "inspection_group"})

ROWS = [
    Row("burden:ledger", {200: SEES | OUTSIDER}),
    Row("burden:workbook", {200: SEES | OUTSIDER}),
    Row("burden:reuse", {200: SEES | OUTSIDER}),
    Row(
        "burden:unit",
        {
            200: frozenset({"village_reporter", "clerk", "leader", "inspection_group"}),
            404: frozenset({"station_reporter"}) | OUTSIDER,
        },
        lambda world: {"code": world.cast.villages[0].code},
    ),
]
