"""Take the pictures in docs/pictures from a demonstration that is being served.

    bin/demo --port 8000 &    then    .venv/bin/python tools/take_pictures.py http://127.0.0.1:8000

Reads the demonstration's passwords from BIHUAN_HOME (default var/).
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
DESK, PHONE = (1366, 768), (390, 844)
UGLY = ROOT / "bihuan" / "ledgers" / "tests" / "ledgers" / "04-maodun-jiufen.xlsx"
SUMMARY = "小港镇深入学习实践科学发展观活动"


def passwords() -> dict[str, str]:
    """Return the demonstration's passwords by user name."""
    home = Path(os.environ.get("BIHUAN_HOME") or ROOT / "var")
    lines = (home / "demo" / "passwords.txt").read_text("utf-8").splitlines()
    return dict(line.split() for line in lines if line.strip())


def logged_in(browser: Browser, base: str, user: str, size: tuple[int, int]) -> Page:
    """Return a page of a size with somebody logged in."""
    context = browser.new_context(
        base_url=base, viewport={"width": size[0], "height": size[1]}, locale="zh-CN"
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(user)
    page.get_by_label("密码").fill(passwords()[user])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/")
    return page


def take(page: Page, name: str) -> None:
    """Save what the window shows, once all that loads by itself has loaded."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(600)
    page.screenshot(path=PICTURES / f"{name}.png")


def main() -> None:
    """Take every picture."""
    base = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--lang=zh-CN"],
        )
        page = logged_in(browser, base, "clerk", DESK)
        take(page, "home")
        page.goto("/documents/")
        page.get_by_role("link", name=SUMMARY).first.click()
        take(page, "report")
        document = page.url
        page.goto("/figures/roads_built_km/?from=2009-09-01&to=2010-02-03")
        take(page, "trace")
        page.goto("/registers/roads/")
        take(page, "table")
        page.locator("main table tbody a").nth(4).click()
        take(page, "record")
        page.goto("/ledgers/")
        page.set_input_files("input[type=file]", UGLY)
        page.get_by_role("button", name="上传，看看能建成什么").click()
        take(page, "take-over")
        page.goto("/reporting/")
        page.get_by_role("link", name="矛盾纠纷排查调处情况月报表").first.click()
        page.locator("a[href*='/reporting/filled/']").first.click()
        take(page, "county-form")
        page.goto("/search/?q=公路")
        take(page, "search")
        phone = logged_in(browser, base, "clerk", PHONE)
        phone.goto(document)
        take(phone, "report-phone")
        browser.close()


main()
