"""Whose request it is, as far as the network tells."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address: behind a proxy, what that proxy itself saw.

    Only the last entry of X-Forwarded-For is the proxy's own; those before it are the visitor's
    word.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return str(forwarded.rpartition(",")[2].strip())
    return str(request.META.get("REMOTE_ADDR", ""))
