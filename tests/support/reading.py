"""What a page says, apart from its ids and tokens."""

import re


def without_ids(page: str) -> str:
    """Return a page without what is drawn anew each time, which may hold any digits by chance."""
    return re.sub(r"[0-9A-Za-z_:-]{20,}", " ", page)
