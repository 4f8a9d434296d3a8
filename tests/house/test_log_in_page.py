"""The first page that anybody sees, in a real browser: its parts load and its policy holds."""

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_log_in_page_loads_whole_and_asks_for_a_name(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url("/accounts/login/?next=/")
    page.locator("input[name=login]").fill("nobody")
    page.locator("input[name=password]").fill("not-a-password")
    page.locator("button[type=submit]").last.click()
    expect(page.locator("input[name=login]")).to_have_value("nobody")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_violation_of_the_policy_is_reported(page: Page, csp_reports: list[str]) -> None:
    page.goto("/accounts/login/")
    page.evaluate(
        """() => { const script = document.createElement("script");
        script.textContent = "window.wasRun = true";
        document.body.append(script); }"""
    )
    for _turn in range(150):  # the browser reports when it comes to it
        if csp_reports:
            break
        page.wait_for_timeout(100)
    assert len(csp_reports) == 1
    assert csp_reports[0].startswith("script-src")
    assert page.evaluate("window.wasRun") is None
    csp_reports.clear()
