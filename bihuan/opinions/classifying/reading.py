"""Read texts as arrays of pieces: single characters and pairs, of the whole and of its beginning.

What a message is about stands in its first words, so pieces there count a second and a third
time, as pieces of their own. All texts of a chunk are read at once, without a Python loop over
characters: a hundred thousand messages are forty million of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bihuan.opinions.classifying.topics import CHARACTER_BITS, topics_in

LONGEST = 10_000  # characters read of one text: more says nothing new about its class
HEADS = (25, 100)  # characters of a beginning: about a title, and the first sentences
TOPIC = 1 + len(HEADS)
KINDS = 2 + len(HEADS)
KIND_SHIFT = 2 * CHARACTER_BITS
END, SPACE, DIGIT, NOTHING = 0, ord(" "), ord("0"), 0xFFFFFFFF
PLACES = np.array([ord(c) for c in "市区县镇乡村"], np.uint32)

Codes = NDArray[np.uint32]
Whole = NDArray[np.int64]


def _table() -> Codes:
    """Map each code point to what it is read as: lower case, half width, every digit as 0."""
    table = np.arange(0x110000, dtype=np.uint32)
    table[0xFF01:0xFF5F] = np.arange(0x21, 0x7F)
    for low, high in ((0x01, 0x21), (0x7F, 0xA1), (0x2000, 0x200B), (0x2028, 0x202A)):
        table[low:high] = SPACE
    table[0x3000] = SPACE
    for low, high in ((0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2070), (0xFE00, 0xFE10)):
        table[low:high] = NOTHING  # zero-width and direction marks, which could hide a word
    table[0xFEFF] = table[0xAD] = NOTHING
    for low in (ord("A"), 0xFF21):
        table[low : low + 26] = np.arange(ord("a"), ord("z") + 1)
    for low in (ord("0"), 0xFF10):
        table[low : low + 10] = DIGIT
    return table


TABLE = _table()


@dataclass(frozen=True)
class Reading:
    """Texts as read: all their code points in one array, each text closed by END.

    `text_of` and `at` say for each code point in which text and at which place of it as read it
    stands; `origin` its place in the texts as given, joined by one character.
    """

    codes: Codes
    text_of: Whole
    at: Whole
    origin: Whole


@dataclass(frozen=True)
class Pieces:
    """Pieces of texts in parallel arrays: the text's row, the key, and where the piece begins."""

    rows: Whole
    keys: Whole
    begins: Whole


def read(texts: Sequence[str]) -> Reading:
    """Read texts; numbers are one 0, spaces one space, and codes before places (A3区) are left out.

    Letters and numbers stand for places in messages made anonymous: the place is no reason for a
    class.
    """
    joined = "".join(text[:LONGEST].replace("\0", " ") + "\0" for text in texts)
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    codes = TABLE[raw]
    origin = np.flatnonzero(codes != NOTHING)
    codes = codes[origin]
    again = np.zeros(len(codes), bool)
    again[1:] = (codes[1:] == codes[:-1]) & ((codes[1:] == SPACE) | (codes[1:] == DIGIT))
    codes, origin = codes[~again], origin[~again]
    kept = ~_place_codes(codes)
    codes, origin = codes[kept], origin[kept]
    ends = codes == END
    text_of = np.cumsum(ends) - ends
    begins = np.concatenate(([0], np.flatnonzero(ends)[:-1] + 1))
    at = np.arange(len(codes)) - begins[text_of]
    return Reading(codes, text_of.astype(np.int64), at.astype(np.int64), origin.astype(np.int64))


def _place_codes(codes: Codes) -> NDArray[np.bool_]:
    """Find a lone letter, with or without a number, that stands before the word for a place."""
    padded = np.concatenate((codes, np.zeros(2, np.uint32)))
    first, second, third = codes, padded[1:-1], padded[2:]
    letter = (first >= ord("a")) & (first <= ord("z"))
    lone = letter & ~np.concatenate(([False], letter[:-1]))
    numbered = lone & (second == DIGIT) & np.isin(third, PLACES)
    found = numbered | (lone & np.isin(second, PLACES))
    found[1:] |= numbered[:-1]
    return np.asarray(found)


def pieces_of(reading: Reading) -> Pieces:
    """Cut a reading into its pieces, those of the beginnings after those of the whole."""
    said = reading.codes > SPACE
    ones = np.flatnonzero(said)
    twos = np.flatnonzero(said[:-1] & said[1:])
    codes = reading.codes.astype(np.int64)
    begins = np.concatenate((ones, twos))
    ends = np.concatenate((ones, twos + 1))
    keys = np.concatenate((codes[ones], (codes[twos] << CHARACTER_BITS) | codes[twos + 1]))
    places = reading.at[ends]
    parts: list[tuple[Any, Any]] = [(begins, keys)]
    for kind, length in enumerate(HEADS, 1):
        early = places < length
        parts.append((begins[early], keys[early] | (kind << KIND_SHIFT)))
    topics, where = topics_in(codes, keys[len(ones) :], twos)
    parts.append((where, topics | (TOPIC << KIND_SHIFT)))
    all_begins = np.concatenate([part[0] for part in parts])
    return Pieces(
        reading.text_of[all_begins], np.concatenate([part[1] for part in parts]), all_begins
    )


def kind_of(keys: Whole) -> Whole:
    """Return of each key whether it is of the whole (0), of a beginning (1, 2), or a topic (3)."""
    return keys >> KIND_SHIFT


def vocabulary(texts: Sequence[str], at_least: int, chunk: int = 1000) -> Whole:
    """Return the sorted keys of all pieces that occur in so many texts."""
    keys, counts = np.zeros(0, np.int64), np.zeros(0, np.int64)
    for start in range(0, len(texts), chunk):
        found = pieces_of(read(texts[start : start + chunk]))
        order = np.lexsort((found.rows, found.keys))
        by_key, by_row = found.keys[order], found.rows[order]
        new = np.ones(len(order), bool)
        new[1:] = (by_key[1:] != by_key[:-1]) | (by_row[1:] != by_row[:-1])
        here, times = np.unique(by_key[new], return_counts=True)
        merged, place = np.unique(np.concatenate((keys, here)), return_inverse=True)
        total = np.bincount(place, np.concatenate((counts, times)), len(merged))
        keys, counts = merged, total.astype(np.int64)
    return keys[counts >= at_least]
