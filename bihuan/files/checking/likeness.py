"""Whether two pictures look the same: difference hashes of 8×8 and of 16×16.

A difference hash says for each pixel of a tiny grey copy whether it is lighter than its left
neighbour; it hardly changes when a picture is made smaller or saved again. The coarse one finds
candidates by an index, the fine one confirms: pages of text are alike to the coarse one alone.
Pictures that are nearly of one colour have no hash: they would all be alike.
"""

from PIL import Image

from bihuan.files.rules import LOOK_LENGTH

COARSE, FINE = 8, 16
COARSE_HEX, FINE_HEX = COARSE * COARSE // 4, FINE * FINE // 4
assert COARSE_HEX + FINE_HEX == LOOK_LENGTH
MOST_COARSE, MOST_FINE = 4, 20
"""Bits in which two copies of one picture may differ."""
BANDS = MOST_COARSE + 1
LEAST_BITS = 6


def look_of(picture: Image.Image) -> str:
    """Return both hashes of an upright picture as hexadecimal digits; empty for a plain one."""
    grey = picture.convert("L")
    coarse, fine = _hash(grey, COARSE), _hash(grey, FINE)
    if coarse.bit_count() < LEAST_BITS or fine.bit_count() < 4 * LEAST_BITS:
        return ""
    return f"{coarse:0{COARSE_HEX}x}{fine:0{FINE_HEX}x}"


def bands_of(look: str) -> list[int]:
    """Cut the coarse hash into pieces, each telling its place.

    Of two hashes that differ in at most MOST_COARSE bits at least one piece is the same: one more
    piece than bits.
    """
    if not look:
        return []
    coarse = int(look[:COARSE_HEX], 16)
    width = -(-COARSE * COARSE // BANDS)
    return [(at << width) | (coarse >> (at * width)) % (1 << width) for at in range(BANDS)]


def is_alike(one: str, other: str) -> bool:
    """Tell whether two looks are those of one picture; nothing looks like an empty one."""
    if not one or not other:
        return False
    coarse = int(one[:COARSE_HEX], 16) ^ int(other[:COARSE_HEX], 16)
    fine = int(one[COARSE_HEX:], 16) ^ int(other[COARSE_HEX:], 16)
    return coarse.bit_count() <= MOST_COARSE and fine.bit_count() <= MOST_FINE


def _hash(grey: Image.Image, side: int) -> int:
    tiny = grey.resize((side + 1, side), Image.Resampling.BOX)
    pixels = tiny.tobytes()
    found = 0
    for row in range(side):
        for at in range(row * (side + 1), row * (side + 1) + side):
            # A hair's difference is noise of the encoder, not of the picture.
            found = (found << 1) | (pixels[at + 1] > pixels[at] + 2)
    return found
