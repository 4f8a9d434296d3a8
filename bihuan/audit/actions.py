"""Appending to the chain: called last in the transaction of the action that it records."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction

from bihuan.audit.models import Entry, Head
from bihuan.audit.rules import GENESIS, HASHED, digest, entry_hash
from bihuan.lib import clock

_HEAD = Head._meta.db_table
_NEXT = f"UPDATE {_HEAD} SET sequence = sequence + 1 WHERE id = 1 RETURNING sequence, hash"  # noqa: S608
_MOVE_HEAD = f"UPDATE {_HEAD} SET hash = %s WHERE id = 1"  # noqa: S608


class ActsByName(Protocol):
    """What the chain needs to know of an actor."""

    @property
    def id(self) -> UUID | None: ...

    @property
    def name(self) -> str: ...


def append(
    *,
    actor: ActsByName,
    action: str,
    target: tuple[str, object] = ("", ""),
    unit_path: str = "",
    values: Mapping[str, Any] | Sequence[Any] | None = None,
    note: str = "",
    result: str = "done",
    by_day: bool = False,
) -> Entry:
    """Append one entry and move the head; must run inside the action's own transaction.

    With `by_day`, or where the actor is one who leaves only a day (a resident), the entry holds
    the day in place of the moment.

    The head's row is locked until that transaction ends, so entries stand in the order in which
    their transactions commit. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry belongs to the transaction of its action")
    sequence, previous_hash = _next()
    entry = Entry(
        sequence=sequence,
        at=_moment(only_the_day=by_day or getattr(actor, "by_day", False)),
        actor_id=actor.id,
        actor_name=actor.name[:60],
        action=action,
        target_kind=target[0],
        target_id=str(target[1])[:80],
        unit_path=unit_path,
        result=result,
        note=note[:500],
        digest="" if values is None else digest(values),
        previous_hash=previous_hash,
    )
    entry.hash = entry_hash(entry.previous_hash, [getattr(entry, name) for name in HASHED])
    entry.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_HEAD, [entry.hash])
    return entry


def _next() -> tuple[int, str]:
    """Move the head on, locking it; return the number to come, and the hash of the entry before."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)
        found = cursor.fetchone()
        if found is None:
            Head.objects.get_or_create(id=1, defaults={"hash": GENESIS})
            cursor.execute(_NEXT)
            found = cursor.fetchone()
    return int(found[0]), str(found[1])


def _moment(*, only_the_day: bool) -> dt.datetime:
    """Return the machine's moment; or the beginning of its day in the office's zone.

    The chain's order is that of its numbers, not of its moments, so a rounded one is no fault.
    """
    now = clock.real_now()
    return clock.day_began(now) if only_the_day else now


def head() -> str:
    """Return the chain's head as `sequence:hash`, to be written into backups and documents."""
    found = Head.objects.filter(id=1).first()
    return f"{found.sequence}:{found.hash}" if found else f"0:{GENESIS}"


def refuse(
    *,
    actor: ActsByName,
    action: str,
    target: tuple[str, object],
    note: str,
    unit_path: str = "",
) -> None:
    """Record a refused attempt in a transaction of its own, after the action's was rolled back."""
    with transaction.atomic():
        append(
            actor=actor,
            action=action,
            target=target,
            unit_path=unit_path,
            note=note,
            result="refused",
        )
