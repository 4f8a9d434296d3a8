"""Workbooks spoilt as files are: on the way, by other programs, by somebody's hand."""

import io
import random
import re
import zipfile
from collections.abc import Callable

NASTY = (
    *(b"", b"0", b"-1", b"1e309", b"NaN", b"4294967296", b"99999999999999999999", b"0x10"),
    *(b"XFD1048576", b"A0", b"ZZZZ1", b"A1:XFD1048576", b"&#0;", b"&amp;", b"]]>", b"\xff\xfe"),
    *("二〇一〇年二月三十日".encode(), "1.5万".encode(), b"=1+1", "\u202e".encode()),
    *(b"#REF!", b"TRUE", b"str", b"inlineStr", b"e", b"../../x", b"'", b'"', b"\x00"),
)
_TOKEN = re.compile(rb'"[^"]*"|>[^<]+<|<[^>]+>')
_ZIP = b"PK\x03\x04"


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return a workbook spoilt once to four times; the same for the same chance."""
    for _turn in range(chance.choice((1, 1, 2, 4))):
        ways = _WAYS_OF_A_ZIP if content.startswith(_ZIP) else _WAYS_OF_BYTES
        content = chance.choice(ways)(content, chance)
    return content


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _turn in range(chance.randint(1, 12)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _splice(content: bytes, chance: random.Random) -> bytes:
    here, there = (chance.randrange(len(content) + 1) for _turn in range(2))
    piece = content[here : here + chance.randint(1, 400)]
    return content[:there] + piece + content[there:]


def _put_nasty(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(NASTY) + content[at + chance.randrange(4) :]


def _spoil_a_part(content: bytes, chance: random.Random) -> bytes:
    """Spoil one part inside the archive, which itself stays whole."""
    parts = _parts(content)
    if not parts:
        return _flip(content, chance)
    names = [name for name in parts if name.endswith((".xml", ".rels"))] or list(parts)
    # The sheets most of all: they are what is read.
    sheets = [name for name in names if "sheet" in name or name == "content.xml"] or names
    name = chance.choice(sheets if chance.random() < 0.7 else names)
    ways = (_change_a_token, _change_a_token, _drop_a_token, _double_a_token, _flip, _cut)
    for _turn in range(chance.choice((1, 1, 3, 10))):
        parts[name] = chance.choice(ways)(parts[name], chance)
    return _packed(parts)


def _drop_a_part(content: bytes, chance: random.Random) -> bytes:
    parts = _parts(content)
    if parts:
        del parts[chance.choice(list(parts))]
    return _packed(parts)


def _exchange_parts(content: bytes, chance: random.Random) -> bytes:
    parts = _parts(content)
    if len(parts) > 1:
        one, other = chance.sample(list(parts), 2)
        parts[one], parts[other] = parts[other], parts[one]
    return _packed(parts)


def _change_a_token(xml: bytes, chance: random.Random) -> bytes:
    found = list(_TOKEN.finditer(xml))
    if not found:
        return _flip(xml, chance)
    token = chance.choice(found)
    first, last = token.group()[:1], token.group()[-1:]
    return xml[: token.start()] + first + chance.choice(NASTY) + last + xml[token.end() :]


def _drop_a_token(xml: bytes, chance: random.Random) -> bytes:
    found = list(_TOKEN.finditer(xml))
    token = chance.choice(found) if found else None
    return xml[: token.start()] + xml[token.end() :] if token else xml


def _double_a_token(xml: bytes, chance: random.Random) -> bytes:
    found = list(_TOKEN.finditer(xml))
    token = chance.choice(found) if found else None
    return xml[: token.end()] + token.group() + xml[token.end() :] if token else xml


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # spoilt already: whatever a broken archive makes of the library
        return {}


def _packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


Way = Callable[[bytes, random.Random], bytes]
_WAYS_OF_BYTES: tuple[Way, ...] = (_flip, _flip, _cut, _splice, _put_nasty, _put_nasty)
_WAYS_OF_A_ZIP: tuple[Way, ...] = (
    *(_spoil_a_part, _spoil_a_part, _spoil_a_part, _spoil_a_part),
    *(_drop_a_part, _exchange_parts, _flip, _cut),
)
