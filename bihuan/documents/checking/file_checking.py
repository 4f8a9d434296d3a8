"""Checking a file: its words, its length, its layout, and against records where somebody asks."""

from pathlib import PurePath

from bihuan.documents.checking.layouts import layout_findings
from bihuan.documents.checking.lengths import LengthLimits, length_findings
from bihuan.documents.checking.reading import read_file
from bihuan.documents.checking.records import against_records
from bihuan.documents.checking.report import Finding, Report, Severity
from bihuan.documents.checking.text_checking import check_text
from bihuan.documents.layout.errors import BadFile, OfficeMissing
from bihuan.documents.layout.measure import measure_docx, measure_pdf
from bihuan.documents.policy import LONGEST_PAPER, LONGEST_SPECIAL
from bihuan.figures.asking import Scope
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.presets.asking import holding
from bihuan.presets.rules import read_value

NOT_MEASURED = "file.not_measured"
SPECIAL = "专项"
TITLE_LENGTH = 120
"""Where the title stands in a file that names none: in so many characters at its head."""


def check_file(
    content: bytes,
    name: str,
    *,
    actor: Actor | None = None,
    scope: Scope | None = None,
    limits: LengthLimits | None = None,
    is_special: bool = False,
    with_layout: bool = False,
) -> Report:
    """Return the report on a file; with an actor and a scope held against the records.

    Raises BadFile where the file cannot be read, NotAllowed as `compute` does. Nothing is kept.
    """
    found = read_file(content, name)
    report = check_text(found.text)
    special = is_special or SPECIAL in found.text[:TITLE_LENGTH]
    more = length_findings(found.text, limits or LengthLimits(), is_special=special)
    if with_layout:
        more += _measured(content, name)
    if actor is not None and scope is not None:
        report = against_records(report, actor=actor, scope=scope)
    return report.with_findings([*found.findings, *more])


def limits_for(unit: Unit | None) -> LengthLimits:
    """Return the length limits that hold for a unit today; one statement, none without a unit."""
    if unit is None:
        return LengthLimits()
    known = (LONGEST_PAPER, LONGEST_SPECIAL)
    kept = holding([each.code for each in known], unit.path, clock.today())
    paper, special = (
        int(read_value(each, kept[each.code].value) if each.code in kept else each.default)
        for each in known
    )
    return LengthLimits(paper, special)


def _measured(content: bytes, name: str) -> list[Finding]:
    """Return the findings on the layout; one that says why where it cannot be measured."""
    measures = {".pdf": measure_pdf, ".docx": measure_docx}
    measure = measures.get(PurePath(name).suffix.lower())
    if measure is None:
        return []
    try:
        return layout_findings(measure(content))
    except (BadFile, OfficeMissing) as error:
        return [Finding(NOT_MEASURED, Severity.NOTE, error.message)]
