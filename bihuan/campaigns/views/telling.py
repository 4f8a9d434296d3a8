"""What the room's views share: telling what was refused, and leading back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from bihuan.lib.errors import DomainError


def done(request: HttpRequest, act: Callable[[], Any], said: str, url: str) -> HttpResponseRedirect:
    """Do something, say so or why not, and lead to an address."""
    try:
        act()
    except DomainError as error:
        _pass_on_unseen(error)
        messages.warning(request, error.message)
    else:
        messages.success(request, said)
    return HttpResponseRedirect(url)


def tried(form: Any, act: Callable[[], Any]) -> bool:
    """Do what a valid form asks; tell whether it was done, the form bearing what was refused."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        _pass_on_unseen(error)
        form.add_error(None, error.message)
        return False
    return True


def _pass_on_unseen(error: DomainError) -> None:
    """Raise again what is not about what was given: not allowed, not found."""
    if error.http_status not in (400, 409):
        raise error


def page_of(name: str, pk: object) -> str:
    """Return the address of a page of the room."""
    return reverse(f"campaigns:{name}", args=[pk])


def back_to(request: HttpRequest, url: str) -> str:
    """Return the page that asked, where it is one of this site; else an address."""
    wanted = request.POST.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return url
