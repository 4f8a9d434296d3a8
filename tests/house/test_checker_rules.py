"""Undocumented means failing: every rule of the checker stands in the reference, and no other."""

import re
from pathlib import Path

from bihuan.documents.checking import file_checking, layouts, lengths, records
from bihuan.documents.checking.reading import word
from bihuan.documents.checking.report import Severity
from bihuan.documents.checking.rules import RULES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "document-checks.md"
ROW = re.compile(r"^\| `(?P<rule>[a-z_.]+)` \| (?P<severity>\w+) \| .+ \|$", re.M)
OF_FILES = {
    *layouts.RULES,
    *(lengths.RULE, records.RULE, word.TRACKED, word.COMMENTED, file_checking.NOT_MEASURED),
}


def test_every_rule_is_documented_with_its_severity_and_every_documented_one_exists() -> None:
    rows = {row["rule"]: row["severity"] for row in ROW.finditer(PAGE.read_text("utf-8"))}
    assert set(rows) == {rule.id for rule in RULES} | OF_FILES
    assert {rule.id: str(rule.severity) for rule in RULES}.items() <= rows.items()
    assert set(rows.values()) <= set(Severity)


def test_every_rule_has_a_label_in_chinese() -> None:
    assert [rule.id for rule in RULES if not re.search("[\u4e00-\u9fff]", str(rule.label))] == []
