"""Walking the chain and naming what is wrong with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from bihuan.audit.models import Entry, Head
from bihuan.audit.rules import GENESIS, HASHED, entry_hash

NEIGHBOURS = 1000
"""How far from its place a moved entry is looked for."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong: which entry, and its kind.

    `changed` its content, `removed` before a later one, `reordered` out of its place, `cut` from
    the end, `head` the head disagrees with the last entry, `anchor` a head kept elsewhere does.
    """

    sequence: int
    kind: str
    message: str


class _Link(NamedTuple):
    """An entry as the walk needs it: plain values, since a chain is long."""

    parts: tuple[Any, ...]
    previous_hash: str
    hash: str

    @property
    def sequence(self) -> int:
        return int(self.parts[0])

    def fits(self, sequence: int) -> bool:
        """Tell whether the hash is that of these contents at a place in the chain."""
        return self.hash == entry_hash(self.previous_hash, (sequence, *self.parts[1:]))


def verify(anchors: Iterable[str] = ()) -> Iterator[Fault]:
    """Walk the chain from its beginning and yield every fault; none: the chain is whole.

    `anchors` are heads kept elsewhere (`sequence:hash`, from backups and issued documents): a
    chain that was rewritten whole, or cut together with its head, still disagrees with them.
    Entries may be appended meanwhile.
    """
    wanted = _anchors(anchors)
    before = _head()  # read before the walk: entries appended during it are no fault
    last, previous = 0, GENESIS
    for link in _links():
        yield from _faults_of(link, last, previous)
        known = wanted.pop(link.sequence, {link.hash})
        if known != {link.hash}:
            yield Fault(
                link.sequence, "anchor", f"第{link.sequence}条与留存的链首不一致：日志被重写。"
            )
        last, previous = link.sequence, link.hash
    yield from _faults_of_the_end(last, previous, before)
    for sequence in sorted(wanted):
        yield Fault(sequence, "cut", f"留存的链首第{sequence}条不在日志中：末尾被截去。")


def _links() -> Iterator[_Link]:
    rows = Entry.objects.order_by("sequence").values_list(*HASHED, "previous_hash", "hash")
    for row in rows.iterator(chunk_size=2000):
        yield _Link(row[: len(HASHED)], row[-2], row[-1])


def _faults_of(link: _Link, last: int, previous: str) -> Iterator[Fault]:
    number = link.sequence
    if number != last + 1:
        missing = f"{last + 1}" if number == last + 2 else f"{last + 1}–{number - 1}"
        yield Fault(last + 1, "removed", f"第{missing}条缺失：被删除。")
    is_linked = number != last + 1 or link.previous_hash == previous
    if not link.fits(number):
        place = None if is_linked else _place_of(link)
        if place is None:
            yield Fault(number, "changed", f"第{number}条的内容被改动。")
        else:
            yield Fault(number, "reordered", f"第{number}条原是第{place}条：次序被调换。")
    elif not is_linked:
        yield Fault(
            number, "reordered", f"第{number}条与前一条不相接：前一条被重写，或次序被调换。"
        )


def _place_of(link: _Link) -> int | None:
    """Return the place at which an entry's hash is right; None where there is none near."""
    first = max(1, link.sequence - NEIGHBOURS)
    return next((at for at in range(first, link.sequence + NEIGHBOURS) if link.fits(at)), None)


def _faults_of_the_end(last: int, previous: str, before: tuple[int, str]) -> Iterator[Fault]:
    """Compare the end of the walk with the head, as it stood before the walk and stands now."""
    sequence, hash_ = before
    if sequence > last:
        missing = f"{last + 1}" if sequence == last + 1 else f"{last + 1}–{sequence}"
        yield Fault(last + 1, "cut", f"末尾的第{missing}条缺失：被截去。")
        return
    now, _hash = _head()
    if last > now or (sequence == last and hash_ != previous):
        yield Fault(last, "head", f"链首记录（第{now}条）与日志末尾（第{last}条）不一致。")


def _head() -> tuple[int, str]:
    head = Head.objects.filter(id=1).first()
    return (head.sequence, head.hash) if head else (0, GENESIS)


def _anchors(texts: Iterable[str]) -> dict[int, set[str]]:
    """Read anchors; several of one moment must all agree. The empty chain's says nothing."""
    wanted: dict[int, set[str]] = {}
    for text in texts:
        sequence, _colon, hash_ = text.partition(":")
        if int(sequence):
            wanted.setdefault(int(sequence), set()).add(hash_)
    return wanted
