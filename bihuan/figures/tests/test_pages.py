"""The pages of the room."""

import datetime as dt
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.figures.asking import Scope
from bihuan.figures.links import trace_url
from bihuan.figures.tests.conftest import WAITING, define, make_visit
from bihuan.orgs.tests.cast import Cast

ALL_TIME = {"from": "", "to": ""}


@pytest.fixture
def town(cast: Cast) -> Cast:
    """A figure over two visits in two villages, one of them waiting in the first."""
    first, second, _third = cast.villages
    make_visit(first, "1.5", "东家", dt.date(2009, 10, 1))
    make_visit(second, "2", "西家", dt.date(2009, 11, 1))
    make_visit(first, "4", "等审", kind=WAITING)
    define(
        cast.town, "visited", label="走访户数", aggregate="sum", field="amount",
        unit_of_measure="户", note="入户走访", checked_by="visits_made",
    )  # fmt: skip
    define(cast.town, "visits_made", label="走访次数", unit_of_measure="次")
    return cast


def client(town: Cast, name: str) -> Client:
    logged_in = Client()
    logged_in.force_login(
        town.account(name), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return logged_in


def opened(town: Cast, name: str, code: str = "visited", **query: str) -> Any:
    asked = ALL_TIME | query
    return client(town, name).get(reverse("figures:trace", args=[code]), asked)


def test_the_trace_says_how_many_and_how_many_of_them_open(town: Cast) -> None:
    text = opened(town, "village_reporter").content.decode()
    assert "3.5户" in text
    assert "共 <strong>2</strong> 条记录，您可查看 <strong>1</strong> 条" in text
    assert "东家" in text
    assert "西家" not in text
    assert "另有 1 条待审核" in text
    assert "等审" in text
    assert "走访次数 2次" in text


@pytest.mark.parametrize("name", ["outsider", "auditor", "administrator"])
def test_others_do_not_learn_that_the_figure_is_there(town: Cast, name: str) -> None:
    response = opened(town, name, unit=town.town.code)
    assert response.status_code == HTTPStatus.NOT_FOUND


def test_a_link_opens_the_scope_that_it_was_made_for(town: Cast) -> None:
    scope = Scope(town.villages[0], (dt.date(2009, 1, 1), dt.date(2009, 12, 31)))
    response = client(town, "clerk").get(trace_url("visited", scope))
    assert response.context["answer"].value == 1.5
    assert "一村" in response.content.decode()


def test_a_moment_from_an_issued_document_is_kept(town: Cast) -> None:
    moment = dt.datetime(2009, 10, 15, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    response = client(town, "clerk").get(trace_url("visited", Scope(town.town, None, moment)))
    assert response.context["scope"].as_of == moment
    assert response.context["answer"].value == 1.5


def test_a_source_without_history_is_opened_as_it_stands_and_says_so(town: Cast) -> None:
    define(town.town, "posts", label="任职", source="held", unit_of_measure="个")
    response = opened(town, "clerk", "posts", as_of="2009-10-15")
    assert "不保留历史" in response.content.decode()
    assert response.context["answer"].value == 2


def test_without_days_the_last_year_is_meant(town: Cast, settings: Any) -> None:
    settings.BIHUAN_TODAY = dt.date(2010, 10, 15)
    response = client(town, "clerk").get(reverse("figures:trace", args=["visited"]))
    assert response.context["scope"].period == (dt.date(2009, 10, 16), dt.date(2010, 10, 15))
    assert response.context["answer"].value == 2


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2010-01-01", "to": "2009-01-01"},
        {"from": "2010-01-01"},
        {"from": "昨天", "to": "今天"},
        {"as_of": "昨天"},
        {"page": "0"},
        {"page": "99999999999"},
        {"page": "二"},
    ],
)
def test_wrong_questions_are_answered_with_the_form(town: Cast, query: dict[str, str]) -> None:
    assert opened(town, "clerk", **query).status_code == HTTPStatus.OK


@pytest.mark.parametrize(("code", "unit"), [("nothing", ""), ("visited", "nowhere")])
def test_what_is_not_there_is_404(town: Cast, code: str, unit: str) -> None:
    assert opened(town, "clerk", code, unit=unit).status_code == HTTPStatus.NOT_FOUND


def test_rows_come_in_pages_and_as_a_fragment(town: Cast) -> None:
    for _at in range(55):
        make_visit(town.villages[2], "0.1")
    first = opened(town, "clerk")
    assert first.context["next_url"].endswith("page=2")
    assert "<html" in first.content.decode()
    url = reverse("figures:trace", args=["visited"])
    fragment = client(town, "clerk").get(
        url, ALL_TIME | {"page": "2"}, headers={"HX-Request": "true", "HX-Target": "rows"}
    )
    text = fragment.content.decode()
    assert "<html" not in text
    assert "第 51–57 条" in text


def test_the_list_shows_values_and_finds_by_name(town: Cast) -> None:
    define(town.town, "bad", label="坏的", where=[{"field": "nothing", "is": 1}])
    clerk = client(town, "clerk")
    text = clerk.get(reverse("figures:list"), ALL_TIME).content.decode()
    assert "3.5户" in text
    assert "nothing" in text
    found = clerk.get(reverse("figures:list"), ALL_TIME | {"q": "次数"}).content.decode()
    assert "走访次数" in found
    assert "走访户数" not in found
    none = clerk.get(reverse("figures:list"), ALL_TIME | {"q": "没有"}).content.decode()
    assert "没有名称相符" in none


def test_a_ratio_shows_its_terms(town: Cast) -> None:
    define(
        town.town, "share", label="户均", aggregate="ratio", source="", nature="ratio",
        numerator="visited", denominator="visits_made",
    )  # fmt: skip
    text = opened(town, "clerk", "share").content.decode()
    assert "分子" in text
    assert "走访户数" in text
    assert "1.75" in text


def test_the_trace_keeps_to_a_budget_of_queries(
    town: Cast, django_assert_max_num_queries: Any
) -> None:
    clerk = client(town, "clerk")
    url = reverse("figures:trace", args=["visited"])
    with django_assert_max_num_queries(15):
        clerk.get(url, ALL_TIME)


def test_an_inspection_group_begins_with_the_first_administration_that_has_figures(
    town: Cast,
) -> None:
    page = client(town, "inspection_group").get(reverse("figures:list"), ALL_TIME)
    assert page.context["form"].wanted == town.town
    assert "3.5户" in page.content.decode()
    define(town.county, "countys")
    page = client(town, "inspection_group").get(reverse("figures:list"), ALL_TIME)
    assert page.context["form"].wanted == town.county
