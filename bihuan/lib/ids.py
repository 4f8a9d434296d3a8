"""Identifiers made in the application, so that no table needs an identity column."""

import uuid

import uuid_utils.compat


def new_id() -> uuid.UUID:
    """Return a new UUIDv7 (RFC 9562): unique across databases, ascending by time of making."""
    return uuid_utils.compat.uuid7()
