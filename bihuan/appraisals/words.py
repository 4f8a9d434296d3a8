"""What may not stand in a reason that concerns a person: a place in some order."""

import re

_PLACE = re.compile(
    "末位|倒数|垫底|名次|排名|排序|(?:后|最后|末尾|前)[一二三四五六七八九十百0-9０-９]{1,3}(?:名|位)"
)


def place_in(text: str) -> str:
    """Return the words of a text that speak of somebody's place; empty where none do."""
    found = _PLACE.search(text)
    return found.group() if found else ""
