"""Idle exit, and errors told to people as pages."""

import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import auth
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.lib.errors import DomainError

GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN = "seen_at"
REFRESH_SECONDS = 60
HEADINGS: dict[int, str | Promise] = {
    403: gettext_lazy("没有权限"),
    404: gettext_lazy("找不到"),
    409: gettext_lazy("内容已有变化"),
}


class IdleExitMiddleware:
    """Log out a session that nobody used for BIHUAN_IDLE_MINUTES, by the machine's own time.

    Whoever comes back is led to the log-in page, told why, and from there to where they were. A
    fragment asked for by htmx leads the whole page there, whoever ended the session.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._was_idle(request):
            auth.logout(request)
            return _to_log_in(request, idle=True)
        response = self.get_response(request)
        location = urlsplit(response.get("Location", "")).path
        if is_fragment(request) and location == resolve_url(settings.LOGIN_URL):
            return _to_log_in(request)
        return response

    def _was_idle(self, request: HttpRequest) -> bool:
        """Tell whether the session lay idle too long; otherwise note that it is used."""
        now = int(time.time())
        seen = request.session.get(SEEN, now)
        if now - seen > settings.BIHUAN_IDLE_MINUTES * 60:
            return True
        if SEEN not in request.session or now - seen >= REFRESH_SECONDS:
            request.session[SEEN] = now
        return False


class NotKeptMiddleware:
    """Let no browser keep what somebody logged in was shown: offices share computers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class DomainErrorMiddleware:
    """Show a DomainError that no view turned into a form error as a page of its status.

    Where htmx asked for a fragment, the sentence goes into the page's message area instead.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        if is_fragment(request):
            return _refusal_fragment(request, error)
        context = {
            "error": error,
            "heading": HEADINGS.get(error.http_status, _("没有办成")),
            "back_url": _page_before(request),
        }
        return render(request, "ui/refused.html", context, status=error.http_status)


def is_fragment(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part of the page that is already shown."""
    return request.headers.get("HX-Request") == "true"


def _to_log_in(request: HttpRequest, *, idle: bool = False) -> HttpResponse:
    asked = {"idle": "1"} if idle else {}
    shown = _page_shown(request)
    if shown:
        asked[REDIRECT_FIELD_NAME] = shown
    url = f"{resolve_url(settings.LOGIN_URL)}?{urlencode(asked)}".rstrip("?")
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _page_shown(request: HttpRequest) -> str:
    """Return the address to come back to: the page itself, or the one that sent a form."""
    if request.method == "GET" and not is_fragment(request):
        return request.get_full_path()
    return _page_before(request)


def _page_before(request: HttpRequest) -> str:
    """Return the path of the page that led here, or the empty string for another site's."""
    before = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}):
        return ""
    parts = urlsplit(before)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _refusal_fragment(request: HttpRequest, error: DomainError) -> HttpResponse:
    context = {"tone": "bad", "text": error.message}
    response = render(request, "ui/components/alert.html", context, status=error.http_status)
    response["HX-Retarget"] = "#messages"
    response["HX-Reswap"] = "innerHTML show:#messages:top"
    return response
