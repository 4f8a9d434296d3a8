"""The first page, how one is protected, and addresses that lead nowhere."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from bihuan.lib import clock
from bihuan.lib.policy import whole
from bihuan.opinions.contact_policy import CONTACT_DAYS, CONTACT_LONGEST_DAYS
from bihuan.orgs.models import Unit
from bihuan.public.access import homes_with_a_page, takes_opinions
from bihuan.public.errors import NoSuchPage
from bihuan.public.published import published_in
from bihuan.public.views.shell import for_residents, kept_page, refused


def choose(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Lead to the one administration's page, or let people choose among several."""
    homes = homes_with_a_page()
    if len(homes) == 1:
        return HttpResponseRedirect(reverse("public:home", kwargs={"code": homes[0].code}))
    return kept_page("public/choose.html", {"homes": homes}, home=None)


@for_residents("GET")
def home(request: HttpRequest, home: Unit) -> HttpResponse:  # noqa: ARG001
    """Show what can be done here."""
    items = published_in(home)
    context = {"takes_opinions": takes_opinions(home), "items": items[:3], "count": len(items)}
    return kept_page("public/home.html", context, home=home)


@for_residents("GET")
def protection(request: HttpRequest, home: Unit) -> HttpResponse:  # noqa: ARG001
    """Say what is kept of whom, for how long, and who can see it."""
    return kept_page("public/protection.html", kept_days(home), home=home)


@csrf_exempt
def elsewhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for every other address: a page for residents, not one of the office.

    Whoever left out the last slash is led to where they meant.
    """
    if request.method == "GET" and rest and not rest.endswith("/"):
        meant = f"{request.path_info}/"
        if resolve(meant).url_name != "elsewhere":
            return HttpResponseRedirect(meant)
    return refused(NoSuchPage(_("没有这个页面。请核对网址，或重新扫一下二维码。")), None)


def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Let search engines read what is published, and keep away from the forms."""
    lines = ["User-agent: *", "Disallow: /public/*/raise/", "Disallow: /public/*/following/"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def kept_days(home: Unit) -> dict[str, int]:
    """Return for how many days contacts are kept."""
    today = clock.today()
    return {
        "contact_days": whole(CONTACT_DAYS, home.path, today),
        "contact_longest_days": whole(CONTACT_LONGEST_DAYS, home.path, today),
    }
