"""How log-in behaves here: nobody signs themselves up, second factors lie encrypted, and behind
a proxy the visitor's own address counts.
"""

import base64
import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.lib import clock
from bihuan.lib.addresses import client_address


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Refuse: sign-up is closed."""
        return False

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **given: Any
    ) -> HttpResponse | None:
        """Stop whoever comes with a one-time password that has run out, and say what to do."""
        stopped: HttpResponse | None = super().pre_login(request, user, **given)
        until = getattr(user, "one_time_until", None)
        if stopped is None and until is not None and until <= clock.real_now():
            clear_login(request)
            return render(request, "account/slip_expired.html", status=403)
        return stopped

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


def _cipher() -> Fernet:
    key = hashlib.sha256(b"bihuan second factor\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
