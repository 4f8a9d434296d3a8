"""A JPEG without its metadata, its picture untouched (ITU-T T.81, annex B).

What a camera writes beside the picture (place, time, device, a small copy, a film of the moment
before) stands in segments of its own or behind the end. They are left out and what is needed to
draw the picture is copied, so nothing is lost by encoding it anew.
"""

from bihuan.files.checking.refusing import broken

_START = b"\xff\xd8"
_END = 0xD9
_SCAN = 0xDA
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
# Tables, frames, restart intervals: what a decoder reads. Neither APPn nor COM.
_NEEDED = frozenset({*range(0xC0, 0xC8), *range(0xC9, 0xCC), *range(0xCC, 0xD0), 0xDB, 0xDD, _SCAN})
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def stripped(content: bytes) -> bytes:
    """Return a JPEG from its start to the end of its first picture, without metadata.

    Raises FileRefused where the segments do not follow each other.
    """
    if not content.startswith(_START):
        raise broken()
    kept = [_START, _JFIF]
    at = len(_START)
    while True:
        at, marker = _marker(content, at)
        if marker == _END:
            kept.append(b"\xff\xd9")
            return b"".join(kept)
        if marker in _BARE:
            continue
        end = at + _length(content, at)
        if marker in _NEEDED:
            kept.append(bytes((0xFF, marker)) + content[at:end])
        at = end
        if marker == _SCAN:
            scanned = _end_of_scan(content, at)
            kept.append(content[at:scanned])
            at = scanned


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """Return where what follows a marker begins, and the marker."""
    if content[at : at + 1] != b"\xff":
        raise broken()
    while content[at : at + 1] == b"\xff":  # fill bytes
        at += 1
    if at >= len(content):
        raise broken()
    return at + 1, content[at]


def _length(content: bytes, at: int) -> int:
    length = int.from_bytes(content[at : at + 2], "big")
    if length < 2 or at + length > len(content):
        raise broken()
    return length


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the next marker stands that is neither a stuffed zero nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise broken()
        following = content[at + 1]
        if following == 0 or 0xD0 <= following <= 0xD7:
            at += 2
        elif following == 0xFF:
            at += 1
        else:
            return at
