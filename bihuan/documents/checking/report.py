"""What the checker says of a text: its figures, each with a verdict, and its findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import inf
from typing import Any

from bihuan.documents.checking.extraction import ExtractedFigure
from bihuan.figures.style import Nature

TOLERANCE = 0.1
"""What 约, 左右 and 近 allow where nothing else is said, relative to the value."""
_OPEN_ABOVE = frozenset({"超", "以上", "不少于", "至少", "不低于"})
_OPEN_BELOW = frozenset({"以下", "不超过", "以内"})
_ABOUT = frozenset({"约", "左右", "近"})


class Severity(StrEnum):
    """How grave a finding is: wrong as it stands, to be looked at, or good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Verdict(StrEnum):
    """What the records say of a stated figure."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NO_RECORD = "no_record"
    NOT_MEASURABLE = "not_measurable"


@dataclass(frozen=True)
class Finding:
    """One finding; `start` and `end` are code points of the text, both 0 for the whole file."""

    rule: str
    severity: Severity
    message: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Recorded:
    """What the records give where a stated figure was held against them, and where it opens."""

    label: str
    text: str
    value: float
    records: int
    url: str


@dataclass(frozen=True)
class CheckedFigure:
    """A figure of the text with what it speaks of, its nature, and the verdict."""

    stated: ExtractedFigure
    subject: str
    nature: Nature
    verdict: Verdict = Verdict.NO_RECORD
    recorded: Recorded | None = None

    @property
    def start(self) -> int:
        """Return where its numeral begins."""
        return self.stated.start

    @property
    def end(self) -> int:
        """Return where its numeral ends."""
        return self.stated.end

    @property
    def value(self) -> float:
        """Return the number stated."""
        return self.stated.value

    @property
    def unit(self) -> str:
        """Return the unit in its plain form."""
        return self.stated.unit

    @property
    def span(self) -> tuple[float, float]:
        """Return the least and the most that the words allow; 约 and 近 allow a tenth."""
        if self.stated.bounds is not None:
            return self.stated.bounds
        high = self.value if self.stated.high is None else self.stated.high
        qualifier = self.stated.qualifier
        if qualifier in _OPEN_ABOVE:
            return self.value, inf
        if qualifier in _OPEN_BELOW:
            return -inf, high
        slack = TOLERANCE if qualifier in _ABOUT else 0
        return self.value * (1 - slack), high * (1 + slack)

    @property
    def is_result(self) -> bool:
        """Tell whether it states what was found or done, not what is planned or required."""
        return self.nature in (Nature.EXACT, Nature.LOWER_BOUND, Nature.APPROXIMATE, Nature.RATIO)

    def with_verdict(self, verdict: Verdict, recorded: Recorded | None = None) -> "CheckedFigure":
        """Return the figure with another verdict."""
        return replace(self, verdict=verdict, recorded=recorded)

    def to_json(self) -> dict[str, Any]:
        """Return the figure for programs; `recorded` only where it was held against records."""
        stated = self.stated
        told: dict[str, Any] = {
            "core": stated.core,
            "value": _plain(stated.value),
            "high": None if stated.high is None else _plain(stated.high),
            "unit": stated.unit,
            "qualifier": stated.qualifier,
            "kind": stated.kind,
            "bounds": None if stated.bounds is None else [_plain(end) for end in stated.bounds],
            "subject": self.subject,
            "nature": str(self.nature),
            "verdict": str(self.verdict),
            "start": stated.start,
            "end": stated.end,
        }
        if self.recorded is not None:
            told["recorded"] = {
                "label": self.recorded.label,
                "text": self.recorded.text,
                "value": _plain(self.recorded.value),
                "records": self.recorded.records,
                "url": self.recorded.url,
            }
        return told


@dataclass(frozen=True)
class Report:
    """The text as it was read, its figures and its findings, both in the text's order."""

    text: str
    figures: tuple[CheckedFigure, ...]
    findings: tuple[Finding, ...]
    is_compared: bool = False

    def counts(self) -> Mapping[Severity, int]:
        """Return how many findings there are of each severity."""
        found = [finding.severity for finding in self.findings]
        return {severity: found.count(severity) for severity in Severity}

    def verdicts(self) -> Mapping[Verdict, int]:
        """Return how many figures have each verdict."""
        found = [figure.verdict for figure in self.figures]
        return {verdict: found.count(verdict) for verdict in Verdict}

    def with_findings(self, more: list[Finding]) -> "Report":
        """Return the report with further findings in their places."""
        return replace(self, findings=in_order([*self.findings, *more]))

    def to_json(self) -> dict[str, Any]:
        """Return the report for programs: text, figures, findings."""
        return {
            "text": self.text,
            "figures": [figure.to_json() for figure in self.figures],
            "findings": [
                {
                    "rule": finding.rule,
                    "severity": str(finding.severity),
                    "message": finding.message,
                    "start": finding.start,
                    "end": finding.end,
                }
                for finding in self.findings
            ],
        }


@dataclass(frozen=True)
class FileText:
    """A file as read: its words, and what is to be said of the file itself."""

    text: str
    findings: list[Finding] = field(default_factory=list)


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return findings by place, the gravest first where several stand at one."""
    places = {severity: at for at, severity in enumerate(Severity)}
    return tuple(sorted(findings, key=lambda f: (f.start, places[f.severity], f.end, f.rule)))


def _plain(number: float) -> int | float:
    """Return a whole number without a decimal point."""
    return int(number) if number == int(number) else number
