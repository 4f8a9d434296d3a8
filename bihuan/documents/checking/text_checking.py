"""Checking a text: its figures told apart, then every rule over them."""

from dataclasses import replace

from bihuan.documents.checking.extraction import ExtractedFigure, extract_figures
from bihuan.documents.checking.natures import nature_of
from bihuan.documents.checking.passage import Passage
from bihuan.documents.checking.report import CheckedFigure, Report, Verdict, in_order
from bihuan.documents.checking.rules import RULES
from bihuan.documents.checking.rules.announcing import verdict_of
from bihuan.documents.checking.subjects import subject_of, unit_end
from bihuan.figures.style import Nature

_KINDS_MEASURED = frozenset({"quantity", "money", "ratio"})
_NATURES_MEASURED = frozenset({Nature.EXACT, Nature.LOWER_BOUND, Nature.APPROXIMATE, Nature.RATIO})


def check_text(text: str) -> Report:
    """Return the report on a text held against nothing but itself.

    Results that a register could hold have the verdict `no_record`; plans, norms, changes, spans
    of time and days `not_measurable`; an announced count what the list behind it says.
    """
    passage = Passage(text, _told_apart(text, extract_figures(text)))
    figures = tuple(figure.with_verdict(_verdict(passage, figure)) for figure in passage.figures)
    passage = replace(passage, figures=figures)
    findings = [finding for rule in RULES for finding in rule.findings(passage)]
    return Report(text, figures, in_order(findings))


def _told_apart(text: str, found: list[ExtractedFigure]) -> list[CheckedFigure]:
    """Return the figures with subject and nature."""
    plain = Passage(text)
    figures: list[CheckedFigure] = []
    in_sentence: list[str] = []
    sentence_before = -1
    for stated in found:
        clause, clause_end = plain.clauses.around(stated.start)
        sentence, _end = plain.sentences.around(stated.start)
        if sentence != sentence_before:
            in_sentence, sentence_before = [], sentence
        behind_last = unit_end(text, figures[-1].stated) if figures else 0
        before = text[min(max(clause, behind_last), stated.start) : stated.start]
        subject = subject_of(before, text[stated.end : clause_end], stated, in_sentence)
        headings = tuple(heading.text for heading in plain.headed_by(stated.start))
        statement, _end = plain.statements.around(stated.start)
        nature = nature_of(
            stated,
            text[clause : stated.start],
            text[sentence : stated.start],
            text[statement : stated.start],
            headings,
        )
        if subject:
            in_sentence.append(subject)
        figures.append(CheckedFigure(stated, subject, nature))
    return figures


def _verdict(passage: Passage, figure: CheckedFigure) -> Verdict:
    if figure.stated.kind == "announced":
        return verdict_of(passage, figure)
    if figure.stated.kind in _KINDS_MEASURED and figure.nature in _NATURES_MEASURED:
        return Verdict.NO_RECORD
    return Verdict.NOT_MEASURABLE
