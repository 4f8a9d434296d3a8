"""`bihuan figures`, `trace` and `document`: what scripts read, and what is refused."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bihuan.cli import commands
from bihuan.cli.demo import DOCUMENT as SUMMARY
from bihuan.cli.documents import count_figures, figures_line
from bihuan.cli.figures import exact
from bihuan.cli.telling import outcome_of
from bihuan.documents import rendering
from bihuan.documents.actions import issue_document, save_document
from bihuan.documents.filling import fill_document
from bihuan.documents.models import Document
from bihuan.documents.tests.conftest import (
    Offered,
    make_road,
    make_road_figures,
    roads_source,
    template_text,
)
from bihuan.figures import catalogue
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_cast

BODY = "建成{{ roads_built_km }}，占{{ built_share }}。{{ incidents }}。"
USAGE = 2


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A town with two built roads and a planned one, and its work summary."""
    monkeypatch.setattr(catalogue, "_rooms", lambda: iter([Offered([roads_source()])]))
    cast = make_cast()
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    make_road(cast.villages[1], "2.25", "西路")
    make_road(cast.villages[1], "3.00", "南路", state="other")
    save(cast, BODY)
    return cast


def save(town: Cast, body: str, **front: str) -> Document:
    return save_document(actor=town.actor("clerk"), template=template_text(body, **front))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments))


def answer(*arguments: str) -> Any:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def name(town: Cast, role: str) -> str:
    return town.account(role).username


def test_figures_are_answered_as_json(town: Cast) -> None:
    found = {each["code"]: each for each in answer("figures", "--as", name(town, "clerk"))}
    assert found["roads_built_km"] == {
        "code": "roads_built_km",
        "label": "建成村级公路",
        "value": 3.75,
        "unit": "公里",
        "text": "3.75公里",
        "nature": "exact",
        "records": 2,
        "source": "村级公路建设台账",
        "note": "已验收通车的里程",
    }
    assert found["all_roads"]["value"] == 3
    assert found["built_share"]["value"].startswith("66.66")
    assert found["built_share"]["source"] == "roads_built/all_roads"
    assert found["incidents"]["value"] == 0


def test_figures_of_a_unit_and_a_period(town: Cast) -> None:
    asked = ("--unit", town.villages[0].code, "--from", "2009-01-01", "--to", "2009-12-31")
    found = {each["code"]: each for each in answer("figures", *asked)}
    assert found["roads_built_km"]["value"] == 1.5
    assert found["roads_planned_km"]["value"] is None
    assert found["roads_planned_km"]["text"] == "待核"


def test_the_keeper_of_the_machine_needs_no_unit_where_there_is_one_home(town: Cast) -> None:
    assert len(answer("figures")) == 6
    assert "3.75公里" in run("figures").stdout


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal(3), 3),
        (Decimal("3.750"), 3.75),
        (Decimal("0.1"), 0.1),
        (Decimal(2) / 3, str(Decimal(2) / 3)),
        (Decimal("12345678901234567.89"), "12345678901234567.89"),
        (dt.date(2010, 2, 3), "2010-02-03"),
        (None, None),
    ],
)
def test_a_value_is_a_number_only_where_the_number_says_it_exactly(
    value: Any, written: Any
) -> None:
    assert exact(value) == written
    assert type(exact(value)) is type(written)


def test_trace_lists_what_the_account_may_open(town: Cast) -> None:
    rows = answer("trace", "roads_built_km", "--as", name(town, "clerk"))
    assert [row["values"]["路段名称"] for row in rows] == ["东路", "西路"]
    assert set(rows[0]) == {"id", "register", "date", "unit", "values", "url"}
    assert rows[0]["register"] == "roads"
    mine = answer("trace", "建成村级公路", "--as", name(town, "village_reporter"))
    assert [row["values"]["路段名称"] for row in mine] == ["东路"]
    said = run("trace", "roads_built_km", "--as", name(town, "village_reporter")).stdout
    assert "共2条记录，可查看1条" in said


def test_trace_of_a_ratio_lists_both_terms(town: Cast) -> None:
    assert len(answer("trace", "built_share", "--as", name(town, "clerk"))) == 5


@pytest.mark.parametrize(
    "arguments",
    [
        ("figures", "--as", "nobody"),
        ("figures", "--from", "2010-01-01"),
        ("figures", "--from", "2010-02-01", "--to", "2010-01-01"),
        ("figures", "--unit", "nowhere"),
        ("trace", "nothing", "--as", "CLERK"),
        ("trace", "roads_built_km"),
        ("figures", "--unit", "town", "--as", "OUTSIDER"),
        ("document", "render", SUMMARY, "--as", "OUTSIDER", "--out", "x.docx"),
        ("document", "render", "nothing", "--as", "CLERK", "--out", "x.docx"),
        ("document", "render", SUMMARY, "--as", "CLERK", "--out", "x.exe"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_two(
    town: Cast, arguments: tuple[str, ...]
) -> None:
    names = {"CLERK": name(town, "clerk"), "OUTSIDER": name(town, "outsider")}
    result = run(*(names.get(each, each) for each in arguments))
    assert result.exception is not None
    code, sentence = outcome_of(result.exception)
    if not isinstance(result.exception, SystemExit):
        assert sentence
        assert "\n" not in sentence
    assert code == USAGE


def test_a_document_is_rendered_with_its_figures(town: Cast, tmp_path: Path) -> None:
    out, figures = tmp_path / "a.html", tmp_path / "figures.json"
    asked = ("document", "render", SUMMARY, "--as", name(town, "clerk"))
    assert run(*asked, "--out", str(out), "--figures", str(figures)).exit_code == 0
    assert "3.75公里" in out.read_text("utf-8")
    found = json.loads(figures.read_text("utf-8"))
    assert [(each["code"], each["value"]) for each in found][:1] == [("roads_built_km", 3.75)]
    make_road(town.villages[0], "1.00")
    assert run(*asked, "--out", str(out)).exit_code == 0
    assert "4.75公里" in out.read_text("utf-8")
    assert list(tmp_path.glob(".*")) == []


def test_a_document_with_faults_is_written_and_the_exit_code_is_one(
    town: Cast, tmp_path: Path
) -> None:
    save(town, "{{ nothing }}{{ roads_built_km(unit='三村') }}", code="faulty")
    out = tmp_path / "a.html"
    result = run("document", "render", "faulty", "--as", name(town, "clerk"), "--out", str(out))
    assert result.exit_code == 1
    assert "nothing" in result.output
    assert "待核的数据：建成村级公路" in result.stderr
    assert "nothing" in out.read_text("utf-8")


def test_an_issued_document_is_given_out_as_it_was_kept(
    town: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for form in ("docx", "pdf"):
        monkeypatch.setattr(rendering, form, lambda _paper: b"kept")
    issue_document(actor=town.actor("leader"), document=Document.objects.get())
    make_road(town.villages[0], "1.00")
    out, figures = tmp_path / "a.html", tmp_path / "figures.json"
    asked = ("document", "render", SUMMARY, "--as", name(town, "clerk"), "--out", str(out))
    assert run(*asked, "--figures", str(figures)).exit_code == 0
    assert "3.75公里" in out.read_text("utf-8")
    monkeypatch.setattr(rendering, "ofd_of_pdf", lambda data: b"ofd of " + data)
    ofd = tmp_path / "a.ofd"
    assert run(*asked[:-1], str(ofd)).exit_code == 0
    assert ofd.read_bytes() == b"ofd of kept"
    assert json.loads(figures.read_text("utf-8"))[0]["text"] == "3.75公里"


def test_the_demonstration_states_traces_and_types_nothing(town: Cast, tmp_path: Path) -> None:
    out = tmp_path / f"{SUMMARY}.docx"
    asked = ("document", "render", SUMMARY, "--as", name(town, "clerk"), "--out", str(out))
    assert run(*asked).exit_code == 0
    assert figures_line(out) == "figures: 3 stated, 3 traced, 0 typed"


def test_a_numeral_that_somebody_typed_is_counted(town: Cast) -> None:
    document = save(town, BODY + "又修了37公里。", code="typed")
    actor = Actor.installation()
    filled = fill_document(document, actor=actor)
    content = rendering.docx(filled.paper)
    assert count_figures(content, document, filled, actor).typed == 1


def test_a_figure_that_nothing_answers_is_stated_but_not_traced(town: Cast) -> None:
    document = save(town, "{{ roads_built_km }}{{ roads_built_km(unit='三村') }}", code="pending")
    actor = town.actor("clerk")
    filled = fill_document(document, actor=actor)
    counted = count_figures(rendering.docx(filled.paper), document, filled, actor)
    assert (counted.stated, counted.traced) == (2, 1)


def test_a_layout_is_measured(town: Cast, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    run("document", "render", SUMMARY, "--as", name(town, "clerk"), "--out", str(out))
    measured = answer("document", "layout", str(out))
    assert measured["page_width_mm"] == pytest.approx(210, abs=1)
    refused = run("document", "layout", __file__)
    assert refused.exception is not None
    assert outcome_of(refused.exception)[0] == USAGE
