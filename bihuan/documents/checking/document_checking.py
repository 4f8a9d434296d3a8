"""Checking a document of ours: what it states now, or stated when it was issued."""

from dataclasses import replace

from bihuan.documents.checking.file_checking import SPECIAL, limits_for
from bihuan.documents.checking.lengths import length_findings
from bihuan.documents.checking.papers import PaperText, text_of, with_records_of
from bihuan.documents.checking.records import against_records
from bihuan.documents.checking.report import Finding, Report
from bihuan.documents.checking.text_checking import check_text
from bihuan.documents.filling import fill_document
from bihuan.documents.models import Document
from bihuan.documents.paper import Paper
from bihuan.documents.paper_json import from_json
from bihuan.documents.template import read_template
from bihuan.figures.asking import Scope
from bihuan.orgs.access import Actor

BORNE_OUT = frozenset({"ratio.no_base", "claim.zero"})
"""Rules that ask for what a figure of the records brings with it."""


def check_document(document: Document, *, actor: Actor) -> Report:
    """Return the report on a document; nothing is kept.

    Figures that the records wrote agree by what they are; those that somebody typed are held
    against the records of the document's unit and period. Raises TemplateFaults where the template
    cannot be read, NotAllowed as `compute` does.
    """
    period = read_template(document.template).front.days
    return check_paper(_paper_of(document, actor), Scope(document.unit, period), actor=actor)


def check_paper(paper: Paper, scope: Scope, *, actor: Actor) -> Report:
    """Return the report on a paper of a unit, its typed figures held against a scope's records."""
    words = text_of(paper)
    report, settled = with_records_of(check_text(words.text), words)
    report = against_records(report, actor=actor, scope=scope, settled=settled)
    report = replace(report, findings=tuple(f for f in report.findings if _stands(f, words)))
    limits = limits_for(scope.unit)
    is_special = SPECIAL in paper.title
    return report.with_findings(length_findings(words.text, limits, is_special=is_special))


def _stands(finding: Finding, words: PaperText) -> bool:
    """Tell whether a finding holds; not what a figure of the records answers by its trace."""
    if finding.rule not in BORNE_OUT:
        return True
    return not any(
        start < finding.end and finding.start < end and figure.status == "traced"
        for (start, end), figure in words.figures
    )


def _paper_of(document: Document, actor: Actor) -> Paper:
    if document.is_issued:
        issued: Paper = from_json(document.issue.paper)
        return issued
    return fill_document(document, actor=actor).paper
