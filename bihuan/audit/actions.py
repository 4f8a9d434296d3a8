"""Appending to the chain: called last in the transaction of the action that it records."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction

from bihuan.audit.models import Entry, Head
from bihuan.audit.rules import GENESIS, HASHED, digest, entry_hash
from bihuan.lib import clock


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
) -> Entry:
    """Append one entry and move the head; must run inside the action's own transaction.

    The head's row is locked until that transaction ends, so entries stand in the order in which
    their transactions commit. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit entry belongs to the transaction of its action")
    head = Head.objects.select_for_update().filter(id=1).first()
    if head is None:
        head, _created = Head.objects.get_or_create(id=1, defaults={"hash": GENESIS})
        head = Head.objects.select_for_update().get(id=1)
    entry = Entry(
        sequence=head.sequence + 1,
        at=clock.real_now(),
        actor_id=actor.id,
        actor_name=actor.name[:60],
        action=action,
        target_kind=target[0],
        target_id=str(target[1])[:80],
        unit_path=unit_path,
        result=result,
        note=note[:500],
        digest="" if values is None else digest(values),
        previous_hash=head.hash,
    )
    entry.hash = entry_hash(entry.previous_hash, [getattr(entry, name) for name in HASHED])
    entry.save(force_insert=True)
    Head.objects.filter(id=1).update(sequence=entry.sequence, hash=entry.hash)
    return entry


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
