"""Names are the field's standard terms: every model stands in the glossary."""

import re
from pathlib import Path

import pytest
from django.apps import apps

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
ROW = re.compile(r"^\| (?P<term>[^|]+) \| (?P<names>`[^|]+`) \| (?P<meaning>[^|]+) \|$", re.M)


def _rows() -> list[re.Match[str]]:
    return list(ROW.finditer(GLOSSARY.read_text("utf-8")))


def _models() -> set[str]:
    return {
        model.__name__
        for config in apps.get_app_configs()
        if config.name.startswith("bihuan.")
        for model in config.get_models()
    }


def test_every_model_is_in_the_glossary() -> None:
    named = {name for row in _rows() for name in re.findall(r"`([^`]+)`", row["names"])}
    assert {"Unit", "Record", "Version"} <= _models()
    assert sorted(_models() - named) == []


@pytest.mark.parametrize("column", ["term", "names"])
def test_no_term_and_no_identifier_stands_twice(column: str) -> None:
    found = [row[column].strip() for row in _rows()]
    assert len(found) > 100
    assert sorted({each for each in found if found.count(each) > 1}) == []


def test_every_term_is_chinese_and_every_line_of_a_table_is_understood() -> None:
    rows = _rows()
    assert [row["term"] for row in rows if not re.search("[\u4e00-\u9fff]", row["term"])] == []
    lines = re.findall(r"^\| (?!term \|).+$", GLOSSARY.read_text("utf-8"), re.M)
    assert len(lines) == len(rows)
