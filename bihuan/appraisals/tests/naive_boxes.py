"""Boxes as they are made without thinking, each giving one thing away; played in plain SQLite."""

import hashlib
import json
import os
import random
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bihuan.appraisals.standalone.recount import receipt_of
from bihuan.appraisals.tests.copying import changes
from bihuan.appraisals.tests.linking import Cell, Haul, orders_of

Choices = Mapping[int, Mapping[int, str]]
Box = Callable[[Choices, int], tuple[Haul, str]]
PART = 64
_WORDS = {"1": "优秀", "2": "称职的", "3": "基本称职者", "4": "不称职"}
_DRAW = random.SystemRandom()


class Naive:
    """A box in a file of its own, with a copy after every ballot."""

    def __init__(self, items: int, schema: str) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name) / "box.sqlite3"
        self.db = sqlite3.connect(self.path, isolation_level=None)
        self.db.row_factory = sqlite3.Row
        # Debian's SQLite writes zeros over what is deleted; a plain one does not.
        self.db.execute("PRAGMA secure_delete = OFF")
        self.db.executescript(schema)
        self.haul = Haul(items)
        self._before = self.tables()

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Return all rows in their physical order."""
        names = [row[0] for row in self.db.execute("SELECT name FROM sqlite_schema")]
        names = [name for name in names if not name.startswith("sqlite_")]
        return {
            name: [dict(row) for row in self.db.execute(f"SELECT * FROM {name}")] for name in names
        }

    def cast(self, voter: int, statement: str, *given: Any) -> None:
        """Keep a ballot and take a copy."""
        self.db.execute(statement, given)
        now = self.tables()
        self.haul.changes[voter] = changes(self._before, now)
        self.haul.order.append(voter)
        self._before = now

    def finish(
        self, truth: Choices, published: Sequence[Sequence[int]] | None = None, **others: Any
    ) -> Haul:
        """Publish: the voters of each item's answers in the order in which they are published."""
        for item in range(1, self.haul.items + 1):
            voters = list(published[item - 1]) if published else shuffled_list(truth)
            answers = [truth[voter][item] for voter in voters]
            own = {name: [truth[voter][item] for voter in order] for name, order in others.items()}
            self.haul.cells.append(Cell(item, list(truth), orders_of(answers, **own)))
        self.haul.tables, self.haul.raw = self.tables(), self.path.read_bytes()
        self.db.close()
        self._folder.cleanup()
        return self.haul


def shuffled_list(truth: Choices) -> list[int]:
    """Return the voters in an order nobody can know."""
    voters = list(truth)
    _DRAW.shuffle(voters)
    return voters


def _sealed(_choice: str) -> bytes:
    return os.urandom(PART)


def _ballot(choices: Mapping[int, str]) -> bytes:
    return b"".join(_sealed(choices[item]) for item in sorted(choices))


def _kept(truth: Choices, items: int, key: Callable[[int], str]) -> tuple[Naive, dict[int, Any]]:
    """Keep sealed ballots by some key; return the box, and the key of each voter's."""
    box = Naive(items, "CREATE TABLE ballot (id TEXT PRIMARY KEY, body BLOB)")
    keys = {voter: key(at) for at, voter in enumerate(truth)}
    for voter, choices in truth.items():
        box.cast(voter, "INSERT INTO ballot VALUES (?, ?)", keys[voter], _ballot(choices))
    return box, keys


def _random_key(_at: int) -> str:
    return uuid.uuid4().hex


def shuffled(truth: Choices, items: int) -> tuple[Haul, str]:
    """Not naive: random keys, sealed, each item shuffled by itself."""
    return _kept(truth, items, _random_key)[0].finish(truth), ""


def in_clear(truth: Choices, items: int) -> tuple[Haul, str]:
    """Keep choices as they are, and publish shuffled lists."""
    box = Naive(items, "CREATE TABLE ballot (id TEXT PRIMARY KEY, body TEXT)")
    for voter, choices in truth.items():
        body = json.dumps([choices[item] for item in sorted(choices)])
        box.cast(voter, "INSERT INTO ballot VALUES (?, ?)", _random_key(0), body)
    return box.finish(truth), "classes of item in ballot.body"


def in_casting_order(truth: Choices, items: int) -> tuple[Haul, str]:
    """Open whole ballots one after another as they came."""
    return _kept(truth, items, _random_key)[0].finish(truth, [list(truth)] * items), (
        "order of voting / published"
    )


def newest_first(truth: Choices, items: int) -> tuple[Haul, str]:
    """The same, backwards."""
    return _kept(truth, items, _random_key)[0].finish(truth, [list(truth)[::-1]] * items), (
        "order of voting / backwards"
    )


def in_order_of_keys(truth: Choices, items: int) -> tuple[Haul, str]:
    """Open in the order of random keys, as an index does."""
    box, keys = _kept(truth, items, _random_key)
    return box.finish(truth, [sorted(keys, key=keys.__getitem__)] * items), (
        "key of ballot / published"
    )


def in_order_on_disk(truth: Choices, items: int) -> tuple[Haul, str]:
    """Open in the order on disk, which rows of ascending ids have."""
    box = Naive(items, "CREATE TABLE ballot (id INTEGER PRIMARY KEY, body BLOB)")
    for voter, choices in truth.items():
        box.cast(voter, "INSERT INTO ballot (body) VALUES (?)", _ballot(choices))
    return box.finish(truth, [list(truth)] * items), "row of ballot / published"


def in_order_of_receipts(truth: Choices, items: int) -> tuple[Haul, str]:
    """Open in the order in which receipts are published."""
    box, _keys = _kept(truth, items, _random_key)
    bodies = {voter: own[-1][-1] for voter, own in box.haul.changes.items()}
    order = sorted(bodies, key=lambda voter: receipt_of(bodies[voter]))
    return box.finish(truth, [order] * items), "digest of ballot.body / published"


def in_order_of_sealed_lists(truth: Choices, items: int) -> tuple[Haul, str]:
    """Shuffle the sealed lists, and open each from its beginning to its end."""
    box, _keys = _kept(truth, items, _random_key)
    box.db.execute("CREATE TABLE sealed (id INTEGER PRIMARY KEY, content BLOB)")
    bodies = {voter: own[-1][-1] for voter, own in box.haul.changes.items()}
    orders = [shuffled_list(truth) for _item in range(items)]
    for item, order in enumerate(orders):
        content = b"".join(bodies[voter][item * PART : (item + 1) * PART] for voter in order)
        box.db.execute("INSERT INTO sealed (content) VALUES (?)", (content,))
    box.db.execute("UPDATE ballot SET body = NULL")
    return box.finish(truth, orders), "place of item of ballot.body in the last copy / published"


def in_order_of_old_pages(truth: Choices, items: int) -> tuple[Haul, str]:
    """Open in the order on disk and delete the ballots: their pages are still there."""
    box, _keys = _kept(truth, items, _random_key)
    bodies = {voter: own[-1][-1] for voter, own in box.haul.changes.items()}
    box.db.execute("DELETE FROM ballot")
    raw = box.path.read_bytes()
    order = sorted(bodies, key=lambda voter: raw.find(bodies[voter][:PART]))
    return box.finish(truth, [order] * items), "on the raw pages / published"


def unpadded(truth: Choices, items: int) -> tuple[Haul, str]:
    """Seal words of different length."""
    box = Naive(items, "CREATE TABLE ballot (id TEXT PRIMARY KEY, body TEXT)")
    for voter, choices in truth.items():
        sealed = [os.urandom(48 + 3 * len(_WORDS[choices[item]])).hex() for item in sorted(choices)]
        # Words of the same length are told apart by one more sign.
        sealed = [
            each + ("00" if choices[item] == "4" else "")
            for each, item in zip(sealed, sorted(choices), strict=True)
        ]
        body = json.dumps(sealed)
        box.cast(voter, "INSERT INTO ballot VALUES (?, ?)", _random_key(0), body)
    return box.finish(truth), "classes of size of item in ballot.body"


def the_same_sealed_the_same(truth: Choices, items: int) -> tuple[Haul, str]:
    """Seal without anything random: equal answers look equal."""
    key = os.urandom(32)
    box = Naive(items, "CREATE TABLE ballot (id TEXT PRIMARY KEY, body BLOB)")
    for voter, choices in truth.items():
        body = b"".join(
            hashlib.blake2b(f"{item} {choices[item]}".encode(), key=key).digest()
            for item in sorted(choices)
        )
        box.cast(voter, "INSERT INTO ballot VALUES (?, ?)", _random_key(0), body)
    return box.finish(truth), "classes of item in ballot.body"


def counted_as_they_come(truth: Choices, items: int) -> tuple[Haul, str]:
    """Keep no ballot at all, only counts: two copies differ by one ballot."""
    counts: dict[str, dict[str, int]] = {
        str(item): dict.fromkeys("1234", 0) for item in range(1, items + 1)
    }
    box = Naive(items, "CREATE TABLE tally (id INTEGER PRIMARY KEY, counts TEXT)")
    box.db.execute("INSERT INTO tally VALUES (1, ?)", (json.dumps(counts),))
    box._before = box.tables()
    for voter, choices in truth.items():
        for item, choice in choices.items():
            counts[str(item)][choice] += 1
        box.cast(voter, "UPDATE tally SET counts = ?", json.dumps(counts))
    return box.finish(truth), "classes of item in tally.counts"


def published_rows_with_ids(truth: Choices, items: int) -> tuple[Haul, str]:
    """Shuffle what is shown, but not the ids of its rows."""
    box, _keys = _kept(truth, items, _random_key)
    return box.finish(truth, by_id=list(truth)), "order of voting / by_id"


def whole_ballots(truth: Choices, items: int) -> tuple[Haul, str]:
    """Shuffle whole ballots: the answers of one stand at the same place of every list."""
    order = shuffled_list(truth)
    return _kept(truth, items, _random_key)[0].finish(truth, [order] * items), "pattern"


def deleted_in_clear(truth: Choices, items: int) -> tuple[Haul, str]:
    """Write choices down in clear for a moment; the page still holds what was deleted."""
    box = Naive(items, "CREATE TABLE queue (id TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID")
    for voter, choices in truth.items():
        body = "".join(choices[item] for item in sorted(choices))
        box.cast(voter, "INSERT INTO queue VALUES (?, ?)", _random_key(0), body)
    haul = box.haul
    box.db.execute("DELETE FROM queue")
    haul = box.finish(truth)
    haul.changes = {
        voter: [(table, "id", row, None, row) for table, _column, row, *_rest in own]
        for voter, own in haul.changes.items()
    }
    return haul, "raw byte behind key of queue"


BOXES: Sequence[Box] = (
    in_clear,
    in_casting_order,
    newest_first,
    in_order_of_keys,
    in_order_on_disk,
    in_order_of_receipts,
    in_order_of_sealed_lists,
    in_order_of_old_pages,
    unpadded,
    the_same_sealed_the_same,
    counted_as_they_come,
    published_rows_with_ids,
    whole_ballots,
    deleted_in_clear,
)
