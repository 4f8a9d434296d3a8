"""Errors of the process that faces residents: pages for residents, without a word of the office."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bihuan.lib.errors import DomainError
from bihuan.public.views.shell import refused


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer what cannot be read (400)."""
    return _page(400, _("浏览器发来的内容不完整，没有收下。请返回重新提交。"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer what is not allowed (403)."""
    return _page(403, _("这里不能这样操作。请从首页重新进入。"))


def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form without the token that its page holds (403)."""
    return _page(403, _("这个页面打开太久了，没有收下。请返回，刷新后再提交一次。"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer an address that leads nowhere (404)."""
    return _page(404, _("没有这个页面。请核对网址，或重新扫一下二维码。"))


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer where the software itself failed (500); asks no database."""
    return _page(500, _("刚才没有办成，可能没有收下。请过几分钟再试。"))


def _page(status: int, sentence: str) -> HttpResponse:
    error = DomainError(sentence)
    error.http_status = status
    return refused(error, None)
