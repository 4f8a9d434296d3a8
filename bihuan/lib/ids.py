"""Identifiers made in the application, so that no table needs an identity column."""

import secrets
import uuid

import uuid_utils.compat

from bihuan.lib import clock


def new_id() -> uuid.UUID:
    """Return a new UUIDv7 (RFC 9562): unique across databases, ascending by time of making."""
    return uuid_utils.compat.uuid7()


def id_of_today() -> uuid.UUID:
    """Return a new UUIDv7 that tells the day it was made on, and nothing finer.

    For what residents do: an ordinary one holds the millisecond. The day begins in the office's
    zone; 74 random bits tell those of one day apart.
    """
    start = clock.day_began(clock.real_now())
    bits = (int(start.timestamp() * 1000) << 80) | secrets.randbits(80)
    bits &= ~((0xF << 76) | (0x3 << 62))
    return uuid.UUID(int=bits | (7 << 76) | (2 << 62))
