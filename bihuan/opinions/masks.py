"""Showing a contact so that the clerk knows it is there and of what kind: 138****1234."""

import re

_MOBILE = re.compile(r"(?<!\d)(1\d{2})[\s-]?\d{4}[\s-]?(\d{4})(?!\d)")
_LEAST = 4


def masked(contact: str) -> str:
    """Return a contact with most of it covered; what is short is covered whole."""
    found = _MOBILE.search(contact)
    if found:
        return f"{found[1]}****{found[2]}"
    name, at, _rest = contact.partition("@")
    if at and name:
        return f"{name[0]}***@***"
    if len(contact) < _LEAST * 2:
        return "****"
    return f"{contact[:2]}****{contact[-2:]}"
