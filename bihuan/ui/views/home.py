"""The home page: what waits for me, and the loop as one picture, asked of each room."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.lib.counting import settled
from bihuan.ui.loop import Loop, Point, arranged, points_for
from bihuan.ui.waiting import Waiting, cards_for, in_order, offered


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the actor, room by room, then the quick entries."""
    actor = request.actor  # type: ignore[attr-defined]
    waiting, loop = counted(actor)
    context = {
        "waiting": waiting,
        "late": sum(1 for thing in waiting if thing.is_late),
        "loop": loop,
        "cards": cards_for(actor),
    }
    return render(request, "ui/home.html", context)


def counted(actor: Any) -> tuple[list[Waiting], Loop | None]:
    """Return what waits and the loop; plain counts of all rooms are answered in one statement."""
    things = [*offered(actor), *points_for(actor)]
    known = settled(things, lambda thing, count: replace(thing, count=count))
    waiting = in_order(thing for thing in known if isinstance(thing, Waiting))
    return waiting, arranged(thing for thing in known if isinstance(thing, Point))
