"""What a rule is: an id, how grave it is, and a pure function from a passage to findings."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from bihuan.documents.checking.passage import Passage, Stretch
from bihuan.documents.checking.report import Finding, Severity

Place = tuple[int, int, str]
"""Where something was found, and the sentence that says what."""


@dataclass(frozen=True)
class Rule:
    """One rule of the checker; `find` yields a place and a sentence for each finding."""

    id: str
    severity: Severity
    label: str | Promise
    find: Callable[[Passage], Iterable[Place]]

    def findings(self, passage: Passage) -> Iterator[Finding]:
        """Yield what the rule finds in a passage."""
        for start, end, message in self.find(passage):
            yield Finding(self.id, self.severity, message, start, end)


def quoted(passage: Passage, stretch: Stretch, most: int = 24) -> str:
    """Return the words of a stretch on one line, shortened in the middle where they are long."""
    words = " ".join(passage.text[stretch[0] : stretch[1]].split())
    if len(words) <= most:
        return words
    return f"{words[: most // 2]}…{words[-(most // 2) :]}"
