"""`bihuan opinions`: tables in, tables out, and one sentence for what cannot be read."""

import csv
import io
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bihuan.cli import commands
from bihuan.cli.telling import outcome_of
from bihuan.opinions.classifying import jobs
from bihuan.opinions.classifying.tables import TableRefused
from bihuan.opinions.classifying.tests.making import CLEAN, ROADS, SEEDS, make_confirmed

USAGE = 2
TRICKY = '"养猪场的污水，\n流进""水塘"""'


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, ["opinions", *map(str, arguments)])


def refusal_of(*arguments: object) -> str:
    """Return the one sentence that a refused command says."""
    error = run(*arguments).exception
    assert error is not None
    code, sentence = outcome_of(error)
    assert code == USAGE
    return sentence


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model trained from a table in GB18030."""
    folder = tmp_path_factory.mktemp("trained")
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(["text", "label", "group"])
    writer.writerows(zip(*make_confirmed(), strict=True))
    writer.writerow(["没有类别的一条", "", ""])
    (folder / "labelled.csv").write_bytes(target.getvalue().encode("gb18030"))
    jobs.train_from(folder / "labelled.csv", folder / "model")
    return folder / "model"


def test_training_says_what_it_learned_and_how_good_it_is(trained: Path, tmp_path: Path) -> None:
    answer = run("train", trained.parent / "labelled.csv", "--model", tmp_path / "model")
    assert answer.exit_code == 0, answer.output
    assert "已从72条意见学习3个类别" in answer.stdout
    assert "跳过没有内容或类别的1条" in answer.stdout
    assert "宏平均 F1" in answer.stdout
    assert sorted(os.listdir(tmp_path / "model")) == ["model.json", "weights.npz"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_all_columns_are_kept_in_order_and_two_added(
    trained: Path, tmp_path: Path, encoding: str
) -> None:
    text = f"编号,text,空 列 ,金额\r\n001,{TRICKY},,=1+1\r\n002,公路坏了没有人修\r\n\r\n003,,x,\r\n"
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(text.encode(encoding))
    done = jobs.classify_into(source, target, trained)
    assert (done.rows, done.blank, done.renamed) == (3, 1, ())
    first, second, third = rows_of(target)
    assert list(first) == ["编号", "text", "空 列", "金额", "label", "probability"]
    assert first["text"] == '养猪场的污水，\n流进"水塘"'
    assert (first["编号"], first["金额"], first["label"]) == ("001", "=1+1", CLEAN)
    assert 1 / 3 < float(first["probability"]) <= 1
    assert second["label"] == ROADS
    assert (third["label"], third["probability"]) == ("", "")
    assert target.read_bytes().startswith(b"\xef\xbb\xbf") == (encoding != "utf-8")
    assert sorted(os.listdir(tmp_path)) == ["in.csv", "out.csv"]


def test_labels_already_there_are_kept_under_another_name(trained: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("label,text\n人工定的,公路坏了\n", "utf-8")
    answer = run("classify", source, target, "--model", trained)
    assert answer.exit_code == 0, answer.output
    assert "label_before" in answer.stderr
    (row,) = rows_of(target)
    assert (row["label_before"], row["label"]) == ("人工定的", ROADS)


def test_the_title_is_read_unless_the_text_begins_with_it(trained: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("title,text\n养猪场的污水,请管一管\n公路坏了,公路坏了没有人修\n", "utf-8")
    jobs.classify_into(source, target, trained)
    assert [row["label"] for row in rows_of(target)] == [CLEAN, ROADS]


def test_many_rows_stay_in_their_order(trained: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    asked = [("公路坏了", ROADS), ("垃圾没有人清运", CLEAN)] * 1250
    lines = [f"{number},{text}" for number, (text, _label) in enumerate(asked)]
    source.write_text("\n".join(["id,text", *lines]), "utf-8")
    jobs.classify_into(source, target, trained)
    rows = rows_of(target)
    assert [row["id"] for row in rows] == [str(number) for number in range(2500)]
    assert [row["label"] for row in rows] == [label for _text, label in asked]


def test_seed_words_suffice_where_nothing_is_confirmed(tmp_path: Path) -> None:
    lines = [f"{label},{' '.join(words)}" for label, words in SEEDS.items()]
    (tmp_path / "words.csv").write_text("\n".join(["label,words", *lines]), "utf-8")
    (tmp_path / "none.csv").write_text("text,label\n", "utf-8")
    done = jobs.train_from(tmp_path / "none.csv", tmp_path / "model", tmp_path / "words.csv")
    assert done.model.suggest(["工厂排出的污水"])[0].label == CLEAN
    assert done.model.measured is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "是空的"),
        ("内容,label\n甲,乙\n".encode(), "没有“text”列"),
        (b"text,text,label\na,b,c\n", "2个“text”列"),
        (b"text,label\na,b,c\n", "第2行"),
        (b'text,label\n"a,b\n', "CSV"),
        (b"\xff\xff\xff\xff", "编码"),
        ("text,label\n路坏了,交通\n".encode(), "不足两类"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_and_no_model_made(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "in.csv").write_bytes(content)
    with pytest.raises(TableRefused, match=said):
        jobs.train_from(tmp_path / "in.csv", tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_wrong_input_gives_one_sentence_and_leaves_no_output(trained: Path, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("text\n公路坏了\n有,逗号\n", "utf-8")
    assert "第3行" in refusal_of("classify", source, target, "--model", trained)
    assert "train" in refusal_of("classify", source, target, "--model", tmp_path / "none")
    assert "none.csv" in refusal_of("classify", tmp_path / "none.csv", target, "--model", trained)
    assert os.listdir(tmp_path) == ["in.csv"]


def test_a_table_is_not_written_over_itself(trained: Path, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("text\n公路坏了\n", "utf-8")
    with pytest.raises(TableRefused, match="另一个文件"):
        jobs.classify_into(source, source, trained)
    assert source.read_text("utf-8") == "text\n公路坏了\n"
