"""Coming back with number and phrase: what became of it, in plain and approved words."""

from collections.abc import Callable

import pytest
from django.test import Client

from bihuan.lib.policy import Known
from bihuan.opinions.actions.residents import Received
from bihuan.opinions.models import Contact, OpinionGroup
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import Cast
from bihuan.public import limits
from bihuan.public.tests.conftest import CONTACT
from bihuan.public.tests.test_raising import url_of
from bihuan.public.views.opening import opened_token
from tests.support.reading import without_ids

Raised = Callable[..., Received]
Answered = Callable[..., OpinionGroup]


def ask(
    visitor: Client, home: Unit, number: str, phrase: str, expect: int = 200, **more: str
) -> str:
    answer = visitor.post(url_of("following", home), {"number": number, "phrase": phrase}, **more)  # type: ignore[arg-type]
    page = answer.content.decode()
    assert answer.status_code == expect, page
    assert answer["Cache-Control"] == "no-store"
    return page


def test_what_was_just_raised_is_received(cast: Cast, visitor: Client, raised: Raised) -> None:
    received = raised("桥坏了，主任不管。")
    page = ask(visitor, cast.town, received.opinion.label, received.phrase)
    assert "已经收到，还没有人处理" in page
    assert "主任不管" not in page  # a neighbour at the shared computer reads no words
    assert received.phrase not in page


def test_an_answer_is_told_in_plain_words_and_its_wording_only_when_approved(
    cast: Cast, visitor: Client, raised: Raised, answered: Answered
) -> None:
    received = raised()
    answered(received)
    page = ask(visitor, cast.town, received.opinion.label, received.phrase)
    assert "已经采纳" in page
    assert "经费待定" not in page
    other = raised("灯不亮。")
    answered(other, "三组路灯不亮", "已修好六盏。")
    page = ask(visitor, cast.town, other.opinion.label, other.phrase)
    assert "已修好六盏。" in page
    assert "经费待定" not in page


def test_a_withdrawn_wording_is_told_no_more(
    cast: Cast, visitor: Client, raised: Raised, answered: Answered
) -> None:
    from bihuan.opinions.actions import withdraw_group

    received = raised()
    group = answered(received, "老桥", "已修好。")
    withdraw_group(actor=cast.actor("clerk"), group=group, reason="写错了")
    page = ask(visitor, cast.town, received.opinion.label, received.phrase)
    assert "已修好。" not in page


@pytest.mark.parametrize(
    ("number", "phrase"),
    [
        ("2010-0001", "青山 水井 燕子 棉花 0000"),
        ("2010-0099", None),
        ("nonsense", None),
        ("<b>", "<script>"),
    ],
)
def test_a_wrong_number_and_a_wrong_phrase_are_told_alike(
    cast: Cast, visitor: Client, raised: Raised, number: str, phrase: str | None
) -> None:
    received = raised()
    page = ask(visitor, cast.town, number, phrase or received.phrase, 422)
    assert "编号和口令对不上。" in page


def test_the_page_of_another_town_does_not_open_it(
    cast: Cast, visitor: Client, raised: Raised
) -> None:
    received = raised()
    ask(visitor, cast.other_town, received.opinion.label, received.phrase, 422)


def _limit(monkeypatch: pytest.MonkeyPatch, **values: int) -> None:
    def most(known: Known, home: Unit) -> int:
        return values.get(known.code.partition(".")[2], int(known.default))

    monkeypatch.setattr(limits, "_most", most)


def test_an_address_that_guesses_is_stopped_and_others_are_not(
    cast: Cast, visitor: Client, raised: Raised, monkeypatch: pytest.MonkeyPatch
) -> None:
    _limit(monkeypatch, asked_per_hour=3)
    received = raised()
    for _each in range(3):
        ask(visitor, cast.town, received.opinion.label, "猜", 422)
    page = ask(visitor, cast.town, received.opinion.label, received.phrase, 429)
    assert "一小时后再试" in page
    ask(
        visitor,
        cast.town,
        received.opinion.label,
        received.phrase,
        REMOTE_ADDR="198.51.100.3",
    )


def test_a_number_that_many_guess_at_is_closed_however_it_is_written(
    cast: Cast, visitor: Client, raised: Raised, monkeypatch: pytest.MonkeyPatch
) -> None:
    _limit(monkeypatch, asked_per_number=3)
    received = raised()
    for at, written in enumerate(["2010-0001", "２０１０－０００１", "2010 0001号"]):
        ask(visitor, cast.town, written, "猜", 422, REMOTE_ADDR=f"198.51.100.{at}")
    ask(visitor, cast.town, received.opinion.label, received.phrase, 429)


def test_right_answers_count_nothing(
    cast: Cast, visitor: Client, raised: Raised, monkeypatch: pytest.MonkeyPatch
) -> None:
    _limit(monkeypatch, asked_per_hour=1, asked_per_number=1)
    received = raised()
    for _each in range(4):
        ask(visitor, cast.town, received.opinion.label, received.phrase)


def test_the_contact_is_withdrawn_by_whoever_opened_it(
    cast: Cast, visitor: Client, raised: Raised
) -> None:
    received = raised(contact=CONTACT)
    page = ask(visitor, cast.town, received.opinion.label, received.phrase)
    assert "清除我的联系方式" in page
    assert "1234" not in without_ids(page)
    answer = visitor.post(
        url_of("withdrawal", cast.town), {"opened": opened_token(received.opinion)}
    )
    assert "已经清除" in answer.content.decode()
    contact = Contact.objects.get()
    assert (bytes(contact.sealed), contact.key_id) == (b"", "")
    page = ask(visitor, cast.town, received.opinion.label, received.phrase)
    assert "清除我的联系方式" not in page


@pytest.mark.parametrize("opened", ["", "nonsense", "abc:def:ghi"])
def test_nobody_else_withdraws_it(cast: Cast, visitor: Client, raised: Raised, opened: str) -> None:
    raised(contact=CONTACT)
    answer = visitor.post(url_of("withdrawal", cast.town), {"opened": opened})
    assert answer.status_code == 422
    assert "打开太久了" in answer.content.decode()
    assert Contact.objects.get().erased_on is None


def test_an_opened_page_serves_for_its_own_town_and_half_an_hour(
    cast: Cast, visitor: Client, raised: Raised, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = raised(contact=CONTACT)
    token = {"opened": opened_token(received.opinion)}
    assert visitor.post(url_of("withdrawal", cast.other_town), token).status_code == 422
    monkeypatch.setattr("bihuan.public.views.opening.OPENED_SECONDS", -1)
    assert visitor.post(url_of("withdrawal", cast.town), token).status_code == 422
    assert Contact.objects.get().erased_on is None
