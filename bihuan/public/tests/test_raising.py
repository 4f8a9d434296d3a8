"""Raising something: in any browser, once, with a slip; what is too much is told in a sentence."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from bihuan.audit.models import Entry
from bihuan.lib.policy import Known
from bihuan.opinions.actions.residents import opinion_by_phrase
from bihuan.opinions.contacts import opened
from bihuan.opinions.models import Contact, Opinion
from bihuan.orgs.models import Unit
from bihuan.orgs.tests.cast import Cast
from bihuan.public import limits, policy
from bihuan.public.tests.conftest import CONTACT, form_of, slip_of


def url_of(name: str, home: Unit) -> str:
    return reverse(f"public:{name}", kwargs={"code": home.code})


def send(visitor: Client, cast: Cast, expect: int = 200, **given: Any) -> str:
    answer = visitor.post(url_of("raise", cast.town), form_of(cast, **given))
    page = answer.content.decode()
    assert answer.status_code == expect, page
    return page


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set limits in place of the presets."""

    def limit(**values: int) -> None:
        by_code = {f"public.{code}": value for code, value in values.items()}

        def most(known: Known, home: Unit) -> int:
            return by_code.get(known.code, int(known.default))

        monkeypatch.setattr(limits, "_most", most)

    return limit


def test_a_slip_shows_number_and_phrase_once_and_they_open_it(cast: Cast, visitor: Client) -> None:
    answer = visitor.post(url_of("raise", cast.town), form_of(cast, contact=CONTACT))
    number, phrase = slip_of(answer.content.decode())
    assert opinion_by_phrase(cast.town, number, phrase) is not None
    assert answer.status_code == 200  # no redirect: the phrase never stands in an address
    assert answer["Cache-Control"] == "no-store"
    opinion = Opinion.objects.get()
    assert (opinion.text, opinion.place, opinion.giver) == (
        "三组老桥的栏杆断了。",
        "老桥",
        "villager",
    )
    assert opinion.unit == cast.villages[0]
    assert opened(Contact.objects.get()) == CONTACT


def test_sent_twice_it_is_one_with_the_same_slip(cast: Cast, visitor: Client) -> None:
    first, second = slip_of(send(visitor, cast)), slip_of(send(visitor, cast))
    assert first == second
    assert Opinion.objects.count() == 1


def test_no_cookie_is_ever_set(cast: Cast, visitor: Client) -> None:
    for name in ("home", "raise", "following", "published", "protection"):
        answer = visitor.get(url_of(name, cast.town))
        assert answer.status_code == 200
        assert not answer.cookies
    send(visitor, cast)
    assert not visitor.cookies


def test_nothing_of_the_office_is_on_a_page(cast: Cast) -> None:
    """Not even for a clerk who looks at it while logged in."""
    clerk = Client()
    clerk.force_login(
        cast.account("clerk"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    for name in ("home", "raise", "following", "published", "protection"):
        page = clerk.get(url_of(name, cast.town)).content.decode()
        assert "accounts/" not in page
        assert "bh-header" not in page
        assert "退出" not in page
    missing = clerk.get("/public/nowhere/at/all/")
    assert missing.status_code == 404
    assert "accounts/" not in missing.content.decode()


def test_each_form_has_a_token_of_its_own(cast: Cast, visitor: Client) -> None:
    pages = {visitor.get(url_of("raise", cast.town)).content.decode() for _each in range(2)}
    assert len(pages) == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": ""}, "请写下是什么事。"),
        ({"text": "\u200b \n"}, "请填写意见原话。"),
        ({"unit": ""}, "请选一个村；说不清的选最后一项。"),
        ({"unit": "other-town"}, "选择一个有效的选项"),
        ({"text": "桥\x00坏"}, "内容里有打不出来的字符"),
        ({"place": "老\x00桥"}, "这一栏里有打不出来的字符"),
        ({"contact": "1" * 61}, "60"),
        ({"text": "渠" * 120_001}, "写得太长了，请分成几次提交。"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(
    cast: Cast, visitor: Client, given: dict[str, Any], sentence: str
) -> None:
    page = send(visitor, cast, 422, **{"place": "老桥边", **given})
    assert sentence in page
    assert not Opinion.objects.exists()
    if "place" not in given:
        assert "老桥边" in page


def test_nasty_words_are_kept_and_shown_as_words(cast: Cast, visitor: Client) -> None:
    nasty = "<script>alert(1)</script> 😀 \u202etxet =1+1"
    send(visitor, cast, text=nasty)
    assert Opinion.objects.get().text == nasty
    page = send(visitor, cast, 422, text=nasty, unit="")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_100_kb_are_taken(cast: Cast, visitor: Client) -> None:
    send(visitor, cast, text="渠" * 34_200)
    assert len(Opinion.objects.get().text.encode()) > 100_000


def test_a_post_that_is_too_large_is_told_in_a_sentence(
    cast: Cast, visitor: Client, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 50_000
    page = send(visitor, cast, 413, text="渠" * 40_000)
    assert "一次提交的内容太多，没有收下。" in page
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    page = send(visitor, cast, 413)
    assert "没有收下" in page
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_form_of_another_site_is_refused(
    cast: Cast, visitor: Client, headers: dict[str, str]
) -> None:
    answer = visitor.post(url_of("raise", cast.town), form_of(cast), headers=headers)
    assert answer.status_code == 403
    assert not Opinion.objects.exists()


def test_a_shared_computer_may_send_some_and_is_then_asked_to_wait(
    cast: Cast, visitor: Client, limited: Callable[..., None]
) -> None:
    limited(raised_per_hour=3)
    for number in range(3):
        send(visitor, cast, token=f"t{number}", text=f"第{number}件事。")
    page = send(visitor, cast, 429, token="t4", text="第四件事。")
    assert "请过一会儿再交" in page
    assert "第四件事。" in page  # nothing that was written is lost
    assert Opinion.objects.count() == 3
    answer = visitor.post(
        url_of("raise", cast.town), form_of(cast, token="t5"), REMOTE_ADDR="198.51.100.9"
    )
    assert answer.status_code == 200


def test_the_default_lets_a_shared_computer_send_twenty() -> None:
    assert policy.RAISED_PER_HOUR.default == 20


def test_all_together_are_limited_too(
    cast: Cast, visitor: Client, limited: Callable[..., None]
) -> None:
    limited(raised_per_minute=2)
    statuses = [
        visitor.post(
            url_of("raise", cast.town),
            form_of(cast, token=f"t{number}"),
            REMOTE_ADDR=f"198.51.100.{number}",
        ).status_code
        for number in range(4)
    ]
    assert statuses == [200, 200, 429, 429]


def test_behind_a_proxy_the_visitors_own_address_counts(
    cast: Cast, visitor: Client, settings: Settings, limited: Callable[..., None]
) -> None:
    limited(raised_per_hour=1)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def status(token: str, said: str) -> int:
        return visitor.post(
            url_of("raise", cast.town),
            form_of(cast, token=token),
            headers={"X-Forwarded-For": said},
        ).status_code

    assert status("a", "203.0.113.1") == 200
    assert status("b", "203.0.113.2") == 200
    assert status("c", "198.51.100.1, 203.0.113.2") == 429  # what it says of itself counts nothing


def test_no_table_holds_an_address(cast: Cast, visitor: Client) -> None:
    from django.apps import apps

    visitor.post(url_of("raise", cast.town), form_of(cast), REMOTE_ADDR="203.0.113.77")
    for model in apps.get_models():
        for row in model._default_manager.values():
            assert "203.0.113.77" not in repr(row), model
    assert all(entry.is_by_day for entry in Entry.objects.filter(actor_name="（居民页面）"))


def test_a_closed_page_takes_nothing_and_says_where_to_go(
    cast: Cast, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.public.views.raising.takes_opinions", lambda _home: False)
    page = send(visitor, cast, 404)
    assert "到村委会或镇上的办公室当面说" in page
    assert not Opinion.objects.exists()


def test_a_last_slash_left_out_leads_on(cast: Cast, visitor: Client) -> None:
    answer = visitor.get(f"/public/{cast.town.code}")
    assert (answer.status_code, answer["Location"]) == (302, url_of("home", cast.town))


def test_a_village_has_no_page_of_its_own(cast: Cast, visitor: Client) -> None:
    assert visitor.get(url_of("home", cast.villages[0])).status_code == 404
    assert visitor.put(url_of("raise", cast.town)).status_code == 405


def test_several_administrations_are_offered(cast: Cast, visitor: Client) -> None:
    page = visitor.get(reverse("public:choose")).content.decode()
    assert cast.town.name in page
    assert cast.other_town.name in page
