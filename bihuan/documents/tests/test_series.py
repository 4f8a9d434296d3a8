"""Numbers of series: 第N期 and 〔年〕N号, unbroken by year, and each given once."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents import searched
from bihuan.documents.actions import issue_document, save_document
from bihuan.documents.actions.numbering import may_follow
from bihuan.documents.errors import NumberTaken
from bihuan.documents.kinds import KINDS, kind_named
from bihuan.documents.models import Document, Issue, NumberSequence
from bihuan.documents.paper import DocumentNumber
from bihuan.documents.paper_json import from_json, to_json
from bihuan.documents.template import TemplateFaults, read_template
from bihuan.documents.tests.conftest import template_text
from bihuan.orgs.tests.cast import Cast
from bihuan.search.finding import found_in

pytestmark = pytest.mark.usefixtures("roads", "plain_files")
_codes = itertools.count(1)


def save(town: Cast, kind: str = "简报", mark: str = "活动简报", **front: str) -> Document:
    text = template_text("正文。", code=f"doc-{next(_codes)}", kind=kind, issuer_mark=mark, **front)
    return save_document(actor=town.actor("clerk"), template=text)


def issue(town: Cast, document: Document) -> Issue:
    return issue_document(actor=town.actor("leader"), document=document)


def numbered(town: Cast, **front: str) -> str:
    return str(issue(town, save(town, **front)).document_number)


def test_briefings_run_by_series_and_year(cast: Cast) -> None:
    assert numbered(cast, number="{series: 活动简报, year: 2009}") == "第1期"
    assert numbered(cast, number="{series: 活动简报, year: 2009}") == "第2期"
    assert numbered(cast, number="{series: 活动简报, year: 2010}") == "第1期"
    assert numbered(cast, number="{series: 防汛简报, year: 2009}") == "第1期"


def test_a_series_needs_no_naming_it_is_that_of_the_red_head(cast: Cast) -> None:
    assert [numbered(cast), numbered(cast), numbered(cast, mark="防汛简报")] == [
        "第1期",
        "第2期",
        "第1期",
    ]
    assert set(NumberSequence.objects.values_list("code", flat=True)) == {"活动简报", "防汛简报"}


def test_minutes_are_numbered_by_year_and_may_be_by_issue(cast: Cast) -> None:
    mark = "小河镇党政联席会议纪要"
    first = issue(cast, save(cast, "纪要", mark, number=f"{{series: {mark}, year: 2010}}"))
    assert str(first.document_number) == "〔2010〕1号"
    assert str(first) == f"{mark}〔2010〕1号"
    second = save(cast, "纪要", mark, number=f"{{series: {mark}, year: 2010, form: issue}}")
    assert str(issue(cast, second).document_number) == "第2期"


def test_an_old_series_begins_where_its_first_paper_says_and_runs_on(cast: Cast) -> None:
    assert numbered(cast, number="{series: 活动简报, year: 2009, number: 8}") == "第8期"
    assert numbered(cast, number="{series: 活动简报, year: 2009}") == "第9期"


@pytest.mark.parametrize("wanted", [3, 9, 12])
def test_a_series_has_no_gap_and_runs_only_forward(cast: Cast, wanted: int) -> None:
    numbered(cast, number="{series: 活动简报, year: 2009, number: 7}")
    late = save(cast, number=f"{{series: 活动简报, year: 2009, number: {wanted}}}")
    with pytest.raises(NumberTaken, match="已编到第7期，接着应编第8期"):
        issue(cast, late)
    late.refresh_from_db()
    assert not late.is_issued
    assert NumberSequence.objects.get().last == 7


def test_a_number_already_taken_is_refused_in_one_sentence(cast: Cast) -> None:
    numbered(cast, number="{series: 活动简报, year: 2009, number: 7}")
    again = save(cast, number="{series: 活动简报, year: 2009, number: 7}")
    with pytest.raises(NumberTaken) as refused:
        issue(cast, again)
    assert refused.value.message == "活动简报2009年第7期已用于另一份公文，请改文号。"


@given(st.lists(st.none() | st.integers(1, 20), max_size=30))
def test_the_numbers_of_a_series_are_whole_numbers_without_a_gap(asked: list[int | None]) -> None:
    last, given_out = 0, []
    for wanted in asked:
        number = wanted or last + 1
        if may_follow(last, number):
            given_out.append(number)
            last = max(last, number)
    assert all(b == a + 1 for a, b in itertools.pairwise(given_out))
    assert len(given_out) >= sum(wanted is None for wanted in asked)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("{code: 小党字, series: 活动简报}", "请写其中一个"),
        ("{year: 2010}", "请写其中一个"),
        ("{code: 小党字, form: issue}", "请删去 form"),
        ("{series: 活动简报, form: 期}", "只能写 issue"),
        ("{series: 这个系列的名字实在是太长太长太长太长太长了}", "太长"),
    ],
)
def test_a_number_that_cannot_be_is_a_fault_of_the_template(number: str, said: str) -> None:
    with pytest.raises(TemplateFaults, match=said):
        read_template(template_text("正文。", kind="简报", number=number))


def test_a_red_head_too_long_for_a_series_asks_for_a_short_name() -> None:
    with pytest.raises(TemplateFaults, match="写一个简称"):
        read_template(template_text("正文。", kind="简报", issuer_mark="某" * 21))


def test_kinds_are_rows_and_one_that_is_none_goes_out_as_a_document() -> None:
    assert len({kind.name for kind in KINDS}) == len({kind.identifier for kind in KINDS})
    assert sum(kind.is_statutory for kind in KINDS) == 15
    assert all(kind.carrier == "" or kind_named(kind.carrier).is_statutory for kind in KINDS)
    assert kind_named("便条").layout == "document"
    assert (kind_named("简报").layout, kind_named("纪要").bears_seal) == ("briefing", False)


def test_a_paper_frozen_before_series_reads_back(cast: Cast) -> None:
    values = issue(
        cast, save(cast, "报告", signer="王某", number="{code: 小党字, year: 2010}")
    ).paper
    for name in ("layout", "present", "absent", "observers", "copies", "sent_to"):
        values.pop(name)
    values["number"] = values["number"][:3]
    paper = from_json(values)
    assert paper.number == DocumentNumber("小党字", 2010, 1)
    assert paper.layout == "document"
    assert from_json(to_json(paper)) == paper


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("活动简报第2期", ["乙"]),
        ("简报2009年第2期", ["乙"]),
        ("第1期", ["丙", "甲"]),
        ("防汛简报 第 1 期", ["丙"]),
        ("活动简报第3期", []),
        ("活动简报2010年第2期", []),
    ],
)
def test_the_search_box_finds_an_issue_by_its_series(
    cast: Cast, words: str, titles: list[str]
) -> None:
    for title, mark in (("甲", "活动简报"), ("乙", "活动简报"), ("丙", "防汛简报")):
        number = f"{{series: {mark}, year: 2009}}"
        issue(cast, save(cast, title=title, mark=mark, number=number))
    hits = [hit for hit in found_in(searched, cast.actor("clerk"), words, 10) if hit.is_exact]
    assert [hit.title[0][0] for hit in hits] == titles
