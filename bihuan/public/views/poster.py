"""The poster with the QR code, for the clerk to print and hang up."""

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.orgs.access import actor_of, units_visible_to
from bihuan.orgs.permissions import Permission
from bihuan.public.access import takes_opinions
from bihuan.public.errors import NoSuchPage
from bihuan.public.views.shell import address_of


@login_required
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """Show the poster of an administration, ready to print."""
    actor = actor_of(request)
    home = units_visible_to(actor).filter(code=code).first()
    if home is None or not home.is_administration:
        raise NoSuchPage("没有这个单位，或您的账号无权查看。")
    actor.require(Permission.SORT_OPINIONS, home)
    url = address_of(request, home)
    code_drawn = segno.make(url, error="m", micro=False)
    context = {
        "unit": home,
        "url": url,
        "qr": code_drawn.svg_data_uri(scale=10, border=2, omitsize=True),
        "takes_opinions": takes_opinions(home),
        "is_local": not settings.BIHUAN_PUBLIC_URL,
    }
    return render(request, "public/poster.html", context)
