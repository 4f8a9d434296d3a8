"""The office that a journey leads through: who sits down at the browser, and how they log in."""

from playwright.sync_api import Page, expect

from bihuan.orgs.access import Actor
from bihuan.orgs.actions import set_password
from bihuan.orgs.models import Account
from bihuan.orgs.tests.cast import PASSWORD

CLERK, LEADER, VILLAGE, STATION = "clerk", "leader", "village", "station_water_station"
"""Accounts of the sample township that take part in a journey."""


def let_log_in(*usernames: str) -> None:
    """Give accounts the password that `log_in` types."""
    for username in usernames:
        account = Account.objects.get(username=username)
        set_password(actor=Actor.installation(), account=account, password=PASSWORD)


def log_in(page: Page, username: str) -> None:
    """Let somebody sit down at the browser, whoever sat there before."""
    page.context.clear_cookies()
    page.goto("/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".bh-nav")).to_be_visible()
