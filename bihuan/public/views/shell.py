"""What every page for residents shares: no cookie, no log-in, no trace of who asks.

Templates are drawn without the request, so that nothing of a session, an account or the main
navigation can reach them, and nothing of the request can be written into them by mistake.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from bihuan.lib.errors import DomainError
from bihuan.orgs.models import Unit
from bihuan.public.access import home_of
from bihuan.public.errors import FromElsewhere, TooLarge

KEPT_BY_NOBODY = "no-store"
KEPT_SECONDS = 300
View = Callable[..., HttpResponse]


def for_residents(*methods: str) -> Callable[[View], View]:
    """Make a view of the administration that its address names; errors become friendly pages.

    There is no cookie, so no form can act in somebody's name, and Django's token would protect
    nothing but would need a cookie. A form that another site sends is refused all the same.
    """

    def wrap(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def run(request: HttpRequest, code: str, **given: Any) -> HttpResponse:
            home = None
            try:
                home = home_of(code)
                if request.method not in {*methods, "HEAD"}:
                    return HttpResponseNotAllowed(methods)
                if request.method == "POST":
                    _read_whole(request)
                response = view(request, home, **given)
            except DomainError as error:
                response = refused(error, home)
            if not response.has_header("Cache-Control"):
                response["Cache-Control"] = KEPT_BY_NOBODY
            return response

        return run

    return wrap


def page(
    template: str, context: dict[str, Any], *, home: Unit | None, status: int = 200
) -> HttpResponse:
    """Draw a page; its template is given what stands in the context and nothing else."""
    return HttpResponse(render_to_string(template, {**context, "home": home}), status=status)


def kept_page(template: str, context: dict[str, Any], *, home: Unit | None) -> HttpResponse:
    """Draw a page that is the same for everybody: browsers and caches may keep it a while."""
    response = page(template, context, home=home)
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def address_of(request: HttpRequest, home: Unit) -> str:
    """Return where residents find a home's page: as the setting says, or as it is asked for now."""
    path = reverse("public:home", kwargs={"code": home.code})
    given: str = settings.BIHUAN_PUBLIC_URL
    return f"{given}{path}" if given else request.build_absolute_uri(path)


def refused(error: DomainError, home: Unit | None) -> HttpResponse:
    """Draw the page of an error, of its status."""
    context = {"sentence": error.message, "status": error.http_status}
    return page("public/refused.html", context, home=home, status=error.http_status)


def _read_whole(request: HttpRequest) -> None:
    """Read the form; raises TooLarge, FromElsewhere."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise FromElsewhere(_("这个表不是从本页面提交的，没有收下。请打开本页面重新填写。"))
    sender = urlsplit(request.headers.get("Origin", "")).netloc
    if sender and sender != request.get_host():
        raise FromElsewhere(_("这个表不是从本页面提交的，没有收下。请打开本页面重新填写。"))
    try:
        request.POST  # noqa: B018 (reading it is what may fail)
    except RequestDataTooBig as error:
        raise TooLarge(_("一次提交的内容太多，没有收下。请返回，写短一些或分几次提交。")) from error
    except (SuspiciousOperation, UnreadablePostError) as error:
        raise TooLarge(
            _("浏览器发来的内容不完整，没有收下。请返回重新提交。"), code="incomplete"
        ) from error
