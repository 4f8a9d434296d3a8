"""The rules of the checker, one file a family; a rule is a pure function over a passage.

A further rule is a function and its line in the family's RULES; docs/reference/document-checks.md
names each, and a test says so.
"""

from bihuan.documents.checking.rules import (
    announcing,
    claims,
    contradictions,
    forms,
    periods,
    plans,
    ratios,
    sums,
    units,
)
from bihuan.documents.checking.ruling import Rule

RULES: tuple[Rule, ...] = (
    *contradictions.RULES,
    *sums.RULES,
    *ratios.RULES,
    *plans.RULES,
    *periods.RULES,
    *announcing.RULES,
    *units.RULES,
    *forms.RULES,
    *claims.RULES,
)

__all__ = ["RULES"]
