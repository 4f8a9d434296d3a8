"""The plain form of a text, sign for sign: half-width digits, one sign for each thing.

Every sign keeps its place, so an offset into the plain form is one into the text.
"""

import re

from bihuan.documents.set_words import plainly

_GROUPS = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_POINTS = re.compile(
    "(?<=[0-9一二三四五六七八九十百千])[·・•](?=[0-9一二三四五六七八九〇零]{1,4}[%‰万亿倍元吨公亩个斤度米千立平,，。;；、]|$)"
)


def plain_form(text: str) -> str:
    """Return the text written plainly, as long as it was.

    A full-width comma is a thousands separator between full-width digits in threes (１，２２２),
    and a raised point is a decimal point between digits before a unit (９·４％): older reports
    print them so.
    """
    text = _GROUPS.sub(",", text)
    return _POINTS.sub(".", plainly(text))
