"""The public page: approved wording only, by class, with counts that give nobody away."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.opinions.actions.residents import Received
from bihuan.opinions.models import OpinionGroup
from bihuan.orgs.tests.cast import Cast
from bihuan.public.tests.test_raising import url_of

Raised = Callable[..., Received]
Answered = Callable[..., OpinionGroup]


def look(visitor: Client, cast: Cast) -> str:
    answer = visitor.get(url_of("published", cast.town))
    assert answer.status_code == 200
    return answer.content.decode()


def counted(group: OpinionGroup, count: int) -> None:
    OpinionGroup.objects.filter(pk=group.pk).update(raw_count=count)


def test_only_what_was_published_is_shown_and_no_raw_word(
    cast: Cast, visitor: Client, raised: Raised, answered: Answered
) -> None:
    answered(raised("张家门口的桥坏了，主任不管。"), "老桥损坏", "已修好。")
    answered(raised("没有公开的事。"))
    raised("还没有归类的事。")
    page = look(visitor, cast)
    assert "老桥损坏" in page
    assert "已修好。" in page
    assert "道路交通" in page
    for words in ("张家", "没有公开的事", "还没有归类", "经费待定", "2010-0001"):
        assert words not in page


def test_counts_under_five_are_not_shown_nor_the_total_that_tells_them(
    cast: Cast, visitor: Client, raised: Raised, answered: Answered
) -> None:
    counted(answered(raised(), "老桥损坏", "已修好。"), 12)
    counted(answered(raised("灯。"), "路灯不亮", "已修。"), 7)
    page = look(visitor, cast)
    assert "12 条意见" in page
    assert "归并自 19 条意见" in page
    counted(answered(raised("渠。"), "水渠淤塞", "清淤中。"), 3)
    page = look(visitor, cast)
    assert "少于 5 条意见" in page
    assert "3 条意见" not in page
    assert "22 条" not in page
    assert "19 条" not in page


def test_nothing_published_is_said_so(cast: Cast, visitor: Client) -> None:
    assert "还没有公开的内容" in look(visitor, cast)


def test_browsers_may_keep_it_a_while_and_ask_whether_it_changed(
    cast: Cast, visitor: Client, raised: Raised, answered: Answered
) -> None:
    answered(raised(), "老桥损坏", "已修好。")
    first = visitor.get(url_of("published", cast.town))
    assert first["Cache-Control"] == "public, max-age=300"
    again = visitor.get(url_of("published", cast.town), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    answered(raised("灯。"), "路灯不亮", "已修。")
    changed = visitor.get(url_of("published", cast.town), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_search_engines_may_read_what_is_published_and_not_the_forms(
    cast: Cast, visitor: Client
) -> None:
    assert "noindex" not in look(visitor, cast)
    assert "noindex" not in visitor.get(url_of("home", cast.town)).content.decode()
    assert "noindex" in visitor.get(url_of("raise", cast.town)).content.decode()
    assert "noindex" in visitor.get(url_of("following", cast.town)).content.decode()


def test_another_year_is_chosen_and_one_without_anything_is_not_there(
    cast: Cast, visitor: Client, raised: Raised, answered: Answered
) -> None:
    answered(raised(), "老桥损坏", "已修好。")

    def status(year: int) -> int:
        url = reverse("public:published_year", kwargs={"code": cast.town.code, "year": year})
        return visitor.get(url).status_code

    assert (status(2010), status(2009)) == (200, 404)


def test_the_wording_of_another_town_is_not_shown(
    cast: Cast, visitor: Client, raised: Raised, answered: Answered
) -> None:
    answered(raised(), "老桥损坏", "已修好。")
    page = visitor.get(url_of("published", cast.other_town)).content.decode()
    assert "老桥损坏" not in page


@pytest.mark.parametrize("name", ["home", "published"])
def test_a_page_takes_few_queries(
    cast: Cast, visitor: Client, raised: Raised, answered: Answered, name: str
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(6):
        answered(raised(f"事{number}"), f"第{number}件", "已办。")
    with CaptureQueriesContext(connection) as queries:
        visitor.get(url_of(name, cast.town))
    assert len(queries) <= 6, [query["sql"][:90] for query in queries.captured_queries]
