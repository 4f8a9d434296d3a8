"""`python -m bench.figure_extraction TEXTS.csv`: score the extraction of figures, and its speed.

TEXTS.csv has the columns `report_id` and `text` (or name it in BIHUAN_REPORTS). The labels in
bench/figure_labels.jsonl hold ids, offsets and figures, never the text: `id` is the report's id
and the sentence's offsets in code points. `half` is `tune`, or `held` for other reports; `blind`
are further sentences of those other reports and `last` of all, labelled from the bare text, without
a first pass; for `last` no rule was changed.

A figure found is right when it overlaps one that is labelled and has the same value (relative 1e-6;
fractions at four decimals), high and unit. Quantities, money, ratios, changes and durations are
scored together; dates and announced counts each apart. Qualifier and kind are counted among the
figures that are right; within the five, `blind` and `last` were labelled without `change`.
`--wrong` prints what is wrong, in the words of the texts: for eyes, not for files.
"""

import argparse
import csv
import json
import math
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bihuan.documents.checking.extraction import ExtractedFigure, extract_figures

LABELS = Path(__file__).with_name("figure_labels.jsonl")
APART = {"date": "date", "announced": "announced"}
HALVES = ("tune", "held", "blind", "last")
TOGETHER = "figures"
SPEED_SIGNS = 20_000
RUNS = 5


@dataclass
class Score:
    """Counts of one group of kinds."""

    right: int = 0
    found: int = 0
    labelled: int = 0
    qualified: int = 0
    of_kind: int = 0

    def row(self, name: str) -> str:
        """Return a line of the table."""
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.labelled)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        qualified, of_kind = self.qualified / max(1, self.right), self.of_kind / max(1, self.right)
        shares = " | ".join(f"{each:.3f}" for each in (precision, recall, f1, qualified, of_kind))
        return f"| {name} | {self.labelled} | {self.found} | {shares} |"


@dataclass
class Labelled:
    """A sentence with its labels."""

    text: str
    half: str
    figures: list[dict[str, Any]] = field(default_factory=list)


def main() -> None:
    """Print the scores of each half, and how long 20,000 signs take."""
    parser = argparse.ArgumentParser(prog="python -m bench.figure_extraction")
    parser.add_argument("texts", nargs="?", default=os.environ.get("BIHUAN_REPORTS"))
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--wrong", choices=HALVES, help="print what is wrong in a half")
    arguments = parser.parse_args()
    if not arguments.texts:
        parser.error("name the texts, or set BIHUAN_REPORTS")
    reports = reports_of(Path(arguments.texts))
    sentences = list(labelled(arguments.labels, reports))
    for half in HALVES:
        half_of = [each for each in sentences if each.half == half]
        print(f"\n{half}: {len(half_of)} sentences\n")
        print("| kinds | labelled | found | precision | recall | F1 | qualifier | kind |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|")
        for name, score in scores(half_of, half == arguments.wrong).items():
            print(score.row(name))
    print(f"\n{SPEED_SIGNS} signs: {seconds(reports) * 1000:.0f} ms (limit 1000)")


def reports_of(path: Path) -> dict[str, str]:
    """Return the texts by report."""
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8", newline="") as file:
        return {row["report_id"]: row["text"] for row in csv.DictReader(file)}


def labelled(path: Path, reports: dict[str, str]) -> Iterator[Labelled]:
    """Yield the sentences that are labelled."""
    for line in path.read_text("utf-8").splitlines():
        entry = json.loads(line)
        report, _, span = entry["id"].rpartition(":")
        start, _, end = span.partition("-")
        yield Labelled(reports[report][int(start) : int(end)], entry["half"], entry["figures"])


def scores(sentences: Iterable[Labelled], tell: bool) -> dict[str, Score]:
    """Score sentences by groups of kinds."""
    table = {TOGETHER: Score(), "date": Score(), "announced": Score()}
    for sentence in sentences:
        found = extract_figures(sentence.text)
        for name, score in table.items():
            _count(
                score,
                sentence.text,
                [figure for figure in found if APART.get(figure.kind, TOGETHER) == name],
                [each for each in sentence.figures if APART.get(each["kind"], TOGETHER) == name],
                tell,
            )
    return table


def _count(
    score: Score, text: str, found: list[ExtractedFigure], gold: list[dict[str, Any]], tell: bool
) -> None:
    score.found += len(found)
    score.labelled += len(gold)
    left = list(gold)
    for figure in found:
        match = next((each for each in left if _is_right(figure, each, text)), None)
        if match is None:
            if tell:
                print(
                    "  not labelled so:", figure.core, figure.value, figure.unit, "|", text.strip()
                )
            continue
        left.remove(match)
        score.right += 1
        score.qualified += figure.qualifier == match["qualifier"]
        score.of_kind += figure.kind == match["kind"]
        if tell and (figure.qualifier, figure.kind) != (match["qualifier"], match["kind"]):
            print(
                "  otherwise:", figure.core, figure.qualifier, figure.kind, match, "|", text.strip()
            )
    if tell and left:
        print("  not found:", left, "|", text.strip())


def _is_right(figure: ExtractedFigure, gold: dict[str, Any], text: str) -> bool:
    start = _place(text, gold["core"], gold["nth"])
    overlaps = figure.start < start + len(gold["core"]) and start < figure.end
    return (
        overlaps
        and _same(figure.value, gold["value"])
        and (figure.high is None) == (gold["high"] is None)
        and (figure.high is None or _same(figure.high, gold["high"]))
        and figure.unit == gold["unit"]
    )


def _same(ours: float, theirs: float) -> bool:
    return math.isclose(ours, theirs, rel_tol=1e-6) or (
        abs(theirs) < 1 and round(ours, 4) == round(theirs, 4)
    )


def _place(text: str, core: str, nth: int) -> int:
    at = -1
    for _ in range(nth):
        at = text.index(core, at + 1)
    return at


def seconds(reports: dict[str, str]) -> float:
    """Return the median time of extraction from 20,000 signs of the reports."""
    text = "".join(reports.values())[:SPEED_SIGNS]
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        figures = extract_figures(text)
        took.append(time.perf_counter() - began)
    print(f"\n{dict(Counter(figure.kind for figure in figures))}")
    return sorted(took)[RUNS // 2]


if __name__ == "__main__":
    main()
