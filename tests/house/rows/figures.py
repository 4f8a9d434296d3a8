"""Figures: the list, and what is behind one."""

from tests.house.addresses import CONTENT, EVERYBODY, INSIDE, UNSEEN, Row

ROWS = [
    Row("figures:list", {200: CONTENT, 404: EVERYBODY - CONTENT}),
    Row(
        "figures:trace",
        {200: INSIDE, 404: UNSEEN},
        lambda world: {"code": world.figure.code},
        given={"unit": "town"},
    ),
    Row(
        "figures:comparison",
        {200: INSIDE, 404: UNSEEN},
        lambda world: {"code": world.figure.code},
        given={"unit": "town", "as_of": "2010-01-15"},
    ),
]
