"""The clerk's inbox: what is suggested, what is asked, and what one key decides."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.opinions.actions.learning import keep_learned, learn_if_due
from bihuan.opinions.jobs import learn_classes
from bihuan.opinions.models import Category, Learned, Opinion, OpinionGroup, OpinionState
from bihuan.opinions.suggesting import by_keywords, suggest
from bihuan.opinions.tests.conftest import BACKEND
from bihuan.opinions.tests.making import make_category, make_opinion
from bihuan.orgs.tests.cast import Cast

Making = Callable[..., OpinionGroup]
INBOX = "/opinions/inbox/"


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.account("clerk"), backend=BACKEND)
    return client


def page(client: Client, address: str = INBOX) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_sure_suggestion_is_confirmed_by_one_button(
    cast: Cast, desk: Client, roads: Category, water: Category
) -> None:
    opinion = make_opinion(cast.actor("clerk"), cast.villages[0], "村里的路和桥，路都坏了")
    shown = page(desk)
    button = re.search(r'value="(\w+)" data-key="Enter"', shown)
    assert button is not None
    assert button[1] == "roads"
    assert "<mark>路</mark>" in shown
    desk.post(INBOX, {"opinion": opinion.pk, "category": "roads"})
    opinion.refresh_from_db()
    assert (opinion.state, opinion.category, opinion.suggested) == ("sorted", roads, roads)
    assert "都归好类了" in page(desk)


def test_below_the_chosen_confidence_it_asks(
    cast: Cast, desk: Client, roads: Category, water: Category
) -> None:
    make_opinion(cast.actor("clerk"), cast.villages[0], "路边的水")
    shown = page(desk)
    assert 'data-key="Enter"' not in shown
    assert "拿不准" in shown
    assert 'value="roads" data-key="1"' in shown
    assert 'value="water" data-key="2"' in shown


def test_an_opinion_left_for_later_comes_again_last(
    cast: Cast, desk: Client, roads: Category
) -> None:
    first = make_opinion(cast.actor("clerk"), cast.villages[0], "甲")
    second = make_opinion(cast.actor("clerk"), cast.villages[0], "乙")
    assert first.label in page(desk)
    assert second.label in page(desk, f"{INBOX}?after={first.pk}")
    assert first.label in page(desk, f"{INBOX}?after={second.pk}")


def test_a_new_arrival_is_offered_the_group_and_joins_it_by_m(
    cast: Cast, desk: Client, group_of: Making
) -> None:
    group = group_of("竹林村到小袁线那段路还是土路，下雨天出不去。")
    for text in ("学校的操场没有围墙。", "卫生院的药贵。", "水费收了不公开。"):
        group_of(text)
    opinion = make_opinion(
        cast.actor("clerk"), cast.villages[0], "竹林村到小袁线那段土路，下雨天车子出不去。"
    )
    shown = page(desk)
    button = re.search(r'name="into" value="([0-9a-f-]+)" data-key="m"', shown)
    assert button is not None
    assert button[1] == str(group.pk)
    desk.post(INBOX, {"opinion": opinion.pk, "into": button[1]})
    group.refresh_from_db()
    assert group.raw_count == 2


def test_two_clerks_with_one_opinion_and_a_page_out_of_date(
    cast: Cast, desk: Client, roads: Category, water: Category
) -> None:
    opinion = make_opinion(cast.actor("clerk"), cast.villages[0])
    desk.post(INBOX, {"opinion": opinion.pk, "category": "roads"})
    answer = desk.post(INBOX, {"opinion": "nonsense", "category": "roads"}, follow=True)
    assert "页面已过时" in answer.content.decode()
    answer = desk.post(INBOX, {"opinion": opinion.pk, "category": "nonsense"}, follow=True)
    assert "没有这个意见类别" in answer.content.decode()
    assert OpinionGroup.objects.count() == 1


def test_what_complains_of_nobody_and_of_everybody_is_shown_escaped(
    cast: Cast, desk: Client, roads: Category
) -> None:
    make_opinion(cast.actor("clerk"), cast.villages[0], "<script>alert('路')</script>\u202e路")
    shown = page(desk)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown
    assert 'dir="auto"' in shown


def test_keywords_speak_before_anything_was_learned(roads: Category, water: Category) -> None:
    found = by_keywords([roads, water], "桥坏了，路也坏了，水漫上来")
    assert found is not None
    assert (found.category, found.words, found.by_words) == (roads, ("路", "桥"), True)
    assert by_keywords([roads, water], "天气很好") is None


class Run:
    """A run of a job for tests."""

    def __init__(self, actor: object) -> None:
        self.actor = actor

    def progress(self, *_said: object) -> None:
        pass

    def finish_with(self, outcome: object) -> object:
        return outcome


def test_it_learns_from_what_was_confirmed(
    cast: Cast, roads: Category, water: Category, group_of: Making
) -> None:
    for at in range(6):
        group_of(f"断头道{at}坑坑洼洼，车子颠簸")
        group_of(f"沟塘{at}淤塞，田里干旱", category=water)
    done = learn_classes(Run(cast.actor("clerk")), home=str(cast.town.pk))  # type: ignore[arg-type]
    assert "已学习12条" in done.message
    learned = Learned.objects.get()
    assert learned.labels == 12
    found = suggest(cast.town, ["车子颠簸得厉害，坑坑洼洼", "田里干旱，沟塘淤塞"])
    assert [each.category for each in found if each] == [roads, water]
    assert found[0] is not None
    assert found[0].words


def test_with_one_class_there_is_nothing_to_learn(cast: Cast, group_of: Making) -> None:
    group_of()
    done = learn_classes(Run(cast.actor("clerk")), home=str(cast.town.pk))  # type: ignore[arg-type]
    assert "不足两类" in done.message
    assert not Learned.objects.exists()


def test_learning_starts_by_itself_after_enough_and_once(cast: Cast, group_of: Making) -> None:
    clerk = cast.actor("clerk")
    for at in range(49):
        group_of(f"路{at}")
    assert learn_if_due(actor=clerk, home=cast.town) is None
    group_of("路50")
    job = learn_if_due(actor=clerk, home=cast.town)
    assert job is not None
    assert learn_if_due(actor=clerk, home=cast.town) == job
    keep_learned(actor=clerk, home=cast.town, model=b"model", labels=50, macro_f1=None)
    assert learn_if_due(actor=clerk, home=cast.town) is None


def test_a_retired_class_is_neither_offered_nor_suggested(
    cast: Cast, desk: Client, roads: Category
) -> None:
    gone = make_category(cast.town, "gone", "旧类", keywords=["路"], retired_on=None)
    gone.retired_on = cast.town.opened_on
    gone.save()
    make_opinion(cast.actor("clerk"), cast.villages[0], "路坏了")
    assert "旧类" not in page(desk)


def test_the_page_asks_few_questions_of_the_database(
    cast: Cast,
    desk: Client,
    roads: Category,
    group_of: Making,
    django_assert_max_num_queries: Any,
) -> None:
    for at in range(8):
        group_of(f"竹林村的路{at}坏了")
        make_opinion(cast.actor("clerk"), cast.villages[0], f"竹林村的路又坏了{at}")
    page(desk)  # the index is built
    with django_assert_max_num_queries(15):
        page(desk)


def test_every_page_of_the_room_answers_with_and_without_opinions(cast: Cast, desk: Client) -> None:
    for name in ("list", "new", "import", "inbox", "digest", "proposals", "categories"):
        assert desk.get(reverse(f"opinions:{name}")).status_code == 200, name
    assert Opinion.objects.filter(state=OpinionState.NEW).count() == 0
