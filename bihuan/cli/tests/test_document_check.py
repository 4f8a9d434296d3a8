"""`bihuan document check`: what it prints, with which exit code."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bihuan.cli import commands
from bihuan.cli.telling import outcome_of
from bihuan.documents.checking import file_checking
from bihuan.documents.layout.errors import OfficeMissing
from bihuan.documents.layout.pdf import render_pdf
from bihuan.documents.layout.tests.papers import make_paper
from bihuan.documents.tests.conftest import Offered, make_road, make_road_figures, roads_source
from bihuan.figures import catalogue
from bihuan.orgs.tests.cast import Cast, make_cast

TEXT = "全镇建成村级公路1.5公里。征收面达98%。拟建公路7KM。"
USAGE = 2


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A text file with a few figures."""
    path = tmp_path / "总结.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A town with one built road."""
    monkeypatch.setattr(catalogue, "_rooms", lambda: iter([Offered([roads_source()])]))
    cast = make_cast()
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    return cast


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, ["document", "check", *map(str, arguments)])


def answer(*arguments: object) -> Any:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_file_is_checked_without_any_database(file: Path) -> None:
    told = answer(file)
    assert told["text"] == TEXT
    assert [figure["core"] for figure in told["figures"]] == ["1.5", "98", "7"]
    assert {figure["verdict"] for figure in told["figures"]} == {"no_record", "not_measurable"}
    assert {"unit.form", "ratio.no_base"} <= {each["rule"] for each in told["findings"]}
    for each in (*told["figures"], *told["findings"]):
        assert TEXT[each["start"] : each["end"]]


def test_with_an_account_the_records_are_asked(file: Path, town: Cast) -> None:
    told = answer(file, "--as", town.account("clerk").username)
    first = told["figures"][0]
    assert first["verdict"] == "agrees"
    assert first["recorded"]["url"].startswith("/figures/roads_built_km/")
    earlier = ("--from", "2008-01-01", "--to", "2008-12-31")
    told = answer(file, "--as", town.account("clerk").username, *earlier)
    assert told["figures"][0]["verdict"] == "no_record"


def test_text_names_the_paragraph_the_rule_and_the_counts(file: Path) -> None:
    said = run(file).stdout
    assert "错误\t第1段\t“7KM”的计量单位不规范" in said
    assert "[unit.form]" in said
    assert "未与台账核对" in said


def test_findings_alone_are_no_failure_unless_asked_for(file: Path) -> None:
    assert run(file).exit_code == 0
    strict = run(file, "--strict")
    assert strict.exit_code == 1
    assert "有1处错误" in strict.stderr


def test_a_pdf_is_measured_unless_told_not_to(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(render_pdf(make_paper()))
    assert [each for each in answer(path)["findings"] if each["rule"] == "layout.margins"] == []
    assert answer(path, "--no-layout")["figures"] == answer(path)["figures"]


def test_where_a_layout_cannot_be_measured_the_words_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_content: bytes) -> Any:
        raise OfficeMissing("本机没有安装LibreOffice。")

    monkeypatch.setattr(file_checking, "measure_pdf", missing)
    path = tmp_path / "a.pdf"
    path.write_bytes(render_pdf(make_paper()))
    assert "file.not_measured" in [each["rule"] for each in answer(path)["findings"]]


@pytest.mark.parametrize(
    ("name", "content", "more"),
    [
        ("a.docx", b"no zip", ()),
        ("a.pdf", b"%PDF-1.7", ()),
        ("a.txt", b"", ()),
        ("a.xlsx", b"x", ()),
        ("a.txt", b"text", ("--unit", "town")),
        ("a.txt", b"text", ("--as", "nobody")),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_two(
    tmp_path: Path, db: None, name: str, content: bytes, more: tuple[str, ...]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = run(path, *more)
    assert result.exception is not None
    code, sentence = outcome_of(result.exception)
    if not isinstance(result.exception, SystemExit):
        assert sentence
        assert "\n" not in sentence
    assert code == USAGE


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path / "nothing.txt").exit_code == USAGE
