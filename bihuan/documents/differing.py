"""What changed between two drafts: paragraph by paragraph, and inside one by its words.

Pure, over lists of texts. A paragraph is the same, changed, moved (perhaps changed as well), added
or removed; the words of one that changed are pieces kept, cut and added. Numbers are never cut
apart: 27.2 to 37.2 is a number in the place of another, not a digit.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

PieceKind = Literal["keep", "cut", "add"]
ChangeKind = Literal["same", "changed", "moved", "added", "removed"]
ALIKE = 0.5  # two paragraphs at one place are one that changed from this share of common words on
ALIKE_ELSEWHERE = 0.75  # and at two places, one that moved
SHORTEST_MOVED = 6  # characters; of shorter ones only the very same has moved
SHORTEST_KEPT = 2  # characters between two changes; fewer read better as changed
LONG = 600  # characters from which sentences are compared before their words
MOST_WORDS = 2_000
MOST_PAIRS = 2_500

_WORDS = re.compile(r"\d[\d,.]*|[A-Za-z]+|.", re.S)
_SENTENCES = re.compile(r"[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+")


@dataclass(frozen=True)
class Piece:
    """Some words of a paragraph: kept, cut from the earlier text, or added by the later one."""

    kind: PieceKind
    text: str


@dataclass(frozen=True)
class Change:
    """What became of one paragraph; `before` and `after` are its places, counted from 0."""

    kind: ChangeKind
    before: int | None
    after: int | None
    pieces: tuple[Piece, ...]

    @property
    def was(self) -> str:
        """Return the earlier words."""
        return "".join(piece.text for piece in self.pieces if piece.kind != "add")

    @property
    def now(self) -> str:
        """Return the later words."""
        return "".join(piece.text for piece in self.pieces if piece.kind != "cut")


def changes_between(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """Return what became of each paragraph, in the later order; removed ones where they stood."""
    steps = list(_aligned(before, after))
    lost = [i for i, j in steps if i is not None and j is None]
    new = [j for i, j in steps if j is not None and i is None]
    came_from = _moved(before, after, lost, new)
    gone = set(came_from.values())
    return [
        _change(before, after, came_from.get(j, i) if j is not None else i, j, j in came_from)
        for i, j in steps
        if not (j is None and i in gone)
    ]


def applied(before: Sequence[str], changes: Iterable[Change]) -> list[str]:
    """Return the later paragraphs that changes make of the earlier ones.

    Raises ValueError where they are not changes of these.
    """
    made = []
    for change in changes:
        if change.before is not None and before[change.before] != change.was:
            raise ValueError("these are not the paragraphs that were compared")
        if change.after is not None:
            made.append(change.now)
    return made


def pieces_between(before: str, after: str) -> tuple[Piece, ...]:
    """Return the words of a paragraph as pieces kept, cut and added."""
    if before == after:
        return (Piece("keep", before),) if before else ()
    if max(len(before), len(after)) <= LONG:
        return _joined(_by_word(before, after))
    return _joined(_by_sentence(before, after))


def likeness(one: str, other: str, least: float = ALIKE) -> float:
    """Return how much two texts have in common, from 0 to 1; 0 for less than `least`."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    if max(len(one), len(other)) > MOST_WORDS:
        return matcher.quick_ratio()
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0


def _aligned(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[int | None, int | None]]:
    """Yield the places of paragraphs side by side, None where the other side has none."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
            continue
        pairs = _paired(before, after, range(i1, i2), range(j1, j2))
        i, j = i1, j1
        for at, to in [*pairs, (i2, j2)]:
            yield from ((gone, None) for gone in range(i, at))
            yield from ((None, came) for came in range(j, to))
            if at < i2:
                yield at, to
            i, j = at + 1, to + 1


def _paired(
    before: Sequence[str], after: Sequence[str], left: range, right: range
) -> list[tuple[int, int]]:
    """Return which paragraphs of two stretches are one that changed: the best in order."""
    if len(left) * len(right) > MOST_PAIRS:
        return [(i, j) for i, j in zip(left, right, strict=False) if likeness(before[i], after[j])]
    score = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for a in range(len(left) - 1, -1, -1):
        for b in range(len(right) - 1, -1, -1):
            alike = likeness(before[left[a]], after[right[b]])
            both = score[a + 1][b + 1] + alike if alike else 0.0
            score[a][b] = max(both, score[a + 1][b], score[a][b + 1])
    pairs, a, b = [], 0, 0
    while a < len(left) and b < len(right):
        if score[a][b] == score[a + 1][b]:
            a += 1
        elif score[a][b] == score[a][b + 1]:
            b += 1
        else:
            pairs.append((left[a], right[b]))
            a, b = a + 1, b + 1
    return pairs


def _moved(
    before: Sequence[str], after: Sequence[str], lost: Sequence[int], new: Sequence[int]
) -> dict[int, int]:
    """Return by later place where a paragraph came from that stood elsewhere."""
    found: dict[int, int] = {}
    left = list(lost)
    for j in new:
        same = next((i for i in left if before[i] == after[j] and after[j]), None)
        if same is not None:
            found[j] = same
            left.remove(same)
    if len(left) * len(new) > MOST_PAIRS:
        return found
    for j in new:
        if j in found or len(after[j]) < SHORTEST_MOVED:
            continue
        likely = {i: likeness(before[i], after[j], ALIKE_ELSEWHERE) for i in left}
        best = max(likely, key=lambda i: likely[i], default=None)
        if best is not None and likely[best]:
            found[j] = best
            left.remove(best)
    return found


def _change(
    before: Sequence[str], after: Sequence[str], i: int | None, j: int | None, is_moved: bool
) -> Change:
    if j is None:
        assert i is not None
        return Change("removed", i, None, _all(before[i], "cut"))
    if i is None:
        return Change("added", None, j, _all(after[j], "add"))
    kind: ChangeKind = "same" if before[i] == after[j] else "changed"
    return Change("moved" if is_moved else kind, i, j, pieces_between(before[i], after[j]))


def _all(text: str, kind: PieceKind) -> tuple[Piece, ...]:
    return (Piece(kind, text),) if text else ()


def _by_sentence(before: str, after: str) -> Iterator[Piece]:
    old, new = _SENTENCES.findall(before), _SENTENCES.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        was, now = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal":
            yield Piece("keep", was)
        elif max(len(was), len(now)) <= MOST_WORDS:
            yield from _by_word(was, now)
        else:
            yield Piece("cut", was)
            yield Piece("add", now)


def _by_word(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        was, now = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal":
            yield Piece("keep", was)
        else:
            yield Piece("cut", was)
            yield Piece("add", now)


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Join neighbours: all that is cut before all that is added, very short words kept let go."""
    runs = groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.kind)
    given = [Piece(kind, "".join(piece.text for piece in run)) for kind, run in runs]
    made: list[Piece] = []
    cut, add = "", ""
    for at, piece in enumerate(given):
        is_between = 0 < at < len(given) - 1 and bool(cut or add)
        if piece.kind == "keep" and not (is_between and len(piece.text) < SHORTEST_KEPT):
            made += [*_all(cut, "cut"), *_all(add, "add"), piece]
            cut, add = "", ""
            continue
        cut += piece.text if piece.kind != "add" else ""
        add += piece.text if piece.kind != "cut" else ""
    return (*made, *_all(cut, "cut"), *_all(add, "add"))
