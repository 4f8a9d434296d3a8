"""Rules on the words of an opinion: pure, no database."""

import re
import unicodedata

NULL_SHOWN = "\u2400"  # PostgreSQL keeps no NUL; its picture stands for it
LONGEST_WORDING = 200
SHORT = 100
_SURROGATES = re.compile("[\ud800-\udfff]")
_ENDS = re.compile(r"(?<=[。！？!?；;])")
_MOVES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JOINER = "\u200d"  # holds emoji together


def storable(text: str) -> str:
    """Return a text as the databases can keep it; all else stays as it is, sign for sign.

    NUL becomes its picture ␀, half a surrogate pair becomes the replacement sign.
    """
    return _SURROGATES.sub("\ufffd", text.replace("\0", NULL_SHOWN))


def is_blank(text: str) -> bool:
    """Tell whether a text has nothing to read: only blanks and signs without shape."""
    return not any(not sign.isspace() and unicodedata.category(sign) not in _MOVES for sign in text)


def one_line(text: str) -> str:
    """Return a text in one line, without signs that move or hide others (for headings, lists)."""
    kept = (
        sign if sign == _JOINER or unicodedata.category(sign) not in _MOVES else " "
        for sign in text.replace("\u200b", "").replace("\ufeff", "")
    )
    return " ".join("".join(kept).split())


def shortened(text: str, most: int = SHORT) -> str:
    """Return the beginning of a text in one line, ended where a sentence ends if it can be."""
    line = one_line(text[: most * 8])
    if len(line) <= most:
        return line
    sentences = _ENDS.split(line)
    whole = ""
    for sentence in sentences:
        if len(whole) + len(sentence) > most:
            break
        whole += sentence
    return whole if len(whole) >= most // 4 else line[: most - 1] + "…"


def common_path(paths: list[str], home: str, width: int = 4) -> str:
    """Return the path of the lowest unit that holds all paths; never above the home's."""
    if not paths:
        return home
    first, last = min(paths), max(paths)
    end = 0
    while end < min(len(first), len(last)) and first[end : end + width] == last[end : end + width]:
        end += width
    return first[:end] if len(first[:end]) > len(home) else home
