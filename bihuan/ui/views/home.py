"""The home page: what waits for me, asked of each room."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.ui.waiting import cards_for, waiting_for


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the actor, room by room, then the quick entries."""
    actor = request.actor  # type: ignore[attr-defined]
    waiting = waiting_for(actor)
    context = {
        "waiting": waiting,
        "late": sum(1 for thing in waiting if thing.is_late),
        "cards": cards_for(actor),
    }
    return render(request, "ui/home.html", context)
