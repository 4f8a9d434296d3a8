"""When the installation was backed up: for who keeps accounts, and who reads the log."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.files.access import require_backups_seen
from bihuan.files.backups.asking import DAYS_WITHOUT, backups, is_overdue
from bihuan.orgs.access import actor_of

SHOWN = 30


@login_required
@require_safe
def backup_list(request: HttpRequest) -> HttpResponse:
    """List the last backups, and say how one is made."""
    require_backups_seen(actor_of(request))
    context = {
        "backups": list(backups()[:SHOWN]),
        "is_overdue": is_overdue(),
        "days": DAYS_WITHOUT,
    }
    return render(request, "files/backups.html", context)
