from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as loaded
from django.test import Client
from pytest_django import Settings

from bihuan.ui import navigation, waiting
from bihuan.ui.navigation import Entry, Link, Menu, arranged, links_for
from bihuan.ui.rooms import modules
from bihuan.ui.tests.conftest import logged_in, make_account
from bihuan.ui.waiting import Card, Waiting


def offer(monkeypatch: pytest.MonkeyPatch, **functions: Any) -> None:
    """Put one made-up room in the place of all rooms."""
    room = SimpleNamespace(**functions)
    monkeypatch.setattr(waiting, "modules", lambda _name: [room])
    monkeypatch.setattr(navigation, "modules", lambda _name: [room])


def shown(client: Client, path: str = "/") -> str:
    return client.get(path).content.decode()


def test_navigation_stands_in_order_and_leaves_out_what_has_no_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = [Entry("账号", "account_login", "key", 80), Entry("数据", "no-such", "table", 20)]
    offer(monkeypatch, entries=lambda _actor: [*given, Entry("验证", "mfa_index", "lock", 10)])
    links = links_for(object(), "/accounts/2fa/totp/activate/")
    assert [link.label for link in links] == ["首页", "验证", "账号"]
    assert [link.is_current for link in links] == [False, True, False]
    assert [link.is_current for link in links_for(object(), "/")] == [True, False, False]


def test_nobody_logged_in_is_offered_nothing() -> None:
    assert links_for(None, "/") == []


def test_each_room_is_asked_with_the_actor(monkeypatch: pytest.MonkeyPatch, clerk: Client) -> None:
    asked = []

    def answer(actor: Any) -> list[Any]:
        asked.append(actor.name)
        return []

    offer(monkeypatch, entries=answer, waiting=answer)
    clerk.get("/")
    assert asked == ["wen", "wen"]


def test_rooms_are_found_by_the_name_of_a_module_without_the_shell_itself() -> None:
    found = [module.__name__ for module in modules("apps")]
    assert "bihuan.orgs.apps" in found
    assert "bihuan.ui.apps" not in found
    assert list(modules("no_such_module")) == []


def test_home_puts_late_things_first_and_leaves_out_empty_ones(
    monkeypatch: pytest.MonkeyPatch, clerk: Client
) -> None:
    things = [
        Waiting("待审核记录", 12, "/a/", hint="最早的已等 6 天"),
        Waiting("空的", 0, "/b/"),
        Waiting("超期未报", 3, "/c/", is_late=True, verb="去催办"),
    ]
    offer(monkeypatch, entries=lambda _actor: [], waiting=lambda _actor: things)
    page = shown(clerk)
    assert "有 2 件事等您办理" in page
    assert "其中 1 件已过期限" in page
    assert page.index("超期未报") < page.index("待审核记录")
    assert "空的" not in page


def test_home_says_what_to_do_when_nothing_waits(
    monkeypatch: pytest.MonkeyPatch, clerk: Client
) -> None:
    cards = [Card("写总结", "/x/", "从台账生成", "file-text")]
    offer(
        monkeypatch,
        entries=lambda _actor: [],
        waiting=lambda _actor: [],
        home_cards=lambda _actor: cards,
    )
    page = shown(clerk)
    assert "现在没有等您办理的事" in page
    assert "写总结" in page


def test_home_sends_somebody_without_a_role_to_the_administrator(db: None) -> None:
    page = shown(logged_in(make_account(role="")))
    assert "您的账号还没有角色" in page
    assert "系统管理员" in page


def test_the_banner_shows_the_offices_day_in_a_demonstration_only(
    clerk: Client, settings: Settings
) -> None:
    assert "演示环境" not in shown(clerk)
    settings.BIHUAN_MODE = "demo"
    page = shown(clerk)
    assert "演示环境" in page
    assert "年" in page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_kept_without_a_script(client: Client, db: None, theme: str) -> None:
    answer = client.post("/theme/", {"theme": theme, "next": "/accounts/login/"})
    assert answer.headers["Location"] == "/accounts/login/"
    assert f'data-bs-theme="{theme}"' in shown(client, "/accounts/login/")
    client.post("/theme/", {"theme": "system"})
    assert "data-bs-theme" not in shown(client, "/accounts/login/")


def test_the_theme_never_leads_to_another_site(client: Client, db: None) -> None:
    for target in ("https://evil.example/", "//evil.example", "javascript:alert(1)", ""):
        answer = client.post("/theme/", {"theme": "dark", "next": target})
        assert answer.headers["Location"] == "/"
    assert client.get("/theme/").status_code == 405


def test_a_made_up_theme_is_not_drawn(client: Client, db: None) -> None:
    client.cookies["bihuan_theme"] = '"><script>'
    assert "data-bs-theme" not in shown(client, "/accounts/login/")


def test_every_answer_carries_the_security_headers(clerk: Client) -> None:
    for path in ("/", "/accounts/login/", "/no-such-page/"):
        headers = clerk.get(path).headers
        policy = dict(
            part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts_and_end_with_the_browser(clerk: Client) -> None:
    clerk.get("/")
    for name in (loaded.SESSION_COOKIE_NAME, loaded.CSRF_COOKIE_NAME):
        assert clerk.cookies[name]["httponly"]
        assert clerk.cookies[name]["samesite"] == "Lax"
    assert not clerk.cookies[loaded.SESSION_COOKIE_NAME]["max-age"]


def test_what_belongs_together_stands_in_one_menu_and_one_alone_stands_bare() -> None:
    first = Link("首页", "/", "home", False)
    opinions = Link("意见", "/opinions/", "users", True, "listening")
    tasks = Link("任务", "/tasks/", "flag", False)
    surveys = Link("问卷", "/questionnaires/", "chart-bar", False, "listening")
    presets = Link("预设", "/presets/", "calendar", False, "keeping")
    menu = Menu("听意见", "users", (opinions, surveys))
    assert arranged([first, opinions, tasks, surveys, presets]) == [first, menu, tasks, presets]
    assert menu.is_current
