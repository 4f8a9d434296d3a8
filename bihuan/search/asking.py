"""Finding texts: those with the words in their title first, then the others, the newest first.

The index gives candidates: texts with all the pairs of ideographs of a word, which need not stand
beside each other. Each is held against its text, so that nothing is shown that is no hit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.lib.bigrams import asked_of, fold, holds, words_of
from bihuan.search import store
from bihuan.search.models import IndexedText

NEWEST = 2**63 - 1
MOST_ROUNDS = 8
"""Batches looked through before a search that finds only false candidates gives up."""
IN_TITLE, ANYWHERE = 0, 1


@dataclass(frozen=True)
class Place:
    """Where a list of hits goes on: in titles or anywhere, below an id."""

    phase: int = IN_TITLE
    below: int = NEWEST

    def __str__(self) -> str:
        return f"{self.phase}.{self.below}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """Return the place that an address names; the beginning for anything else."""
        phase, _point, below = text.partition(".")
        if phase not in ("0", "1") or not below.isdecimal() or len(below) > 19:
            return cls()
        return cls(int(phase), min(int(below), NEWEST))


@dataclass(frozen=True)
class Found:
    """A text that has the words, and the place after it."""

    text: IndexedText
    place: Place


@dataclass(frozen=True)
class Wanted:
    """What is looked for: texts of a kind, on the subtrees of some paths; at most `limit`.

    `after` goes on behind the place of the last one found. No path: nothing.
    """

    kind: str
    paths: Sequence[str]
    limit: int
    after: Place = Place()


def find(
    query: str, *, kind: str, paths: Sequence[str], limit: int, after: Place | None = None
) -> list[Found]:
    """Return texts of a kind that hold every word of a query; no word: none."""
    return find_each(query, [Wanted(kind, paths, limit, after or Place())])[0]


def find_each(query: str, wanted: Sequence[Wanted]) -> list[list[Found]]:
    """Return the texts that hold every word of a query, for each of what is wanted.

    One statement for all as a rule; another one for all those that false candidates left short.
    """
    words = words_of(query)
    findings = [_Finding(words, each) for each in wanted]
    for _round in range(MOST_ROUNDS):
        asked = [(at, *each) for at, finding in enumerate(findings) for each in finding.askings()]
        if not asked:
            break
        answers: dict[int, dict[int, list[IndexedText]]] = {}
        rows = store.newest([asking for _at, _phase, asking in asked])
        for (at, phase, _asking), some in zip(asked, rows, strict=True):
            answers.setdefault(at, {})[phase] = some
        for at, mine in answers.items():
            findings[at].take(mine)
    return [finding.found[: finding.wanted.limit] for finding in findings]


class _Finding:
    """One search on its way: it says what it asks next, and takes the answers."""

    def __init__(self, words: list[str], wanted: Wanted) -> None:
        self.words, self.wanted = words, wanted
        self.batch = wanted.limit * 2 + 10
        self.found: list[Found] = []
        self._tokens = (asked_of(words, store.TITLE, singles=True), asked_of(words))
        # A single ideograph begins thousands of pairs: texts are gone through for it only where
        # the titles do not fill the page.
        self._one_by_one = any(len(word) == 1 for word in words)
        place = wanted.after
        self._waiting = {phase: NEWEST for phase in (IN_TITLE, ANYWHERE) if phase >= place.phase}
        self._waiting[place.phase] = place.below
        if not words or not wanted.paths:
            self._waiting = {}

    def askings(self) -> list[tuple[int, store.Asking]]:
        """Return what to ask next, each with its phase; nothing where the search is at its end."""
        if len(self.found) >= self.wanted.limit:
            return []
        wanted = self.wanted
        return [
            (phase, store.Asking(self._tokens[phase], wanted.kind, wanted.paths, below, self.batch))
            for phase, below in list(self._waiting.items())[: 1 if self._one_by_one else None]
        ]

    def take(self, answers: dict[int, list[IndexedText]]) -> None:
        """Take the texts found in each phase that was asked."""
        for phase, rows in answers.items():
            self._take(phase, rows)
            if len(self.found) >= self.wanted.limit:
                return
            if len(rows) == self.batch:
                self._waiting[phase] = rows[-1].id
                return  # titles first: the others only once there is no further one
            del self._waiting[phase]

    def _take(self, phase: int, rows: Sequence[IndexedText]) -> None:
        for row in rows:
            title = fold(row.title)
            in_title = holds(title, self.words)
            if phase == ANYWHERE and in_title:
                continue  # it stood among the titles
            if in_title or (phase == ANYWHERE and self._holds(row, title)):
                self.found.append(Found(row, Place(phase, row.id)))

    def _holds(self, row: IndexedText, title: str) -> bool:
        body = fold(row.body)
        return all(word in title or word in body for word in self.words)
