"""Another system hands opinions and problems in, and asks what became of them."""

import threading
from typing import Any

import pytest
from django.db import connection

from bihuan.api.actions import make_key, revoke_key
from bihuan.api.models import Delivery, Key
from bihuan.api.tests.conftest import Ask, a_problem, an_opinion
from bihuan.audit.models import Entry
from bihuan.opinions.models import Opinion
from bihuan.orgs.tests.cast import Cast
from bihuan.rectification.models import Problem


def test_an_opinion_is_taken_word_for_word_and_numbered(ask: Ask, cast: Cast) -> None:
    answer = ask("opinions/", an_opinion(unit=cast.villages[0].code, channel="hotline"))
    assert answer.status_code == 201
    taken = Opinion.objects.get()
    assert answer.json() == {  # type: ignore[attr-defined]
        "ref": "H-1",
        "number": taken.label,
        "state": "new",
        "state_word": "待归类",
        "answer": "",
        "answer_word": "",
        "reason": "",
    }
    assert (taken.text, taken.channel, taken.unit) == (
        "渠道多年没有清淤，田里放不到水。",
        "hotline",
        cast.villages[0],
    )
    assert "（接口）热线平台" in set(Entry.objects.values_list("actor_name", flat=True))


def test_the_same_number_again_makes_no_second_one(ask: Ask) -> None:
    first = ask("opinions/", an_opinion())
    again = ask("opinions/", an_opinion())
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()  # type: ignore[attr-defined]
    assert Opinion.objects.count() == 1


def test_the_same_number_with_other_words_is_refused(ask: Ask) -> None:
    ask("opinions/", an_opinion())
    answer = ask("opinions/", an_opinion(text="别的话。"))
    assert answer.status_code == 409
    assert answer.json()["code"] == "other_words"  # type: ignore[attr-defined]
    assert Opinion.objects.get().text == "渠道多年没有清淤，田里放不到水。"


def test_a_batch_is_taken_whole_or_not_at_all(ask: Ask) -> None:
    good, bad = an_opinion(), an_opinion(ref="H-2", unit="no-such-unit")
    assert ask("opinions/batch/", {"opinions": [good, bad]}).status_code == 400
    assert not Opinion.objects.exists()
    assert not Delivery.objects.exists()
    answer = ask("opinions/batch/", {"opinions": [good, an_opinion(ref="H-2")]})
    assert answer.status_code == 200
    assert Opinion.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{", "not_understood"),
        ({}, "not_understood"),
        (an_opinion(text=""), "not_understood"),
        (an_opinion(raised_on="2010-02-30"), "not_understood"),
        (an_opinion(name="某某"), "not_understood"),
        (an_opinion(ref=""), "not_understood"),
        (an_opinion(unit="elsewhere"), "invalid"),
        (an_opinion(channel="talk"), "invalid"),
        (an_opinion(giver="boss"), "invalid"),
        (an_opinion(text="长" * 120_001), "invalid"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_taken_is_told_in_a_sentence(ask: Ask, body: Any, code: str) -> None:
    answer = ask("opinions/", body)
    assert answer.status_code in (400, 422)
    said = answer.json()  # type: ignore[attr-defined]
    assert said["message"].endswith("。")
    assert "Traceback" not in answer.content.decode()
    if code == "invalid":
        assert answer.status_code == 400
    assert not Opinion.objects.exists()


def test_a_unit_of_another_town_is_unknown(ask: Ask, cast: Cast) -> None:
    assert ask("opinions/", an_opinion(unit=cast.other_village.code)).status_code == 400


def test_a_problem_is_opened_once_and_its_state_asked(ask: Ask) -> None:
    answer = ask("problems/", a_problem())
    assert answer.status_code == 201
    assert ask("problems/", a_problem()).status_code == 200
    problem = Problem.objects.get()
    asked = ask("problems/P-1/").json()  # type: ignore[attr-defined]
    assert asked["number"] == f"{problem.year}-{problem.number:04d}"
    assert asked["state_word"] == problem.get_state_display()


def test_a_key_asks_only_what_it_handed_in_itself(ask: Ask, cast: Cast) -> None:
    ask("opinions/", an_opinion())
    _other, secret = make_key(
        actor=cast.actor("administrator"), home=cast.town, name="别的系统", scopes=["opinions"]
    )
    assert ask("opinions/H-1/").status_code == 200
    assert ask("opinions/H-1/", secret=secret).status_code == 404


def test_a_key_hands_in_only_what_it_may(ask: Ask, cast: Cast) -> None:
    _key, secret = make_key(
        actor=cast.actor("administrator"), home=cast.town, name="别的系统", scopes=["opinions"]
    )
    answer = ask("problems/", a_problem(), secret=secret)
    assert answer.status_code == 403
    assert not Problem.objects.exists()


def test_a_wrong_or_revoked_key_is_not_let_in(ask: Ask, cast: Cast, key: tuple[Key, str]) -> None:
    assert ask("opinions/", an_opinion(), secret=key[1][:-1] + "~").status_code == 401
    revoke_key(actor=cast.actor("administrator"), key=key[0], reason="平台停用")
    answer = ask("opinions/", an_opinion())
    assert answer.status_code == 401
    assert answer.json()["message"].endswith("。")  # type: ignore[attr-defined]
    assert not Opinion.objects.exists()


NASTY = [
    "🙂👨‍👩‍👧 表情",
    "\u202eright to left\u202c 结束",
    "零\u200b宽\u200d字\ufeff符",
    "<script>alert(1)</script><b>粗</b>",
    '=HYPERLINK("http://x","点我")',
    "长" * 34_000,
]


@pytest.mark.parametrize("text", NASTY, ids=lambda text: text[:10])
def test_nasty_texts_are_kept_as_they_are(ask: Ask, text: str) -> None:
    assert ask("opinions/", an_opinion(text=text)).status_code == 201
    assert Opinion.objects.get().text == text


def test_what_no_database_keeps_is_shown_in_its_place(ask: Ask) -> None:
    assert ask("opinions/", an_opinion(text="有\x00字")).status_code == 201
    assert Opinion.objects.get().text == "有␀字"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_number_sent_by_eight_at_once_makes_one(ask: Ask) -> None:
    statuses: list[int] = []

    def send() -> None:
        try:
            statuses.append(ask("opinions/", an_opinion()).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * 7 + [201]
    assert Opinion.objects.count() == 1
