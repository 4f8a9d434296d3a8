"""What every world of things has: the cast."""

from dataclasses import dataclass

from bihuan.orgs.tests.cast import Cast


@dataclass(frozen=True)
class Things:
    """The cast, whose things they are."""

    cast: Cast
