"""How an entry is hashed: pure functions."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

GENESIS = hashlib.sha256(b"bihuan audit chain, version 1").hexdigest()

HASHED = (
    "sequence",
    "at",
    "actor_id",
    "actor_name",
    "action",
    "target_kind",
    "target_id",
    "unit_path",
    "result",
    "note",
    "digest",
)
"""What an entry's hash covers, in order."""


def canonical(value: object) -> str:
    """Write a value as JSON in one way only: keys sorted, no blanks, dates in ISO form, UTC."""
    return _ENCODER.encode(value)


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return str(value)


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
)


def digest(values: Mapping[str, Any] | Sequence[Any]) -> str:
    """Return the SHA-256 of values in canonical form, as 64 hexadecimal characters."""
    return hashlib.sha256(canonical(values).encode()).hexdigest()


def entry_hash(previous_hash: str, parts: Sequence[object]) -> str:
    """Return the hash that chains an entry's parts to the entry before."""
    return hashlib.sha256(f"{previous_hash}\n{canonical(list(parts))}".encode()).hexdigest()
