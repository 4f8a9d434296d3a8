"""What an item of a paper was answered with, as lines for a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bihuan.appraisals.kinds import GRADE, NAMES
from bihuan.appraisals.papers import BallotPaper
from bihuan.appraisals.standalone.recount import two_decimals


@dataclass(frozen=True)
class ItemLine:
    """An item with its choices and how often each was chosen; `score` empty where it has none."""

    subject: str
    question: str
    ballots: int
    invalid: int
    choices: list[tuple[str, int]]
    score: str


def lines_of(said: Mapping[str, Any], result: Mapping[str, Any]) -> list[ItemLine]:
    """Return the items of a paper with what came of each, in the paper's order."""
    return [
        ItemLine(
            subject=item.get("subject", ""),
            question=item["question"],
            ballots=found["ballots"],
            invalid=found["invalid"],
            choices=_choices(said, item, found["votes"]),
            score=two_decimals(found["score"]) if item["form"] == GRADE else "",
        )
        for item, found in zip(said["items"], result["items"], strict=True)
    ]


def _choices(
    said: Mapping[str, Any], item: Mapping[str, Any], votes: Mapping[str, int]
) -> list[tuple[str, int]]:
    if item["form"] == GRADE:
        grades = [each["label"] for each in said["scales"][item["scale"]]]
        labels = {str(at): label for at, label in enumerate(grades, 1)} | {"0": _("弃权")}
        return [(label, votes.get(code, 0)) for code, label in labels.items()]
    named = {str(at): label for at, label in enumerate(item["candidates"], 1)}
    if item["form"] == NAMES:
        chosen = [(label, votes.get(code, 0)) for code, label in named.items()]
    else:
        signs = {"y": _("赞成"), "n": _("反对"), "a": _("弃权")}
        chosen = [
            (f"{label} {word}", votes.get(f"{code}{sign}", 0))
            for code, label in named.items()
            for sign, word in signs.items()
        ]
    written = [(code[1:], count) for code, count in votes.items() if code.startswith("=")]
    return [*chosen, *written]


@dataclass(frozen=True)
class PrintedTable:
    """Items with the same part, questions and grades, as one table of a paper ballot.

    `rows` are what is voted on, each with the options of each of its questions.
    """

    part: str
    questions: list[str]
    rows: list[tuple[str, list[list[str]]]]


@dataclass(frozen=True)
class PrintedPaper:
    """What a group's paper ballot says: tables of grades, and items with candidates."""

    group: int
    label: str
    tables: list[PrintedTable]
    choices: list[dict[str, Any]]


def printed_papers(paper: BallotPaper) -> list[PrintedPaper]:
    """Return what is printed for each group."""
    return [
        PrintedPaper(
            group=group["number"],
            label=group["label"],
            tables=_tables(paper, group["number"]),
            choices=[
                {**item, "blanks": range(_blanks(item))}
                for item in paper.items_of(group["number"])
                if item["form"] != GRADE
            ],
        )
        for group in paper.said["groups"]
    ]


def _blanks(item: Mapping[str, Any]) -> int:
    """Return for how many names there are lines to write on."""
    if item["form"] == NAMES:
        return int(item["most"]) if item["write_ins"] else 0
    return int(item["write_ins"])


def _tables(paper: BallotPaper, group: int) -> list[PrintedTable]:
    """Return tables of neighbours with the same part and questions, in the paper's order."""
    subjects: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for item in paper.items_of(group):
        if item["form"] == GRADE:
            subjects.setdefault((item["part"], item["subject"]), []).append(item)
    tables: list[PrintedTable] = []
    for (part, subject), items in subjects.items():
        questions = [item["question"] for item in items]
        if not tables or (tables[-1].part, tables[-1].questions) != (part, questions):
            tables.append(PrintedTable(part, questions, []))
        scales = [[each["label"] for each in paper.said["scales"][i["scale"]]] for i in items]
        tables[-1].rows.append((subject, scales))
    return tables
