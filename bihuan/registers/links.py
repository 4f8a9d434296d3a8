"""Addresses of the room's pages."""

from urllib.parse import urlencode

from django.urls import reverse

from bihuan.registers.models import Register, Version


def register_url(register: Register, page: str = "table", **query: str) -> str:
    """Return the address of one of a register's pages; `query` without its empty values.

    The home's code goes along where several homes in sight keep a register of this code.
    """
    if register.has_namesakes:
        query = {"home": register.home.code, **query}
    given = {key: value for key, value in query.items() if value}
    address = reverse(f"registers:{page}", args=[register.code])
    return f"{address}?{urlencode(given)}" if given else address


def record_url(version: Version, page: str = "record", *, as_of: str = "") -> str:
    """Return the address of one of a record's pages, as it stood at a moment where one is given."""
    address = reverse(f"registers:{page}", args=[version.register.code, version.record_id])
    return f"{address}?{urlencode({'as_of': as_of})}" if as_of else address
