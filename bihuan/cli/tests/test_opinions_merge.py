"""`bihuan opinions merge`."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bihuan.cli.opinions_merge import merge
from bihuan.opinions.merging.tests.made import ALONE, CANAL, SCHOOL, filler

ROWS = [*CANAL, *SCHOOL, *ALONE, *filler()]


def made_file(
    tmp_path: Path, encoding: str = "utf-8", header: str = "id,title,detail,time", end: str = "\n"
) -> Path:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(header.split(","))
    for at, (title, body) in enumerate(ROWS):
        writer.writerow([f"00{at}", title, f'{body}\n第二行，有“引号"”', "2010/3/1"])
    path = tmp_path / "in.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def run(*paths: Path) -> Result:
    return CliRunner().invoke(merge, [str(path) for path in paths])


def table(path: Path, encoding: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline="")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_all_columns_are_kept_and_the_groups_are_added(tmp_path: Path, encoding: str) -> None:
    source, target = made_file(tmp_path, encoding), tmp_path / "out.csv"

    result = run(source, target)

    assert result.exit_code == 0, result.output
    before, after = table(source, encoding), table(target, encoding)
    assert [row[:-1] for row in after] == before
    assert after[0][-1] == "group"
    groups = [row[-1] for row in after[1:]]
    assert groups[:8] == ["1"] * 5 + ["2"] * 3
    assert groups[8:16] == [""] * 8


def test_line_ends_are_kept(tmp_path: Path) -> None:
    run(made_file(tmp_path, end="\r\n"), tmp_path / "out.csv")

    assert (tmp_path / "out.csv").read_bytes().startswith(b"id,title,detail,time,group\r\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,text,Group\n1,渠堵了,\n", "已经有 group 列"),
        ("id,body\n1,渠堵了\n", "没有 text 或 detail 列"),
        ("", "没有列名"),
        ("text\n渠,堵了\n", "比列名多"),
        ('text\n"渠堵了\n', "引号"),
    ],
)
def test_what_cannot_be_worked_on_is_refused_in_one_sentence(
    tmp_path: Path, content: str, said: str
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(content, "utf-8")

    result = run(source, target)

    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output
    assert not target.exists()


def test_an_unknown_encoding_and_missing_places_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"text\n\xff\xff\xff\n")

    for source, target in (
        (broken, tmp_path / "out.csv"),
        (tmp_path / "none.csv", tmp_path / "out.csv"),
        (made_file(tmp_path), tmp_path / "no" / "out.csv"),
    ):
        assert run(source, target).exit_code == 2


def test_a_failed_write_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = made_file(tmp_path), tmp_path / "out.csv"
    target.write_text("old", "utf-8")

    def refuse(self: Path, to: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)

    assert run(source, target).exit_code == 2
    assert target.read_text("utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_a_file_may_hold_no_messages(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("text\n", "utf-8")

    assert run(tmp_path / "in.csv", tmp_path / "out.csv").exit_code == 0
    assert (tmp_path / "out.csv").read_text("utf-8") == "text,group\n"
