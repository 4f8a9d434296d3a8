"""The pages for residents: the same for everybody, logged in or not; the poster for the clerk."""

from collections.abc import Mapping
from typing import Any

from tests.house.addresses import EVERYBODY, Row
from tests.house.world import World


def _town(world: World) -> Mapping[str, Any]:
    return {"code": world.cast.town.code}


def _opened(world: World) -> Mapping[str, Any]:
    return {"opened": world.opened}


def _raised(world: World) -> Mapping[str, Any]:
    return {"unit": world.cast.villages[0].code, "text": "桥坏了。", "token": "t"}


def _all(status: int) -> dict[int, frozenset[str]]:
    return {status: EVERYBODY}


ROWS = [
    Row("public:choose", _all(200), anonymous=200),
    Row("public:home", _all(200), _town, anonymous=200),
    Row("public:raise", _all(200), _town, anonymous=200),
    Row("public:raise", _all(200), _town, anonymous=200, method="post", given=_raised),
    Row("public:following", _all(200), _town, anonymous=200),
    Row(
        "public:following",
        _all(422),
        _town,
        anonymous=422,
        method="post",
        given={"number": "2010-0001", "phrase": "青山"},
    ),
    Row("public:answer", _all(405), _town, anonymous=405),
    Row("public:answer", _all(422), _town, anonymous=422, method="post", given=_opened),
    Row("public:withdrawal", _all(405), _town, anonymous=405),
    Row("public:withdrawal", _all(200), _town, anonymous=200, method="post", given=_opened),
    Row("public:published", _all(200), _town, anonymous=200),
    Row(
        "public:published_year",
        _all(404),
        lambda world: {"code": world.cast.town.code, "year": 1999},
        anonymous=404,
    ),
    Row("public:protection", _all(200), _town, anonymous=200),
    Row("public:elsewhere", _all(404), lambda _world: {"rest": "no/such/page/"}, anonymous=404),
    # Whoever sees the town, and may not sort its opinions, is refused; a reporter sees their own
    # unit only.
    Row(
        "public:poster",
        {
            200: frozenset({"clerk"}),
            404: EVERYBODY - frozenset({"clerk", "leader", "inspection_group"}),
        },
        _town,
    ),
]
