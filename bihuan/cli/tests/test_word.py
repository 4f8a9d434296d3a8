"""`bihuan document fill`: a Word template filled on the command line, and what is refused."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bihuan.cli import commands
from bihuan.cli.telling import outcome_of
from bihuan.documents.layout.docx_text import docx_plain_text
from bihuan.documents.tests.conftest import Offered, make_road, make_road_figures, roads_source
from bihuan.documents.word.tests.files import with_parts, word_file
from bihuan.figures import catalogue
from bihuan.orgs.tests.cast import Cast, make_cast

WRONG = 2


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A town with a built road."""
    monkeypatch.setattr(catalogue, "_rooms", lambda: iter([Offered([roads_source()])]))
    cast = make_cast()
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    return cast


def run(town: Cast, template: Path, out: Path, *more: str, who: str = "clerk") -> Result:
    arguments = ["--as", town.account(who).username, "--out", str(out), "--period", "all", *more]
    return CliRunner().invoke(commands, ["document", "fill", str(template), *arguments])


def written(folder: Path, content: bytes) -> Path:
    path = folder / "template.docx"
    path.write_bytes(content)
    return path


def told(result: Result) -> tuple[int, str]:
    assert result.exception is not None
    if isinstance(result.exception, SystemExit):
        return result.exit_code, result.stderr
    return outcome_of(result.exception)


def test_a_template_is_filled(town: Cast, tmp_path: Path) -> None:
    template = written(
        tmp_path, word_file("建成{{ roads_built_km }}，拟建{{ roads_planned_km }}。")
    )
    out = tmp_path / "filled.docx"
    result = run(town, template, out)
    assert result.exit_code == 0, result.output
    assert docx_plain_text(out.read_bytes()).strip() == "建成1.5公里，拟建待核。"
    assert "待核的数据：拟建公路。" in result.stderr
    assert "2个数据，1个待核" in result.stdout


def test_the_period_and_the_unit_are_those_that_were_asked_for(town: Cast, tmp_path: Path) -> None:
    template = written(tmp_path, word_file("{{ roads_built_km }}"))
    out = tmp_path / "filled.docx"
    run(town, template, out, "--period", "2008")
    assert docx_plain_text(out.read_bytes()).strip() == "待核"
    run(town, template, out, "--unit", town.villages[1].code)
    assert docx_plain_text(out.read_bytes()).strip() == "待核"


def test_wrong_input_is_one_sentence_and_nothing_is_written(town: Cast, tmp_path: Path) -> None:
    out = tmp_path / "filled.docx"
    faulty = written(tmp_path, word_file("{{ nothing_such }}"))
    code, said = told(run(town, faulty, out))
    assert (code, "nothing_such" in said) == (WRONG, True)
    macros = written(tmp_path, with_parts(word_file(), word__vbaProject_DOT_bin=b"x"))
    code, said = told(run(town, macros, out))
    assert (code, "带有宏" in said) == (WRONG, True)
    code, said = told(run(town, written(tmp_path, b"no"), out))
    assert (code, "已损坏" in said) == (WRONG, True)
    code, said = told(run(town, macros, tmp_path / "filled.pdf"))
    assert (code, ".docx" in said) == (WRONG, True)
    code, said = told(run(town, faulty, out, "--period", "昨天"))
    assert code == WRONG
    assert not out.exists()


def test_somebody_who_sees_no_figures_fills_nothing(town: Cast, tmp_path: Path) -> None:
    template = written(tmp_path, word_file("{{ roads_built_km }}"))
    out = tmp_path / "filled.docx"
    code, _said = told(run(town, template, out, "--unit", town.town.code, who="outsider"))
    assert code == WRONG
    assert not out.exists()
