"""What every page's template may use. Listed in docs/reference/templates.md."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

import bihuan
from bihuan.lib import clock
from bihuan.ui.banners import banners_for
from bihuan.ui.navigation import links_for
from bihuan.ui.theme import chosen_theme


def office(request: HttpRequest) -> dict[str, Any]:
    """Return the day, whether this is a demonstration, actor, navigation, banners and theme."""
    actor = getattr(request, "actor", None)
    return {
        "office_today": clock.today(),
        "is_demonstration": settings.BIHUAN_MODE == "demo",
        "actor": actor,
        "navigation": SimpleLazyObject(lambda: links_for(actor, request.path)),
        "banners": SimpleLazyObject(lambda: banners_for(request.user)) if actor else [],
        "theme": chosen_theme(request),
        "bihuan_version": bihuan.__version__,
    }
