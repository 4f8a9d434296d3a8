"""Proposing user names and codes from Chinese names, in pinyin."""

import re
from collections.abc import Container

from pypinyin import lazy_pinyin

from bihuan.lib.bigrams import fold

LONGEST = 30


def proposed(name: str, taken: Container[str]) -> str:
    """Return the pinyin of a name as lower-case letters and digits, with a number where taken."""
    letters = re.sub(r"[^a-z0-9]+", "", fold("".join(lazy_pinyin(fold(name), errors="default"))))
    base = letters[:LONGEST] or "user"
    chosen, number = base, 2
    while chosen in taken:
        chosen, number = f"{base}{number}", number + 1
    return chosen
