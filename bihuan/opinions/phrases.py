"""A resident's phrase (查询口令): four words and four digits, made here and kept only as a hash.

512 words and 10,000 numbers: 49 bits. The hash is scrypt (RFC 7914), about 50 ms and 16 MB: slow
enough for whoever stole the database, light enough for a page that everybody may ask.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata

from pypinyin import lazy_pinyin

from bihuan.opinions.phrase_words import WORDS

WORD_COUNT, DIGITS = 4, 4
COST, BLOCK = 2**14, 8
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("f", "h"))
_PARTS = re.compile(r"[\u4e00-\u9fff]+|[a-z]+|[0-9]+")
LONGEST_TYPED = 80


def phrase_from(seed: bytes) -> str:
    """Return the phrase of 32 random bytes: 青山 水井 燕子 棉花 4827."""
    number = int.from_bytes(hashlib.sha512(b"bihuan phrase" + seed).digest(), "big")
    words = []
    for _at in range(WORD_COUNT):
        number, place = divmod(number, len(WORDS))
        words.append(WORDS[place])
    return f"{' '.join(words)} {number % 10**DIGITS:0{DIGITS}d}"


def canonical(typed: str) -> str:
    """Return what is compared: how the words sound, and the digits.

    Blanks, punctuation and full-width signs do not matter, nor a wrong character of the same
    sound, nor pinyin in place of characters, nor zh for z, ng for n, l for n, f for h.
    """
    text = unicodedata.normalize("NFKC", typed[:LONGEST_TYPED]).lower()
    parts = []
    for part in _PARTS.findall(text):
        parts.append(_sound(part) if part[0] >= "\u4e00" else _alike(part))
    return "".join(parts)


def hashed(phrase: str) -> str:
    """Return a phrase as it is kept."""
    salt = secrets.token_bytes(16)
    return f"scrypt${COST}${BLOCK}${salt.hex()}${_scrypt(phrase, salt, COST, BLOCK).hex()}"


def matches(typed: str, kept: str) -> bool:
    """Tell whether a phrase is the one that was kept, in the same time whether it is or not."""
    _name, cost, block, salt, expected = (kept or _NOBODYS).split("$")
    found = _scrypt(typed, bytes.fromhex(salt), int(cost), int(block))
    return hmac.compare_digest(found, bytes.fromhex(expected)) and bool(kept)


def _scrypt(phrase: str, salt: bytes, cost: int, block: int) -> bytes:
    return hashlib.scrypt(
        canonical(phrase).encode(), salt=salt, n=cost, r=block, p=1, maxmem=64 * 2**20, dklen=32
    )


def _sound(characters: str) -> str:
    """Return the pinyin of characters, two by two: the words have two each."""
    pairs = [characters[at : at + 2] for at in range(0, len(characters), 2)]
    return "".join(_alike("".join(lazy_pinyin(pair))) for pair in pairs)


def _alike(letters: str) -> str:
    for sound, other in _ALIKE:
        letters = letters.replace(sound, other)
    return letters


_NOBODYS = f"scrypt${COST}${BLOCK}${'00' * 16}${'00' * 32}"
"""Stands in where there is no such number, so that the answer takes as long."""
