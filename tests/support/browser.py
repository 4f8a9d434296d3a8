"""A real Chromium for tests marked `browser`, held to the content security policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Response,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from tests.support.programs import chromium

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
]
WATCH = """
document.addEventListener("securitypolicyviolation", (event) => {
  window.reportViolation(
    `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`
  );
});
"""
PATIENCE = 60_000
"""Milliseconds that a step waits for what must come: a busy machine is no fault of a page."""
PARTS_OF_A_PAGE = {"stylesheet", "script", "font", "image", "media"}


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    """One Chromium for the run."""
    patch = pytest.MonkeyPatch()
    # Playwright's event loop runs in this thread, where Django would refuse every query.
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()
    patch.undo()


@pytest.fixture
def live(live_server: LiveServer) -> LiveServer:
    """The site, served from the test database; `live.url` is its address."""
    return live_server


@pytest.fixture
def csp_reports() -> list[str]:
    """Violations of the content security policy seen so far; one left at the end is an error."""
    return []


@pytest.fixture
def console_errors() -> list[str]:
    """Errors of scripts and of the page's parts seen so far; one left at the end is an error.

    A page that is itself refused (403, 404) is not among them.
    """
    return []


@pytest.fixture
def page(
    live: LiveServer, chromium_browser: Browser, csp_reports: list[str], console_errors: list[str]
) -> Iterator[Page]:
    """A page of 1366×768 in Chinese, its addresses relative to the live server.

    Ends with an error unless `csp_reports` and `console_errors` are empty: a test that provokes
    one looks at it and clears the list.
    """
    context = chromium_browser.new_context(
        base_url=live.url, viewport={"width": 1366, "height": 768}, locale="zh-CN"
    )
    context.set_default_timeout(PATIENCE)
    context.expose_binding("reportViolation", lambda _source, text: csp_reports.append(text))
    context.add_init_script(WATCH)
    page = context.new_page()
    _watch(page, console_errors)
    yield page
    page.wait_for_load_state()  # a test may end with a step that leads on
    page.evaluate("1")  # lets reports still under way arrive
    context.close()
    assert csp_reports == []
    assert console_errors == []


def _watch(page: Page, errors: list[str]) -> None:
    def heard(message: ConsoleMessage) -> None:
        # Failed loads are watched below, where the kind of the resource is known; violations of
        # the policy are reported.
        told_elsewhere = ("Failed to load resource", "Content Security Policy")
        if message.type == "error" and not any(part in message.text for part in told_elsewhere):
            errors.append(message.text)

    def answered(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in PARTS_OF_A_PAGE:
            errors.append(f"{response.status} {response.url}")

    def failed(error: Any) -> None:
        errors.append(str(error))

    page.on("console", heard)
    page.on("response", answered)
    page.on("pageerror", failed)
