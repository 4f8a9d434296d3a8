"""The closed loop (闭环) as one picture: how much stands at each of its points now.

A room's `loop.py` holds `points(actor) -> list[Point]`, found by name. The first point of a stage,
by `order`, is its number; the others stand beside it in words. Counts that are `Later`
(bihuan.lib.counting) are answered together, in the one statement of the home page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.lib.counting import Later
from bihuan.ui.rooms import modules


@dataclass(frozen=True)
class Point:
    """What stands at a stage of the loop: how many, what they are, where they are listed.

    `stage` is a code of STAGES; `is_late` says that a day has passed for what is counted. Points
    stand by `order`; one without an address is left out.
    """

    stage: str
    label: str
    count: int | Later
    url: str
    is_late: bool = False
    order: int = 50


@dataclass(frozen=True)
class Stage:
    """A stage of the loop with what stands there; `main` is the number of the picture."""

    code: str
    name: str | Promise
    place: int
    points: tuple[Point, ...]

    @property
    def main(self) -> Point | None:
        """Return the point whose number stands in the picture; None where nothing is seen."""
        return self.points[0] if self.points else None

    @property
    def others(self) -> tuple[Point, ...]:
        """Return the other points."""
        return self.points[1:]


@dataclass(frozen=True)
class Loop:
    """The stages in their order."""

    stages: tuple[Stage, ...]

    @property
    def late(self) -> list[Point]:
        """Return the points where a day has passed for something: they stand in the middle."""
        points = (point for stage in self.stages for point in stage.points)
        return [point for point in points if point.is_late and point.count]


STAGES: tuple[tuple[str, str | Promise], ...] = (
    ("organise", _("组织")),
    ("study", _("学习")),
    ("listen", _("听意见")),
    ("analyse", _("查问题")),
    ("put_right", _("整改")),
    ("verify", _("验收")),
    ("report", _("上报")),
)
"""The stages in their order; after the last comes the first again."""


def address(name: str, query: str = "") -> str:
    """Return the address of a list, empty where the site has none of that name."""
    try:
        return reverse(name) + query
    except NoReverseMatch:
        return ""


def points_for(actor: Any) -> list[Point]:
    """Ask every room that has a `loop.py` for its points, the rooms from the top down."""
    return [point for room in modules("loop") for point in room.points(actor)]


def arranged(points: Iterable[Point]) -> Loop | None:
    """Return the loop of some points, their counts known; None where there is no point at all."""
    found = sorted((each for each in points if each.url), key=lambda each: each.order)
    if not found:
        return None
    return Loop(
        tuple(
            Stage(code, name, at, tuple(point for point in found if point.stage == code))
            for at, (code, name) in enumerate(STAGES, start=1)
        )
    )
