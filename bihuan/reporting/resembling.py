"""How alike two labels of offices are: their words in another order, with other units behind them.

Words that offices use for one another (handbook §3.5: 调处, 化解) are held to be the same. Where
words agree but for their order, edit distance says little, so pairs of signs are counted too.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

_IN_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
_NOISE = re.compile(
    r"[\s、，,。.：:；;/·—\-_#*]|其中|情况|合计|小计|总计|总数|个数|件数|数量|人数$|数$|起数"
)
_SAME = (
    ("调处成功", "化解"), ("调解成功", "化解"), ("调处", "化解"),
    ("调解", "化解"), ("处置", "化解"),
    ("排查出", "排查"), ("摸排", "排查"), ("登记", "排查"),
    ("农民专业合作社", "合作社"), ("农合", "参合"), ("安全饮水", "人饮"), ("饮水安全", "人饮"),
    ("受益农户", "受益户"), ("受益户数", "受益户"),
    ("通村公路", "村级公路"), ("新修公路", "建成村级公路"),
    ("率（%）", "率"), ("成功率", "化解率"), ("社会捐赠", "社会捐资"),
)  # fmt: skip
ENOUGH, SURE = 58.0, 80.0


@lru_cache(maxsize=20_000)
def plain(label: str) -> str:
    """Return a label without units in brackets, marks and words that say nothing."""
    text = _IN_BRACKETS.sub("", label)
    for word, same in _SAME:
        text = text.replace(word, same)
    return _NOISE.sub("", text)


@lru_cache(maxsize=100_000)
def likeness(one: str, other: str, *, holds: bool = True) -> float:
    """Return how alike two labels are, from 0 to 100.

    With `holds`, one that holds the other whole is alike.
    """
    a, b = plain(one), plain(other)
    if not a or not b:
        return 0.0
    if a == b:
        return 100.0
    pairs = 100.0 * _pairs_shared(a, b)
    within = 88.0 if holds and len(min(a, b, key=len)) >= 4 and (a in b or b in a) else 0.0
    return max(fuzz.ratio(a, b) * 0.95, pairs * 0.95, within)


def best(candidates: Iterable[tuple[str, bool]], label: str) -> float:
    """Return how alike a label is to the most alike of several, each with `holds` of its own."""
    return max((likeness(one, label, holds=holds) for one, holds in candidates), default=0.0)


def _pairs_shared(a: str, b: str) -> float:
    """Return the share of pairs of neighbouring signs that both texts have (Dice 1945)."""
    one = {a[at : at + 2] for at in range(len(a) - 1)}
    other = {b[at : at + 2] for at in range(len(b) - 1)}
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))
