"""Light or dark: what a person chose is kept in a cookie, so that it works without JavaScript."""

from django.http import HttpRequest

COOKIE = "bihuan_theme"
THEMES = ("light", "dark")
FOLLOW_SYSTEM = "system"
KEPT_SECONDS = 365 * 24 * 3600


def chosen_theme(request: HttpRequest) -> str:
    """Return `light` or `dark` where somebody chose it, else the empty string: as the system."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""
