"""Length limits of papers (handbook §5: 5,000 characters, special ones 4,000), as presets."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.documents.checking.report import Finding, Severity
from bihuan.documents.policy import LONGEST_PAPER, LONGEST_SPECIAL

RULE = "length.paper"


@dataclass(frozen=True)
class LengthLimits:
    """The most characters that a paper, and a special one (专项), may have."""

    paper: int = int(LONGEST_PAPER.default)
    special: int = int(LONGEST_SPECIAL.default)

    def most(self, *, is_special: bool) -> int:
        """Return the limit of a paper."""
        return self.special if is_special else self.paper


def length_of(text: str) -> int:
    """Count the characters of a text, white space left out."""
    return sum(1 for character in text if not character.isspace())


def length_findings(text: str, limits: LengthLimits, *, is_special: bool) -> list[Finding]:
    """Return the finding on a text that is too long; none otherwise."""
    length, most = length_of(text), limits.most(is_special=is_special)
    if length <= most:
        return []
    message = _("全文%(length)d字，超过上限%(most)d字，请压缩%(over)d字。")
    words = {"length": length, "most": most, "over": length - most}
    return [Finding(RULE, Severity.WARNING, message % words)]
