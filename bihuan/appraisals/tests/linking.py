"""What an administrator tries with copies of everything: to join a voter and a choice.

The attack knows the order in which people voted and has a copy after every ballot (`Haul`). Of each
ballot it takes what changed between two copies and makes *features* of it: keys, values, lengths,
places on disk, in tables, in the sealed lists. Every feature puts the voters in an order, or into
classes, and that is laid beside the published answers in every order there is of them. How often
the guesses are right is held against what chance gives, exactly: of all ways to deal the same
answers out to the same voters, the share that would be right at least as often.
"""

import itertools
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
RISK = Fraction(1, 1_000_000)
"""How often the test may cry wolf, all its hypotheses together."""
NEAR = 24  # bytes looked at behind a key on the raw pages


@dataclass(frozen=True)
class Cell:
    """Published answers of some voters on one item, in every order that can be had of them."""

    item: int
    voters: Sequence[int]
    orders: Mapping[str, Sequence[str]]


@dataclass
class Haul:
    """What was collected: of each voter what changed with their last ballot, and where it lies.

    `changes[voter]` are (table, column, row's key, old, new). `tables` and `raw` (the database's
    files, old pages included) are of the last copy, after publication.
    """

    items: int
    changes: dict[int, list[tuple[str, str, Any, Any, Any]]] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    tables: Tables = field(default_factory=dict)
    raw: bytes = b""
    cells: list[Cell] = field(default_factory=list)
    near: dict[bytes, bytes] = field(default_factory=dict)


# ---- chance --------------------------------------------------------------------------------------


@cache
def chances(guessed: tuple[int, ...], true: tuple[int, ...], of: int) -> tuple[Fraction, ...]:
    """Return how probable each number of hits is, dealt at random.

    `guessed[c]` guesses are c; among `of` answers `true[c]` are c, and each guess falls on another
    one (rook polynomials; Riordan, Introduction to Combinatorial Analysis, chapter 7).
    """
    rooks = [1]
    for a, b in zip(guessed, true, strict=True):
        own = [math.comb(a, j) * math.comb(b, j) * math.factorial(j) for j in range(min(a, b) + 1)]
        rooks = _product(rooks, own)
    least = [Fraction(r * math.factorial(of - j), math.factorial(of)) for j, r in enumerate(rooks)]
    return tuple(
        sum(
            ((-1) ** (j - k) * math.comb(j, k) * least[j] for j in range(k, len(least))),
            Fraction(0),
        )
        for k in range(len(least))
    )


def _product(one: Sequence[Any], other: Sequence[Any]) -> list[Any]:
    made = [one[0] * 0] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            made[i + j] += a * b
    return made


@dataclass(frozen=True)
class Guess:
    """One hypothesis: what it goes by, how often it was right, and how probable that is."""

    by: str
    hits: int
    of: int
    chance: Fraction


def judged(by: str, parts: Sequence[tuple[Sequence[str], Sequence[str], Sequence[str]]]) -> Guess:
    """Judge guesses, cell by cell: (guesses, what is true, all answers of the cell)."""
    hits = sum(a == b for one, other, _all in parts for a, b in zip(one, other, strict=True))
    of = sum(len(true) for _guessed, true, _all in parts)
    if hits <= sum(_expected(true, every) for _guessed, true, every in parts):
        return Guess(by, hits, of, Fraction(1))  # no better than chance: not worth reckoning
    spread = [Fraction(1)]
    for guessed, true, every in parts:
        options = sorted(set(guessed) | set(true) | set(every))
        tally = [Counter(list(each)) for each in (true, every)]
        mine, all_ = (tuple(one[option] for option in options) for one in tally)
        spread = _product(spread, chances(mine, all_, len(every)))
    return Guess(by, hits, of, sum(spread[hits:], Fraction(0)))


def _expected(true: Sequence[str], every: Sequence[str]) -> Fraction:
    given = Counter(every)
    return Fraction(sum(given[each] for each in true), max(len(every), 1))


# ---- features ------------------------------------------------------------------------------------

Feature = Callable[[int, int], Any]
"""What a voter has on an item; None where there is nothing."""


def features(haul: Haul) -> Iterator[tuple[str, Feature]]:
    """Yield every feature there is, with a name."""
    last = {voter: at for at, voter in enumerate(haul.order)}
    yield "order of voting", lambda voter, _item: last[voter]
    yield "place in the copy after the ballot", lambda voter, _item: haul.places.get(voter)
    for key in sorted({(t, c) for own in haul.changes.values() for t, c, *_rest in own}):
        yield from _of_column(haul, key)


def _of_column(haul: Haul, key: tuple[str, str]) -> Iterator[tuple[str, Feature]]:
    found = {
        voter: (row, old, new)
        for voter, own in haul.changes.items()
        for table, column, row, old, new in own
        if (table, column) == key
    }
    name = ".".join(key)
    rows = [key_of(row) for row in haul.tables.get(key[0], ())]

    def of(make: Callable[[Any, Any, Any, int], Any]) -> Feature:
        return lambda voter, item: make(*found[voter], item) if voter in found else None

    yield f"key of {key[0]}", of(lambda row, _old, _new, _item: row)
    yield f"row of {key[0]}", of(lambda row, _old, _new, _item: _index(rows, row))
    yield f"value of {name}", of(lambda _row, _old, new, _item: new)
    yield f"digest of {name}", of(lambda _row, _old, new, _item: _receipt(new))
    yield f"size of {name}", of(lambda _row, _old, new, _item: _size(new))
    yield f"item in {name}", of(lambda _row, old, new, item: _part(old, new, item, haul.items))
    yield (
        f"size of item in {name}",
        of(lambda _row, old, new, item: _size(_part(old, new, item, haul.items))),
    )
    yield (
        f"place of item of {name} in the last copy",
        of(lambda _row, old, new, item: _found(haul.tables, _part(old, new, item, haul.items))),
    )
    yield (
        f"place of item of {name} on the raw pages",
        of(lambda _row, old, new, item: _raw(haul.raw, _part(old, new, item, haul.items))),
    )
    for at in range(NEAR):
        yield (
            f"raw byte behind key of {key[0]}",
            of(lambda row, _old, _new, _item, at=at: _behind(haul, row, at)),  # type: ignore[misc]
        )


def key_of(row: Row) -> Any:
    """Return what a row is known by from one copy to the next."""
    return next(row[name] for name in (*("kept", "id"), *row) if name in row)


def _index(rows: Sequence[Any], row: Any) -> int | None:
    return rows.index(row) if row in rows else None


def _receipt(value: Any) -> Any:
    from bihuan.appraisals.standalone.recount import receipt_of

    return receipt_of(value) if isinstance(value, bytes) else None


def _size(value: Any) -> int | None:
    return len(value) if isinstance(value, bytes | str) else None


def _said(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        return json.loads(value)
    return value


def _part(old: Any, new: Any, item: int, items: int) -> Any:
    """Return what a changed value holds of an item: its share of bytes, of JSON what changed."""
    old, new = _said(old), _said(new)
    if isinstance(new, bytes):
        size = len(new) // items
        return new[(item - 1) * size : item * size]
    if isinstance(new, list):
        return json.dumps(new[item - 1]) if len(new) == items else None
    if isinstance(new, dict):
        own, before = new.get(str(item)), (old or {}).get(str(item))
        if isinstance(own, dict) and isinstance(before, dict):
            own = sorted(name for name in own if own[name] != before.get(name))
        return None if own is None else json.dumps(own)
    return None


def _found(tables: Tables, part: Any) -> Any:
    """Return where in the last copy's tables a sealed answer stands: table, row, column, place."""
    if not isinstance(part, bytes) or len(part) < 32:
        return None
    for table, rows in tables.items():
        for row in rows:
            for column, value in row.items():
                if isinstance(value, bytes) and len(value) >= len(part):
                    at = value.find(part)
                    if at >= 0:
                        return f"{table} {column}", at
    return None


def _raw(raw: bytes, part: Any) -> int | None:
    """Return where on the pages a sealed answer stands."""
    if not isinstance(part, bytes) or len(part) < 32:
        return None
    at = raw.find(part)
    return at if at >= 0 else None


def _behind(haul: Haul, key: Any, at: int) -> int | None:
    """Return a byte on the pages behind the last place where a row's key stands."""
    octets = key if isinstance(key, bytes) else str(key).encode()
    if len(octets) < 8:
        return None
    if octets not in haul.near:
        place = haul.raw.rfind(octets)
        end = place + len(octets)
        haul.near[octets] = haul.raw[end : end + NEAR] if place >= 0 else b""
    near = haul.near[octets]
    return near[at] if at < len(near) else None


# ---- laying features beside what was published ---------------------------------------------------


def guesses(haul: Haul, truth: Mapping[int, Mapping[int, str]]) -> Iterator[Guess]:
    """Yield every hypothesis, judged; `truth`: choices by voter and item."""
    for item in range(1, haul.items + 1):
        cells = [cell for cell in haul.cells if cell.item == item]
        for name, feature in features(haul):
            values = {
                voter: value
                for cell in cells
                for voter in cell.voters
                if (value := feature(voter, item)) is not None
            }
            yield from _by_order(name, values, cells, truth)
            yield from _by_classes(name, values, cells, truth)
    yield from _by_pattern(haul, truth)


def _by_order(
    name: str, values: Mapping[int, Any], cells: Sequence[Cell], truth: Any
) -> Iterator[Guess]:
    """Lay the voters in the order of a feature beside the answers in every order of them."""
    if len(set(map(repr, values.values()))) < len(values) or not values:
        return
    ranked = {
        id(cell): sorted(
            (v for v in cell.voters if v in values), key=lambda v: _sortable(values[v])
        )
        for cell in cells
    }
    if any(len(ranked[id(cell)]) != len(cell.voters) for cell in cells):
        return
    item = cells[0].item
    for order in sorted(set.intersection(*(set(cell.orders) for cell in cells))):
        yield judged(
            f"{name} / {order}",
            [
                (
                    list(cell.orders[order]),
                    [truth[voter][item] for voter in ranked[id(cell)]],
                    list(cell.orders[order]),
                )
                for cell in cells
            ],
        )


def _sortable(value: Any) -> Any:
    return (str(type(value)), value)


def _by_classes(
    name: str, values: Mapping[int, Any], cells: Sequence[Cell], truth: Any
) -> Iterator[Guess]:
    """Let each value of a feature stand for a choice, in every way there is."""
    kinds = sorted(set(map(repr, values.values())))
    item = cells[0].item
    options = sorted({each for cell in cells for each in cell.orders["published"]})
    if not 2 <= len(kinds) <= len(options):
        return
    voters = [[voter for voter in cell.voters if voter in values] for cell in cells]
    for chosen in itertools.permutations(options, len(kinds)):
        means = dict(zip(kinds, chosen, strict=True))
        yield judged(
            f"classes of {name}",
            [
                (
                    [means[repr(values[voter])] for voter in own],
                    [truth[voter][item] for voter in own],
                    [means[repr(values[voter])] for voter in own],
                )
                for own in voters
            ],
        )


def _by_pattern(haul: Haul, truth: Mapping[int, Mapping[int, str]]) -> Iterator[Guess]:
    """Look for a voter by the answers agreed on all items but the last, at one place of all lists.

    What a superior would do who told people how to vote: a whole ballot is a signature.
    """
    by_item: dict[int, list[Cell]] = {}
    for cell in haul.cells:
        by_item.setdefault(cell.item, []).append(cell)
    parts = []
    for cells in zip(*(by_item[item] for item in sorted(by_item)), strict=False):
        if any(cell.voters != cells[0].voters for cell in cells):
            continue
        *known, last = cells
        places: dict[int, int] = {}
        for voter in last.voters:
            fits = [
                at
                for at in range(len(last.voters))
                if all(cell.orders["published"][at] == truth[voter][cell.item] for cell in known)
            ]
            if len(fits) == 1 and fits[0] not in places.values():
                places[voter] = fits[0]
        parts.append(
            (
                [last.orders["published"][at] for at in places.values()],
                [truth[voter][last.item] for voter in places],
                list(last.orders["published"]),
            )
        )
    yield judged("pattern of the other items", parts)


def links(haul: Haul, truth: Mapping[int, Mapping[int, str]]) -> list[Guess]:
    """Return the hypotheses that are right more often than chance allows, best first."""
    tried = list(guesses(haul, truth))
    return sorted(
        (each for each in tried if each.chance * len(tried) < RISK), key=lambda each: each.chance
    )


def orders_of(answers: Sequence[str], **others: Sequence[str]) -> dict[str, Sequence[str]]:
    """Return answers as published, backwards, sorted by choice in every way, and as given."""
    made: dict[str, Sequence[str]] = {"published": list(answers), "backwards": answers[::-1]}
    for at, ranks in enumerate(itertools.permutations(sorted(set(answers)))):
        made[f"sorted {at}"] = sorted(answers, key=ranks.index)
    return {**made, **others}
