"""The process that reads Word files: what it sees, and that too much of anything ends it."""

import os
import signal
from pathlib import Path

import pytest

from bihuan.documents.word import refusals
from bihuan.documents.word.confinement import confined
from bihuan.documents.word.errors import BadWordFile
from bihuan.documents.word.tests.files import word_file

GREEDY = "bihuan.documents.word.tests.greedy"


def test_it_sees_neither_the_environment_nor_the_application() -> None:
    os.environ["BIHUAN_TEST_SECRET"] = "moonlit"
    try:
        answer, content = confined(f"{GREEDY}:look", b"abc", {"a": "\u94b1"})
    finally:
        del os.environ["BIHUAN_TEST_SECRET"]
    assert answer == {"environment": [], "django": [], "given": {"a": "\u94b1"}}
    assert content == b"abc"


def test_what_never_ends_is_ended() -> None:
    with pytest.raises(BadWordFile, match="已停止"):
        confined(f"{GREEDY}:spin", b"", seconds=0.5)
    with pytest.raises(BadWordFile, match="已停止"):
        confined(f"{GREEDY}:spin", b"", processor_seconds=1)


def test_what_it_began_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[tuple[int, int]] = []
    end = os.killpg

    def noting(group: int, how: int) -> None:
        ended.append((group, how))
        end(group, how)

    monkeypatch.setattr(os, "killpg", noting)
    with pytest.raises(BadWordFile):
        confined(f"{GREEDY}:linger", b"", seconds=2)
    assert [how for _group, how in ended] == [signal.SIGKILL]
    assert not _running(ended[0][0])


def _running(group: int) -> list[str]:
    """Return the processes of a group that still run; those that ended unnoticed do not."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, of_group = path.read_text().rpartition(") ")[2].split()[:3]
        except OSError:
            continue
        if int(of_group) == group and state != "Z":
            found.append(path.parent.name)
    return found


def test_what_takes_too_much_memory_is_refused() -> None:
    with pytest.raises(BadWordFile, match="太长或太复杂"):
        confined(f"{GREEDY}:swell", b"")


def test_what_ends_without_an_answer_is_refused() -> None:
    with pytest.raises(BadWordFile, match="已停止"):
        confined(f"{GREEDY}:die", b"")


def test_it_writes_no_file() -> None:
    assert confined(f"{GREEDY}:write", b"")[0] == {"wrote": False}


def test_a_refusal_comes_back_as_its_sentence() -> None:
    with pytest.raises(BadWordFile, match="不完整或已损坏"):
        confined("read_template", b"PK")
    assert refusals.BROKEN in refusals.CODES


def test_a_template_is_read_and_filled_in_it() -> None:
    content = word_file("建成{{ a }}。")
    answer, _nothing = confined("read_template", content)
    assert answer["tokens"][1][:2] == ["", "a"]
    given = {"answer": "", "figures": [], "words": []}
    with pytest.raises(BadWordFile, match="没能读完"):
        confined("fill_template", content, {"answer": 3})
    assert confined("fill_template", content, given)[1].startswith(b"PK")
