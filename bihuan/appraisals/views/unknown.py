"""What every address for voters shares: nobody is known, nothing is kept, errors are sentences.

Without a cookie no form can act in somebody's name, so Django's token against forged forms would
protect nothing and would need a cookie; what another site sends is refused all the same. Templates
are drawn without the request.
"""

import logging
import traceback
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    JsonResponse,
    UnreadablePostError,
)
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from bihuan.appraisals.access import poll_of_slug
from bihuan.appraisals.errors import BallotNotGood
from bihuan.lib.errors import DomainError, Invalid

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
Said = Callable[[str, int], HttpResponse]


def page(template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Draw a page; its template is given what stands in the context and nothing else."""
    return HttpResponse(render_to_string(template, dict(context)), status=status)


def said_as_page(sentence: str, status: int) -> HttpResponse:
    """Say a sentence on a page for voters."""
    return page("voting/said.html", {"said": sentence}, status)


def said_as_json(sentence: str, status: int) -> HttpResponse:
    """Say a sentence to the page's script."""
    return JsonResponse({"said": sentence}, status=status)


def for_voters(method: str, said: Said = said_as_page) -> Callable[[View], View]:
    """Make a view of the poll that its address names; whatever goes wrong becomes a sentence."""

    def wrap(view: View) -> View:
        @csrf_exempt
        @sensitive_variables()
        @wraps(view)
        def run(request: HttpRequest, slug: str) -> HttpResponse:
            if request.method not in ({"GET", "HEAD"} if method == "GET" else {method}):
                return HttpResponseNotAllowed([method])
            try:
                refuse_from_elsewhere(request)
                return view(request, poll_of_slug(slug))
            except DomainError as error:
                return said(error.message, error.http_status)
            except Exception as error:
                _write_down(error)
                return said(_("服务器没有办成，可能没有收下。请过一分钟再试一次。"), 500)

        return run

    return wrap


def _write_down(error: Exception) -> None:
    """Log where something failed and of what kind, and none of its words: they may quote a row."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    log.error("a voter's address failed: %s in %s", type(error).__name__, where)


def refuse_from_elsewhere(request: HttpRequest) -> None:
    """Raise Invalid for what another site's page sends."""
    if request.method != "POST":
        return
    sender = request.headers.get("Origin", "")
    is_elsewhere = request.headers.get("Sec-Fetch-Site") == "cross-site"
    if is_elsewhere or (sender and urlsplit(sender).netloc != request.get_host()):
        raise Invalid(_("这张票不是从本页面提交的，没有收下。请打开本页面重新填写。"))


def body_of(request: HttpRequest, most: int) -> bytes:
    """Return the body, at most so many bytes; raises BallotNotGood for one that is longer."""
    try:
        body = request.read(most + 1)
    except UnreadablePostError as error:
        raise BallotNotGood(_("网络中断，没有收下，请再提交一次。")) from error
    if len(body) > most:
        raise BallotNotGood(_("这张票比票面应有的长，没有收下，请刷新页面重新填写。"))
    return body
