"""Whatever tags stand in a file: what passes the check comes out as a whole Word file."""

import io
from collections.abc import Iterator
from typing import Any

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.documents.layout.docx_text import docx_plain_text
from bihuan.documents.template.language import Sandbox
from bihuan.documents.template.marks import figure_mark, words_mark
from bihuan.documents.word.building import Written, build
from bihuan.documents.word.checking import check_word, outline_of
from bihuan.documents.word.reading import read
from bihuan.documents.word.tests.files import word_file

IF, FOR = ("{% if a > 0 %}", "{% endif %}"), ('{% for r in rows("c") %}', "{%tr endfor %}")
WILD = st.sampled_from(
    [
        "甲",
        "",
        "{{ a }}",
        "{{ r.b }}",
        "{{ figure(“a”) }}",
        *IF,
        *FOR,
        "{% else %}",
        "{{ a",
        "{# b #}",
    ]
)


@st.composite
def words(draw: st.DrawFn, *, in_loop: bool = False, depth: int = 2) -> str:
    """Words of one paragraph whose tags pair."""
    plain = ["甲", "", "{{ a }}", "{{ figure(“a”) }}", "{# 备注 #}"] + ["{{ r.b }}"] * in_loop
    kind = draw(st.sampled_from(["plain", "if", "for", "two"])) if depth else "plain"
    if kind == "plain":
        return draw(st.sampled_from(plain))
    one = draw(words(in_loop=in_loop or kind == "for", depth=depth - 1))
    if kind == "two":
        return one + draw(words(in_loop=in_loop, depth=depth - 1))
    opens, closes = IF if kind == "if" else FOR
    return f"{opens}{one}{closes.replace('%tr', '%')}"


@st.composite
def lines(draw: st.DrawFn, *, in_loop: bool = False, depth: int = 2) -> list[str]:
    """Paragraphs, or rows by their first cells, between which tags alone pair."""
    found: list[str] = []
    for _nth in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["plain", "if", "for"])) if depth else "plain"
        if kind == "plain":
            found.append(draw(words(in_loop=in_loop)))
            continue
        opens, closes = IF if kind == "if" else FOR
        inner = draw(lines(in_loop=in_loop or kind == "for", depth=depth - 1))
        found += [opens, *inner, closes]
    return found


PARAGRAPHS = lines() | st.lists(WILD | st.lists(WILD, min_size=2, max_size=3), max_size=6)
TABLES = (lines() | st.lists(WILD, max_size=5)).map(lambda rows: [[row, ""] for row in rows])


class Thing:
    """A figure, or a field of a record, that compares as it is told to."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, *, holds: bool, mark: str) -> None:
        self.holds = holds
        self.mark = mark

    def __bool__(self) -> bool:
        return self.holds

    def __eq__(self, other: object) -> bool:
        return self.holds

    def __gt__(self, other: object) -> bool:
        return self.holds


class Row:
    """A record of which every field is the same."""

    def field_for_template(self, _name: str) -> Thing:
        return Thing(holds=True, mark=words_mark(0))


def answer_to(tree: Any, *, holds: bool, rows: int) -> str:
    """Run a program on records that are all alike."""

    def figure(_name: str, **_asked: Any) -> Thing:
        return Thing(holds=holds, mark=figure_mark(0))

    def listed(_code: str, **_asked: Any) -> Iterator[Row]:
        return iter([Row()] * rows)

    figure.is_for_templates = listed.is_for_templates = True  # type: ignore[attr-defined]
    sandbox = Sandbox(finalize=lambda value: getattr(value, "mark", str(value)))
    tree.set_environment(sandbox)
    return sandbox.from_string(tree).render(figure=figure, rows=listed)


@given(lines(), lines())
@settings(max_examples=60, deadline=None)
def test_tags_that_pair_pass_the_check(paragraphs: list[str], table: list[str]) -> None:
    content = word_file(*paragraphs, table=[[row, ""] for row in table])
    assert check_word(outline_of(read(content).to_json())).faults == []


@given(PARAGRAPHS, TABLES, st.booleans(), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_what_passes_the_check_comes_out_whole(
    paragraphs: list[Any], table: list[list[str]], holds: bool, rows: int
) -> None:
    reading = read(word_file(*paragraphs, table=table))
    checked = check_word(outline_of(reading.to_json()))
    assert (checked.program is None) == bool(checked.faults)
    if checked.program is None:
        return
    answer = answer_to(checked.program.tree, holds=holds, rows=rows)
    made = build(reading, answer, [Written("3条", "a", "甲数")], ["东路"])
    body = docx.Document(io.BytesIO(made)).element.body
    assert all(cell[-1].tag.endswith("}p") for cell in body.xpath(".//w:tc"))
    assert all(grid.xpath("./w:tr") for grid in body.xpath(".//w:tbl"))
    assert body[-1].tag.endswith("}sectPr")
    assert not set("{}") & set(docx_plain_text(made))
