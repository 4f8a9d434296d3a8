"""Finding who somebody is in a text, and putting a general word in its place (脱敏): pure.

Compared is what people read, not the signs that write it: full width, blanks, points, hyphens,
invisible signs and Chinese numerals do not hide a name or a number. What is looked for strictly
(`traces`) is refused in every clear text of a case; `proposal` masks more than that, since a clerk
looks at it before it is used. What no comparison finds (who alone has a pond there) is for people.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bihuan.duty.identity import Identity

NAME_RUN = 3
"""So many signs in a row of a longer name tell who it is."""
PHONE_RUN = 7
ADDRESS_RUN = 5
"""So many signs in a row of a house's address, or all of a shorter one."""
SHORTEST_HOUSE = 3

_DIGITS = str.maketrans("零〇○一二三四五六七八九幺两", "00012345678912")
_PLACES = re.compile(r"[省市县区镇乡村]|街道|社区")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_CITIZEN = re.compile(r"(?<!\d)\d{17}[\dx](?!\d)")
_HOUSE_NUMBER = re.compile(r"\d+(?:号|栋|幢|单元|室|组)")


class Told(StrEnum):
    """What of a person a piece of text tells."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"


STANDING_FOR = {Told.NAME: "某某", Told.PHONE: "（电话略）", Told.ADDRESS: "（住址略）"}


@dataclass(frozen=True, order=True)
class Trace:
    """A piece of a text, from `start` up to `end`, and what it tells."""

    start: int
    end: int
    told: Told


@dataclass(frozen=True)
class _Plain:
    """A text as it is compared: letters and digits only, each with its place in the text."""

    text: str
    places: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "_Plain":
        signs: list[str] = []
        places: list[int] = []
        for place, sign in enumerate(text):
            for each in unicodedata.normalize("NFKC", sign).casefold():
                if each.isalnum() or each == "○":
                    signs.append(each)
                    places.append(place)
        return cls("".join(signs), places)

    def spans(self, needle: str) -> Iterator[tuple[int, int]]:
        at = self.text.find(needle)
        while at >= 0:
            yield self.span(at, at + len(needle))
            at = self.text.find(needle, at + 1)

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.places[start], self.places[end - 1] + 1


def traces(text: str, identity: Identity) -> list[Trace]:
    """Return what in a text tells who somebody of the case is, or any telephone or ID number.

    A name counts as a whole, and of one of four signs or more each three in a row; a number by
    seven digits in a row; a house's address (what stands after the village) by five signs.
    """
    plain = _Plain.of(text)
    digits = _Plain(plain.text.translate(_DIGITS), plain.places)
    found = [
        *_found(plain, _windows(identity.parts("name"), NAME_RUN, 2), Told.NAME),
        *_found(digits, _phones(identity), Told.PHONE),
        *_found(digits, _houses(identity), Told.ADDRESS),
    ]
    for pattern in (_MOBILE, _CITIZEN):
        for hit in pattern.finditer(digits.text):
            found.append(Trace(*digits.span(*hit.span()), Told.PHONE))
    return sorted(found)


def proposal(text: str, identity: Identity) -> str:
    """Return a text with what tells who somebody is masked; further pieces of it too.

    Beyond `traces`: the given name alone, and numbers of houses. People read it before it is used.
    """
    plain = _Plain.of(text)
    digits = _Plain(plain.text.translate(_DIGITS), plain.places)
    more = [
        *_found(plain, _given_names(identity), Told.NAME),
        *(
            Trace(*digits.span(*hit.span()), Told.ADDRESS)
            for hit in _HOUSE_NUMBER.finditer(digits.text)
        ),
    ]
    return _masked(text, sorted([*traces(text, identity), *more]))


def _masked(text: str, found: Sequence[Trace]) -> str:
    parts: list[str] = []
    upto = 0
    for trace in found:
        if trace.start >= upto:
            parts += [text[upto : trace.start], STANDING_FOR[trace.told]]
        upto = max(upto, trace.end)
    return "".join([*parts, text[upto:]])


def _found(plain: _Plain, needles: Iterable[str], told: Told) -> Iterator[Trace]:
    for needle in set(needles):
        for start, end in plain.spans(needle):
            yield Trace(start, end, told)


def _windows(texts: Iterable[str], run: int, shortest: int) -> Iterator[str]:
    """Yield each text, and of one longer than `run` every `run` signs in a row."""
    for text in texts:
        plain = _Plain.of(text).text
        if len(plain) >= shortest:
            yield plain
        if len(plain) > run and not plain.isascii():
            yield from (plain[at : at + run] for at in range(len(plain) - run + 1))


def _given_names(identity: Identity) -> Iterator[str]:
    for name in identity.parts("name"):
        plain = _Plain.of(name).text
        if len(plain) > 2 and not plain.isascii():
            yield plain[-2:]


def _phones(identity: Identity) -> Iterator[str]:
    for phone in identity.parts("phone"):
        digits = "".join(re.findall(r"\d", _Plain.of(phone).text.translate(_DIGITS)))
        if len(digits) >= PHONE_RUN:
            yield from (digits[at : at + PHONE_RUN] for at in range(len(digits) - PHONE_RUN + 1))


def _houses(identity: Identity) -> Iterator[str]:
    """Yield pieces of what stands after the village: a village itself is no secret."""
    for address in identity.parts("address"):
        house = _PLACES.split(_Plain.of(address).text)[-1].translate(_DIGITS)
        if len(house) < SHORTEST_HOUSE:
            continue
        yield house
        if len(house) > ADDRESS_RUN:
            yield from (house[at : at + ADDRESS_RUN] for at in range(len(house) - ADDRESS_RUN + 1))
