"""What a pack's loading remembers and counts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Model

from bihuan.audit.rules import digest
from bihuan.lib.errors import DomainError
from bihuan.orgs.models import Unit
from bihuan.packs.faults import Faults
from bihuan.packs.models import LoadedItem

M = TypeVar("M", bound=Model)


@dataclass
class LoadReport:
    """How many things of each kind were added, changed, left unchanged, or left to people.

    `left` names what the pack changed but people had changed since.
    """

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    unchanged: int = 0
    left: list[str] = field(default_factory=list)

    def count(self, outcome: dict[str, int], kind: str, by: int = 1) -> None:
        """Add to the count of a kind."""
        if by:
            outcome[kind] = outcome.get(kind, 0) + by

    @property
    def total_added(self) -> int:
        return sum(self.added.values())

    @property
    def total_changed(self) -> int:
        return sum(self.changed.values())


class Memory:
    """Decides for each thing of a pack: make it, change it, or leave it."""

    def __init__(self, pack: str, home: Unit | None, faults: Faults) -> None:
        self.pack, self.home, self.faults = pack, home, faults
        self.report = LoadReport()
        self._items: dict[tuple[str, str], LoadedItem] = {
            (item.kind, item.ref): item for item in LoadedItem.objects.filter(pack=pack)
        }
        self._new: list[LoadedItem] = []

    def known(self, kind: str, ref: str) -> LoadedItem | None:
        """Return what an earlier loading remembers of a thing."""
        return self._items.get((kind, ref))

    def place(
        self,
        place: tuple[str, int],
        kind: str,
        ref: str,
        said: Any,
        make: Callable[[], M],
        change: Callable[[], object] | None = None,
        find: Callable[[], M | None] | None = None,
        said_now: Callable[[Any], Any] | None = None,
    ) -> None:
        """Make a thing the pack names for the first time, change one of which it now says
        something else, leave the rest.

        `find` answers a thing of the same code that is there already, so that it is changed, not
        made twice. `said_now` answers what a thing says by now: where that is not what the pack
        wrote, people changed it and it is left to them. A DomainError becomes a fault at `place`
        (file, line).
        """
        item, now = self.known(kind, ref), digest([said])
        if item is not None and item.digest == now:
            self.report.unchanged += 1
            return
        try:
            if item is not None:
                changed = said_now is not None and digest([said_now(item.object_id)]) != item.digest
                if change is None or changed:
                    self.report.left.append(f"{place[0]}:{place[1]} {ref}")
                    return
                change()
                self.report.count(self.report.changed, kind)
                self.remember(kind, ref, item.object_id, now)
                return
            there = find() if find is not None else None
            thing = there if there is not None else make()
        except DomainError as error:
            self.faults.add(*place, error.message)
            return
        self.report.count(self.report.added, kind, 0 if there is not None else 1)
        self.remember(kind, ref, thing.pk, now)

    def remember(
        self, kind: str, ref: str, object_id: Any, said: str, version_id: Any = None
    ) -> None:
        """Note what a thing became, to be written at the end."""
        item = self.known(kind, ref)
        if item is not None:
            item.digest, item.object_id, item.version_id = said, object_id, version_id
            item.save(update_fields=["digest", "object_id", "version_id"])
            return
        made = LoadedItem(
            pack=self.pack,
            kind=kind,
            ref=ref,
            object_id=object_id,
            digest=said,
            version_id=version_id,
        )
        self._items[kind, ref] = made
        self._new.append(made)

    def write(self, home: Unit) -> None:
        """Write what was newly remembered."""
        for item in self._new:
            item.home = home
        LoadedItem.objects.bulk_create(self._new, batch_size=500)
