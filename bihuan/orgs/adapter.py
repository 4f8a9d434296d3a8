"""How log-in behaves here: nobody signs themselves up, second factors lie encrypted, and behind
a proxy the visitor's own address counts.
"""

import base64
import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Refuse: sign-up is closed."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address, as axes counts it too."""
        return client_address(request)


class EncryptingMFAAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted by a key that the database does not hold."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def counted_username(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the name under which failed log-ins are counted.

    Log-in knows no difference of case, so CLERK and clerk are one account and one count.
    """
    given = credentials or request.POST
    name = given.get("username") or given.get("login") or ""
    return unicodedata.normalize("NFKC", str(name)).strip().lower()


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address: behind a proxy, what that proxy itself saw.

    Only the last entry of X-Forwarded-For is the proxy's own; those before it are the visitor's
    word.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return str(forwarded.rpartition(",")[2].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def _cipher() -> Fernet:
    key = hashlib.sha256(b"bihuan second factor\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
