"""Codes made from Chinese labels: 里程（公里） → li_cheng. No database."""

import keyword
import re
from collections.abc import Collection, Iterable

from pypinyin import lazy_pinyin

from bihuan.registers.actions.specs import CODE

LONGEST = 40
# What a source of figures already calls its own, and what a rule across columns cannot name.
NOT_FOR_COLUMNS = frozenset({"unit", "unit_id", "unit_kind", "person", "date", *keyword.kwlist})
_BRACKETS = re.compile(r"[（(\[【〔<《].*?[）)\]】〕>》]")
_OTHER = re.compile(r"[^a-z0-9]+")


def code_for(label: str, taken: Collection[str], *, otherwise: str = "column") -> str:
    """Return a code for a label that none of `taken` is: pinyin by syllable, brackets left out.

    A label without a letter or Chinese character gets `otherwise`.
    """
    bare = _BRACKETS.sub("", label) or label
    made = ""
    for syllable in _syllables(bare):
        longer = f"{made}_{syllable}" if made else syllable
        if len(longer) > LONGEST - 3:  # room for a number
            break
        made = longer
    if CODE.fullmatch(made) is None:
        made = f"{otherwise}_{made}".rstrip("_")[: LONGEST - 3]
    return _free(made, taken)


def _syllables(text: str) -> Iterable[str]:
    for part in lazy_pinyin(text.lower()):
        yield from (word[: LONGEST - 3] for word in _OTHER.split(part) if word)


def _free(made: str, taken: Collection[str]) -> str:
    if made not in taken:
        return made
    number = 2
    while f"{made}_{number}" in taken:
        number += 1
    return f"{made}_{number}"
