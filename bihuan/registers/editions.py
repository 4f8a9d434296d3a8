"""The columns and checks of registers, read once a process for each edition of a register.

An edition is a random id in the register's own row, another one after every change. It is read
with the row, so what is kept is right across processes, and after a rollback too: an edition that
was never committed never comes again. What is kept is shared by all requests: read it only.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import F, QuerySet

from bihuan.registers.models import Check, Column, Register

MOST_KEPT = 2_000  # registers, the least recently asked for given up first
T = TypeVar("T")


class PerEdition(Generic[T]):
    """Something that follows from what a register says, made once for each edition."""

    def __init__(self, make: "Callable[[Register], T] | None" = None) -> None:
        self._make = make
        self._kept: OrderedDict[tuple[UUID, UUID], T] = OrderedDict()
        self._lock = Lock()

    def of(self, register: Register) -> T:
        """Return what a register has, making it where it is not kept."""
        found = self.find(register)
        if found is None:
            assert self._make is not None
            found = self._make(register)
            self.keep(register, found)
        return found

    def find(self, register: Register) -> T | None:
        """Return what is kept for a register's edition; None where there is nothing."""
        key = (register.pk, register.edition)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, register: Register, thing: T) -> None:
        """Keep something for a register's edition."""
        with self._lock:
            self._kept[register.pk, register.edition] = thing
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


_Parts = tuple["QuerySet[Column]", "QuerySet[Check]"]
_parts: PerEdition[_Parts] = PerEdition()


def with_columns(registers: Iterable[Register]) -> list[Register]:
    """Return registers with their columns and checks at hand, reading what is not kept."""
    registers = list(registers)
    found = {register.pk: _parts.find(register) for register in registers}
    missing = [register for register in registers if found[register.pk] is None]
    found |= _read(missing) if missing else {}
    for register in registers:
        parts = found[register.pk]
        assert parts is not None
        columns, checks = parts
        register._prefetched_objects_cache = {  # type: ignore[attr-defined]
            "columns": columns,
            "checks": checks,
        }
    return registers


def _read(registers: list[Register]) -> dict[UUID, _Parts]:
    ids = [register.pk for register in registers]
    checks = list(Check.objects.filter(register_id__in=ids))
    # Somebody may change a register between its row and its columns. So the edition is read again
    # with the last of its parts: where it is another one by then, nothing is kept.
    columns = list(Column.objects.filter(register_id__in=ids).annotate(of=F("register__edition")))
    now = {column.register_id: column.of for column in columns}
    found = {}
    for register in registers:
        mine = Column.objects.filter(register_id=register.pk)
        mine._result_cache = [c for c in columns if c.register_id == register.pk]
        its = Check.objects.filter(register_id=register.pk)
        its._result_cache = [c for c in checks if c.register_id == register.pk]
        found[register.pk] = (mine, its)
        if now.get(register.pk) == register.edition:
            _parts.keep(register, (mine, its))
    return found
