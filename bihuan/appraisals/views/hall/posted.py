"""What scripts of the office's pages post: JSON or bytes; a refusal goes back as a sentence."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _

from bihuan.lib.errors import DomainError, Invalid

View = Callable[..., HttpResponse]
JSON_TYPE = "application/json"
BYTES_TYPE = "application/octet-stream"


def answered_in_json(view: View) -> View:
    """Make a view whose refusals a script can read, where a script asked."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DomainError as error:
            if request.content_type not in {JSON_TYPE, BYTES_TYPE}:
                raise
            return JsonResponse({"said": error.message}, status=error.http_status)

    return run


def body_up_to(request: HttpRequest, most: int) -> bytes:
    """Return the body, at most so many bytes; raises Invalid.

    It is read here and not by Django, whose limit for a form is lower than what an opening needs.
    """
    try:
        body = request.read(most + 1)
    except UnreadablePostError as error:
        raise Invalid(_("网络中断，没有收下，请再试一次。")) from error
    if len(body) > most:
        raise Invalid(_("发来的内容太大，没有收下，请刷新页面再试。"))
    return body


def json_up_to(request: HttpRequest, most: int) -> dict[str, Any]:
    """Return the object that was posted; raises Invalid for anything else."""
    if request.content_type != JSON_TYPE:
        raise Invalid(_("这一步要由页面上的程序来做，请打开浏览器的 JavaScript 再试。"))
    return object_of(body_up_to(request, most))


def object_of(text: bytes) -> dict[str, Any]:
    """Return the object that a JSON text holds; raises Invalid."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid(_("发来的内容不完整，没有收下，请刷新页面再试。")) from error
    if not isinstance(said, dict):
        raise Invalid(_("发来的内容不完整，没有收下，请刷新页面再试。"))
    return said


def bytes_of(digits: Any, length: int) -> bytes:
    """Return bytes written in hexadecimal; raises Invalid unless there are so many."""
    try:
        found = bytes.fromhex(digits)
    except (TypeError, ValueError):
        found = b""
    if len(found) != length:
        raise Invalid(_("发来的内容不完整，没有收下，请刷新页面再试。"))
    return found


def whole_of(given: Any) -> int:
    """Return a whole number that JSON or an address holds; raises Invalid."""
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < 6:
        return int(given)
    if type(given) is not int:
        raise Invalid(_("发来的内容不完整，没有收下，请刷新页面再试。"))
    return given
