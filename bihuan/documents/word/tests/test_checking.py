"""Word templates checked: only the template language is taken, and each fault has its place."""

import json

import pytest

from bihuan.documents.word import refusals, tags
from bihuan.documents.word.checking import Checked, check_word, outline_of
from bihuan.documents.word.errors import sentences
from bihuan.documents.word.reading import read
from bihuan.documents.word.tests.files import with_body, word_file


def checked(content: bytes) -> Checked:
    return check_word(outline_of(json.loads(json.dumps(read(content).to_json()))))


def faults(content: bytes) -> list[str]:
    return [str(each) for each in checked(content).faults]


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (
            ["好", "{{ roads_built_km"],
            "第2段（{{ roads_built_km）：占位符“{{ roads_built_km”不完整",
        ),
        (["{% if incidents %}有", "没有{% endif %}"], "第1段"),
        (["{% for i in range(10) %}{{ i }}{% endfor %}"], "循环只能用于 rows"),
        (["{{ ''.__class__.__mro__ }}"], "只有循环里的记录才能取字段"),
        (["{{ cycler.__init__.__globals__ }}"], "只有循环里的记录才能取字段"),
        (["{% include '/etc/passwd' %}"], "只能用 if 和 for"),
        (["{% raw %}{{ a }}{% endraw %}"], "只能用 if 和 for"),
        (["{% macro a() %}{% endmacro %}"], "只能用 if 和 for"),
        (["{{ roads_built_km|attr('x') }}"], "不在模板语言之内"),
        (["{{ 'a' * 1000000000 }}"], "不在模板语言之内"),
        (["{{ roads_built_km['x'] }}"], "不在模板语言之内"),
        (['{{ "a }}甲{{ " }}'], "引号没有成对"),
        (["{{ 'a\\ufdd0F9\\ufdd1' }}"], "引号没有成对"),
        (["{% endfor %}"], "没有配上对"),
        (["{{ }}"], "写法有误"),
        (["{%tc for r in rows('roads') %}"], "不能按列"),
    ],
)
def test_a_fault_is_named_with_its_place(paragraphs: list[str], said: str) -> None:
    found = checked(word_file(*paragraphs))
    assert said in "".join(str(each) for each in found.faults)
    assert found.program is None


def test_all_faults_are_said_at_once() -> None:
    content = word_file("{{ a b }}", "{{ roads_built + 1 }}", "{% set x = 1 %}")
    assert [fault.split("（")[0] for fault in faults(content)] == ["第3段", "第1段"]
    assert "第2段" in faults(word_file("好", "{{ roads_built + 1 }}"))[0]


def test_tags_of_different_levels_do_not_pair() -> None:
    across = word_file("{% if a %}甲", "{% endif %}")
    assert len(faults(across)) == 2
    cells = word_file("表", table=[["{% for r in rows('roads') %}{{ r.name }}", "{% endfor %}"]])
    assert "各自单独占表格的一行" in faults(cells)[0]
    assert "第1个表第1行第1格" in faults(cells)[0]


def test_a_placeholder_in_a_text_box_is_a_fault_not_left_unfilled() -> None:
    box = (
        "<w:p><w:r><w:pict xmlns:v='urn:schemas-microsoft-com:vml'><v:shape><v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>{{ roads_built }}</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    found = faults(with_body(word_file(), box))
    assert ["文本框" in each for each in found] == [True]


def test_what_the_language_takes_has_a_program_and_no_faults() -> None:
    found = checked(word_file("{{ roads_built_km }}{% if a == 0 %}无{% endif %}"))
    assert found.program is not None
    assert [use.name for use in found.program.figures] == ["roads_built_km", "a"]


def test_every_refusal_and_every_fault_has_a_sentence() -> None:
    assert sentences() == (refusals.CODES, tags.FAULTS)
