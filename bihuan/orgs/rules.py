"""Pure rules of the room: labels of paths, forms of codes, who may hold what beside what."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Protocol

from bihuan.orgs.permissions import CONTENT_ROLES, Role

LABEL_WIDTH = 4
"""Characters a level takes in a path, base 36: 1.6 million children a unit."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")
_DIVISION_CODE = re.compile(r"[1-9][0-9]{5}([0-9]{3}([0-9]{3})?)?")


class HeldForATime(Protocol):
    """Anything with a first day and a first day after."""

    from_on: dt.date
    to_on: dt.date | None


def base36(number: int, width: int = LABEL_WIDTH) -> str:
    """Write a number in base 36, padded; raises ValueError where it does not fit."""
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    if len(text) > width:
        raise ValueError(f"{text} is longer than {width} characters")
    return text.rjust(width, "0")


def next_label(last: str | None) -> str:
    """Return the label after the last sibling's; the first is 0001."""
    return base36(1 if last is None else int(last, 36) + 1)


def is_code(text: str) -> bool:
    """Tell whether a text is a code: lower-case letters, digits, `_` and `-`."""
    return _CODE.fullmatch(text) is not None


def is_division_code(text: str) -> bool:
    """Tell whether a text has the form of a statistical division code (统计用区划代码).

    Six digits for a county and above, nine for a township, twelve for a village.
    """
    return _DIVISION_CODE.fullmatch(text) is not None


def is_void(term: HeldForATime) -> bool:
    """Tell whether a term ends on the day it begins: entered by mistake, held on no day."""
    return term.to_on is not None and term.to_on <= term.from_on


def overlaps(term: HeldForATime, from_on: dt.date, to_on: dt.date | None) -> bool:
    """Tell whether a term shares a day with another one; `to_on` is the first day after."""
    if is_void(term):
        return False
    begins_before_end = to_on is None or term.from_on < to_on
    return begins_before_end and (term.to_on is None or from_on < term.to_on)


def duty(role: Role) -> str:
    """Return which of the three duties, kept apart, a role belongs to (等保: 三员分立)."""
    if role in CONTENT_ROLES:
        return "content"
    return "audit" if role == Role.AUDITOR else "accounts"


def conflicting(role: Role, held: Iterable[Role]) -> Role | None:
    """Return the first held role that a role may not stand beside; None where it may."""
    return next((other for other in held if duty(other) != duty(role)), None)
