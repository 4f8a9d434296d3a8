"""Claims that no number bears out: nothing happened, the most ever (handbook §9)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.documents.checking.passage import Passage
from bihuan.documents.checking.report import Severity
from bihuan.documents.checking.ruling import Place, Rule

_ZERO = re.compile("[未没无](?:有)?(?:出现|发生|发现)过?(?:一|任何)[起例次件宗][^，。；\n]{0,16}")
_MOST = re.compile(
    "历年来?[^，。；\n]{0,16}最[多高大低少快好]|(?:历史|有史以?来)[^，。；\n]{0,6}最[多高大低少快好]"
)


def _zero_claims(passage: Passage) -> Iterator[Place]:
    """Yield each claim that nothing happened: it needs a register kept open all the time."""
    for found in _ZERO.finditer(passage.text):
        message = _("“%(claim)s”要有全程登记的台账佐证，并写明时段和范围。")
        yield found.start(), found.end(), message % {"claim": found[0]}


def _superlatives(passage: Passage) -> Iterator[Place]:
    """Yield each claim of the most ever: it needs the figures of the other years."""
    for found in _MOST.finditer(passage.text):
        message = _("“%(claim)s”要有历年数据对比佐证。")
        yield found.start(), found.end(), message % {"claim": found[0]}


RULES = (
    Rule("claim.zero", Severity.NOTE, gettext_lazy("零发生的说法"), _zero_claims),
    Rule("claim.superlative", Severity.NOTE, gettext_lazy("历年之最的说法"), _superlatives),
)
