"""How well messages are merged, by a file whose rows say which issue they speak of.

Columns `issue` and `status`, and those of `bihuan opinions merge`. Rows with status `fringe` are
left out; pairs of `core` rows that share an issue are right; a predicted pair counts where at least
one of the two is `core`.
"""

import csv
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from bihuan.opinions.merging.messages import Message
from bihuan.opinions.merging.proposing import labels_of
from bihuan.opinions.merging.scoring import SCORING

BARS = (0.22, 0.25, SCORING.same, 0.31, 0.34)


def score(path: str) -> None:
    """Print pairwise precision, recall and F1, by issue, and how they hang on the bar."""
    csv.field_size_limit(1 << 24)
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] != "fringe"]
    messages = [
        Message(at, row.get("text") or row.get("detail") or "", row.get("title") or "")
        for at, row in enumerate(rows)
    ]
    issues = [row["issue"] if row["status"] == "core" else "" for row in rows]
    for bar in BARS:
        began = time.perf_counter()
        labels = labels_of(messages, replace(SCORING, same=bar)).tolist()
        took = time.perf_counter() - began
        line = told(*counted(labels, issues))
        print(f"bar {bar:.2f}: {line}, groups {groups(labels)}, {took:.1f} s")
        if bar == SCORING.same:
            for issue in sorted(set(issues) - {""}):
                only = [each if each == issue else "" for each in issues]
                print(
                    f"  {issues.count(issue)} messages of one issue: {told(*counted(labels, only))}"
                )


def counted(labels: list[int], issues: list[str]) -> tuple[int, int, int]:
    """Return how many pairs are right, how many were predicted, and how many are to be found."""
    both = Counter(zip(labels, issues, strict=True))
    members = Counter(labels)
    right = predicted = 0
    for (_label, issue), count in both.items():
        if issue:
            right += count * (count - 1) // 2
    for label, count in members.items():
        apart = both[label, ""]
        predicted += (count * (count - 1) - apart * (apart - 1)) // 2
    wanted = Counter(issue for issue in issues if issue)
    return right, predicted, sum(count * (count - 1) // 2 for count in wanted.values())


def told(right: int, predicted: int, wanted: int) -> str:
    """Return precision, recall and F1 in words."""
    precision, recall = right / max(1, predicted), right / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


def groups(labels: list[int]) -> int:
    """Return how many groups of two or more there are."""
    return sum(count > 1 for count in Counter(labels).values())


if __name__ == "__main__":
    for each in sys.argv[1:]:
        score(each)
