"""The digest, what it counts, its workbook and its text; the sources; merge proposals; search."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from bihuan.lib.sources import Source
from bihuan.opinions import searched
from bihuan.opinions.actions import answer_group, merge_groups
from bihuan.opinions.actions.learning import Pair, make_proposals
from bihuan.opinions.jobs import propose_merges
from bihuan.opinions.models import Category, MergeProposal, Opinion, OpinionGroup
from bihuan.opinions.sources import sources
from bihuan.opinions.tests.conftest import BACKEND
from bihuan.opinions.tests.making import make_opinion
from bihuan.opinions.tests.test_inbox import Run
from bihuan.opinions.waiting import waiting
from bihuan.orgs.tests.cast import Cast
from bihuan.search.finding import found_in
from bihuan.ui.waiting import known

Making = Callable[..., OpinionGroup]
DIGEST = "/opinions/digest/"


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.account("clerk"), backend=BACKEND)
    return client


@pytest.fixture
def three(cast: Cast, water: Category, group_of: Making) -> list[OpinionGroup]:
    """Two opinions on a bridge, merged and answered, and one on water."""
    clerk = cast.actor("clerk")
    first = group_of("桥坏了", channel="hotline", raised_on=dt.date(2009, 12, 1))
    second = group_of("桥断了", channel="self")
    merge_groups(actor=clerk, into=first, others=[second], wording="=村头桥年久失修")
    answer_group(
        actor=clerk, group=first, answer="forwarded", reason="由市里管", forwarded_to="市交通局"
    )
    return [first, group_of("渠堵了", category=water)]


def test_the_digest_says_class_wording_count_and_answer(
    desk: Client, three: list[OpinionGroup]
) -> None:
    shown = desk.get(DIGEST).content.decode()
    assert "原始意见 <b>3</b> 条，归并为 <b>2</b> 条" in shown
    assert "群众提 <b>2</b>" in shown
    assert "自己找 <b>1</b>" in shown
    assert "【道路交通】\n=村头桥年久失修（2条）——向上反映（市交通局）：由市里管" in shown


def test_a_period_counts_what_was_raised_in_it(desk: Client, three: list[OpinionGroup]) -> None:
    shown = desk.get(DIGEST, {"since": "2010-01-01"}).content.decode()
    assert "原始意见 <b>2</b> 条，归并为 <b>2</b> 条" in shown
    shown = desk.get(DIGEST, {"until": "2009-12-31", "answer": "forwarded"}).content.decode()
    assert "原始意见 <b>1</b> 条，归并为 <b>1</b> 条" in shown
    assert "这个条件下没有意见" in desk.get(DIGEST, {"until": "2009-01-01"}).content.decode()


def test_the_workbook_has_the_same_rows_and_no_formula(
    desk: Client, three: list[OpinionGroup]
) -> None:
    answer = desk.get(reverse("opinions:digest_download"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert [(row[2], row[3], row[7]) for row in rows[1:]] == [
        ("=村头桥年久失修", 2, "向上反映"),
        ("渠堵了", 1, "待答复"),
    ]
    assert book.worksheets[0]["C2"].data_type == "s"
    listed = desk.get(reverse("opinions:download"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(listed.streaming_content)))  # type: ignore[attr-defined]
    assert book.worksheets[0].max_row == 4


def test_the_sources_count_and_show_only_what_one_may_see(
    cast: Cast, three: list[OpinionGroup]
) -> None:
    offered = {source.code: source for source in sources(cast.town, None)}
    opinions, groups = offered["opinions.opinions"], offered["opinions.groups"]
    assert opinions.counted(None).filter(opinions.within(cast.town.path, None)).count() == 3
    assert groups.counted(None).count() == 2
    way = opinions.field("way").expression
    assert set(opinions.counted(None).annotate(way=way).values_list("way", flat=True)) == {
        "群众提",
        "自己找",
    }
    assert describes(opinions, three[0].opinions.order_by("pk")[0])["意见原话"] == "桥坏了"
    assert not opinions.counted(None).filter(opinions.visible_to(cast.actor("outsider"))).exists()
    assert opinions.counted(None).filter(opinions.visible_to(cast.actor("leader"))).count() == 3


def describes(source: Source, row: Opinion) -> dict[str, str]:
    assert source.url(row)
    return dict(source.describe(row))


def test_pairs_are_proposed_with_the_reason_and_decided_by_one_key(
    cast: Cast, desk: Client, group_of: Making
) -> None:
    first = group_of("一干排渠道多年没有清淤，水费照交，水到不了田里。")
    second = group_of("一干排渠道没有清淤，水到不了田里，水费年年照交。")
    for text in ("学校的操场没有围墙。", "卫生院晚上没有医生。", "街上垃圾没人扫。"):
        group_of(text)
    propose_merges(Run(cast.actor("clerk")), home=str(cast.town.pk))  # type: ignore[arg-type]
    pair = MergeProposal.objects.get()
    assert (pair.first, pair.second) == (first, second)
    shown = desk.get(reverse("opinions:proposals")).content.decode()
    assert "用语相近" in shown
    assert 'value="first" data-key="Enter"' in shown
    desk.post(reverse("opinions:proposal", args=[pair.pk]), {"do": "first"})
    pair.refresh_from_db()
    first.refresh_from_db()
    assert (pair.accepted, first.raw_count) == (True, 2)


def test_a_declined_pair_is_not_proposed_again(cast: Cast, desk: Client, group_of: Making) -> None:
    clerk = cast.actor("clerk")
    first, second = group_of("甲"), group_of("乙")
    pairs = [Pair(second.pk, first.pk, 0.8, "用语相近")]
    assert make_proposals(actor=clerk, home=cast.town, pairs=pairs) == 1
    pair = MergeProposal.objects.get()
    assert (pair.first, pair.second) == (first, second)
    desk.post(reverse("opinions:proposal", args=[pair.pk]), {"do": "decline"})
    assert make_proposals(actor=clerk, home=cast.town, pairs=pairs) == 0
    assert "没有待定的归并建议" in desk.get(reverse("opinions:proposals")).content.decode()


def test_the_search_box_finds_words_numbers_and_wordings_in_sight(
    cast: Cast, three: list[OpinionGroup]
) -> None:
    clerk = cast.actor("clerk")
    kinds = [hit.kind for hit in found_in(searched, clerk, "桥", 6)]
    assert kinds == ["意见", "意见", "归并意见"]
    assert found_in(searched, clerk, "2010-1", 6)[0].is_exact
    assert found_in(searched, cast.actor("outsider"), "桥", 6) == []
    village = cast.villages[0]
    make_opinion(clerk, village, "村账不公开", about_unit=village)
    assert found_in(searched, cast.actor("village_reporter"), "村账", 6) == []
    assert len(found_in(searched, clerk, "村账", 6)) == 1


def test_what_waits(cast: Cast, three: list[OpinionGroup]) -> None:
    make_opinion(cast.actor("clerk"), cast.villages[0], "新的")
    said = {thing.label: thing.count for thing in known(waiting(cast.actor("clerk")))}
    assert said == {"意见待归类": 1, "归并意见待答复": 1, "归并建议待定": 0}
    assert waiting(cast.actor("leader")) == []


def test_the_list_filters_and_pages_by_key(
    cast: Cast, desk: Client, three: list[OpinionGroup], django_assert_max_num_queries: Any
) -> None:
    for at in range(52):
        make_opinion(cast.actor("clerk"), cast.villages[1], f"第{at}条")
    with django_assert_max_num_queries(15):
        shown = desk.get("/opinions/", {"unit": cast.villages[1].code}).content.decode()
    assert "本页 50 条" in shown
    assert "after=" in shown
    assert "没有符合条件的意见" in desk.get("/opinions/", {"q": "没有这个词"}).content.decode()
    assert "桥坏了" in desk.get("/opinions/", {"q": "桥坏", "category": "roads"}).content.decode()
