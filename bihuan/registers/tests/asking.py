"""Asking for pages as somebody of the cast does."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from bihuan.registers.models import Register, Version
from bihuan.registers.tests.making import road

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Enter = Callable[[str], Client]


def page(register: Register, name: str = "table", **query: str) -> str:
    """Return the address of one of a register's pages."""
    address = reverse(f"registers:{name}", args=[register.code])
    return address + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


def of(version: Version, name: str = "record") -> str:
    """Return the address of one of a record's pages; its register is of roads."""
    return reverse(f"registers:{name}", args=["roads", version.record_id])


def form(**values: Any) -> dict[str, Any]:
    """Return a road as a form sends it."""
    return {f"v-{code}": value for code, value in road(**values).items()}


def text(response: Any) -> str:
    """Return what a page says."""
    return str(response.content.decode())
