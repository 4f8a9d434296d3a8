"""The shell in a real Chromium: no violation of the policy, nothing wider than the screen."""

from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from bihuan.ui.tests.conftest import PASSWORD
from bihuan.ui.tests.pages import REFUSALS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = ((1366, 768), (390, 844))


@pytest.fixture
def site(account: Any, settings: Settings, page: Page) -> Page:
    """A page on which the clerk is logged in."""
    settings.ROOT_URLCONF = "bihuan.ui.tests.pages"
    page.goto("/accounts/login/")
    page.fill("#id_login", "wen")
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_selector(".bh-home")
    return page


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("path", ["/", "/gallery/", "/accounts/2fa/", "/accounts/password/change/"])
def test_pages_fit_the_screen_without_a_violation(site: Page, path: str) -> None:
    for width, height in SCREENS:
        site.set_viewport_size({"width": width, "height": height})
        site.goto(path)
        assert not is_too_wide(site)


def test_the_theme_follows_the_system_until_one_is_chosen(site: Page) -> None:
    site.emulate_media(color_scheme="dark")
    site.wait_for_selector("html[data-bs-theme=dark]")
    site.click(".bh-account summary")
    site.click("button[value=light]")
    site.wait_for_selector("html[data-bs-theme=light]")
    site.emulate_media(color_scheme="light")
    site.emulate_media(color_scheme="dark")
    assert site.get_attribute("html", "data-bs-theme") == "light"


def test_a_menu_closes_by_escape_and_by_a_click_elsewhere(site: Page) -> None:
    site.click(".bh-account summary")
    site.wait_for_selector(".bh-account[open]")
    site.keyboard.press("Escape")
    site.wait_for_selector(".bh-account:not([open])")
    site.click(".bh-account summary")
    site.click("h1")
    site.wait_for_selector(".bh-account:not([open])")


def test_a_dialog_holds_the_focus_and_can_be_left(site: Page) -> None:
    site.goto("/gallery/")
    site.click("a[data-dialog]")
    assert site.evaluate("document.activeElement.closest('dialog') !== null")
    site.click("dialog [data-close]")
    assert site.is_hidden("dialog")


def test_a_refused_fragment_is_told_above_the_page(site: Page, console_errors: list[str]) -> None:
    site.goto("/gallery/")
    site.click("[hx-get]")
    site.wait_for_selector("#messages .bh-alert")
    assert REFUSALS["not-allowed"].message in site.inner_text("#messages")
    console_errors.clear()  # htmx says the status on the console


def test_the_page_works_without_scripts(live: Any, account: Any, chromium_browser: Any) -> None:
    context = chromium_browser.new_context(
        base_url=live.url,
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
        locale="zh-CN",
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("#id_login", "wen")
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    page.click(".bh-drawer summary")
    assert page.is_visible(".bh-drawer a[aria-current=page]")
    page.click(".bh-account summary")
    page.click(".bh-account button[value=dark]")
    assert page.get_attribute("html", "data-bs-theme") == "dark"
    context.close()
