"""A secret ballot from the ceremony to the recount: tellers, a clerk, voters on telephones."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, Locator, Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from bihuan.appraisals import actions
from bihuan.appraisals.models import BallotSlip, Poll
from bihuan.appraisals.standalone import open_box
from bihuan.appraisals.tests import making
from bihuan.appraisals.tests.making import Held, make_held
from bihuan.orgs.tests.cast import PASSWORD, Cast, make_cast
from tests.support.browser import WATCH

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE: ViewportSize = {"width": 390, "height": 844}
TELLERS = (("纪委委员", ""), ("党员代表", ""), ("检查组成员", "丰收市委督导组"))


@pytest.fixture(autouse=True)
def on_a_day(settings: Settings) -> None:
    """The office's day is one of the sample's."""
    settings.BIHUAN_TODAY = making.TODAY


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def held(cast: Cast) -> Held:
    """A review of a report by 12 and 9, still a draft."""
    return make_held(cast)


@pytest.fixture
def phone(
    live: LiveServer, chromium_browser: Browser, csp_reports: list[str]
) -> Iterator[Callable[[], Page]]:
    """Take out another telephone: nothing of the office or of another voter is in it."""
    contexts = []

    def take_out() -> Page:
        context = chromium_browser.new_context(
            base_url=live.url, viewport=PHONE, locale="zh-CN", has_touch=True
        )
        context.set_default_timeout(15_000)
        context.expose_binding("reportViolation", lambda _source, text: csp_reports.append(text))
        context.add_init_script(WATCH)
        contexts.append(context)
        return context.new_page()

    yield take_out
    for context in contexts:
        assert context.cookies() == []
        context.close()


def log_in(page: Page, cast: Cast, who: str) -> None:
    page.context.clear_cookies()
    page.goto("/")
    page.get_by_label("用户名").fill(cast.account(who).username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".bh-nav")).to_be_visible()


def step(page: Page, name: str) -> Locator:
    found = page.locator(f'[data-step="{name}"]')
    expect(found).to_be_visible()
    return found


def type_share(page: Page, share: bytes) -> None:
    for number, line in enumerate(open_box.share_lines(share), start=1):
        page.locator(f'[data-line="{number}"]').fill(line)


def hold_ceremony(page: Page, poll: Poll) -> list[bytes]:
    """Make the key; return the shares as the tellers' sheets have them."""
    page.goto(f"/appraisals/{poll.pk}/ceremony/")
    expect(page.get_by_text("最多可以丢 1 份密钥单")).to_be_visible()
    for number, (label, unit) in enumerate(TELLERS, start=1):
        page.locator(f'[name="label_{number}"]').fill(label)
        if unit:
            page.locator(f'[name="unit_{number}"]').fill(unit)
    page.locator('[name="above_3"]').uncheck()
    page.get_by_role("button", name="制作密钥").click()
    expect(page.locator("[data-said]")).to_contain_text("至少有一位来自上级")
    page.locator('[name="above_3"]').check()
    page.get_by_role("button", name="制作密钥").click()
    shares = []
    for label, _unit in TELLERS:
        sheet = step(page, "share")
        expect(sheet.locator("[data-share-of]")).to_contain_text(label)
        sheet.get_by_role("button", name="显示密钥").click()
        shares.append(open_box.read_share(sheet.locator("li").all_inner_texts()))
        sheet.get_by_role("button", name="请下一位").click()
    step(page, "check")
    type_share(page, shares[2])
    type_share(page, shares[0])
    step(page, "send").get_by_role("button").click()
    expect(page.get_by_text("密钥已制作，票面已封存")).to_be_visible()
    return shares


def print_slips(page: Page, poll: Poll) -> dict[int, list[str]]:
    """Print slips for both groups; return them as the sheets have them."""
    page.goto(f"/appraisals/{poll.pk}/slips/")
    printed = {}
    for group, count in ((1, 12), (2, 9)):
        page.locator("[data-group]").select_option(str(group))
        page.locator("[data-count]").fill(str(count))
        page.get_by_role("button", name="生成并登记").click()
        expect(step(page, "print")).to_contain_text(f"已登记 {count} 张")
        signs = page.locator(".bb-slip-signs").all_inner_texts()
        printed[group] = [each.replace(" ", "") for each in signs]
        page.get_by_role("button", name="已经印好，清除").click()
        step(page, "count")
    return printed


def count_at_the_door(page: Page, poll: Poll) -> None:
    page.goto(f"/appraisals/{poll.pk}/door/")
    page.get_by_label("党员代表实到").fill("12")
    page.get_by_label("群众代表实到").fill("8")
    page.get_by_role("button", name="登记").click()
    expect(page.locator(".ah-came")).to_contain_text("实到 20 人")


def vote(page: Page, poll: Poll, slip: str, grades: list[str]) -> str:
    """Scan a slip, choose a grade for each of the five, cast; return the receipt."""
    page.goto(f"/public/v/{poll.slug}/#{slip}")
    step(page, "paper")
    assert slip not in page.url
    places = page.locator("[data-place]")
    expect(places).to_have_count(len(grades))
    for at, grade in enumerate(grades):
        places.nth(at).get_by_role("radio", name=grade, exact=True).check()
    page.get_by_role("button", name="填好了").click()
    page.get_by_role("button", name="投出").click()
    receipt = step(page, "receipt").locator("[data-receipt]").inner_text()
    return receipt.replace(" ", "-")


def grade_of(letters: str) -> list[str]:
    """Return grades of the report by letters, `a` the best."""
    return [("好", "较好", "一般", "差")["abcd".index(letter)] for letter in letters]


def cast_the_rest(held: Held, slips: dict[int, list[str]]) -> None:
    """Cast all other slips but one, as browsers would."""
    for group, own in slips.items():
        for at, slip in enumerate(own):
            held.cast(slip, group, {item: str(1 + (at + item) % 3) for item in range(1, 6)})


def test_a_secret_ballot_is_held_and_counted_again(
    page: Page, phone: Callable[[], Page], cast: Cast, held: Held, tmp_path: Path
) -> None:
    poll = held.poll
    log_in(page, cast, "clerk")
    shares = hold_ceremony(page, poll)
    slips = print_slips(page, poll)
    assert BallotSlip.objects.filter(poll=poll).count() == 21
    count_at_the_door(page, poll)
    poll.refresh_from_db()
    held.poll = actions.open_poll(actor=held.leader, poll=poll)

    phones = [phone() for _voter in range(3)]
    receipts = [
        vote(mine, poll, slip, grade_of(letters))
        for mine, slip, letters in zip(phones, slips[1], ("aaaaa", "bbbbb", "abcda"), strict=False)
    ]
    phones[0].get_by_role("button", name="清除并交给下一位").click()
    step(phones[0], "slip")
    changed = vote(phones[0], poll, slips[1][0], grade_of("ddddd"))
    assert changed not in receipts
    cast_the_rest(held, {1: slips[1][3:], 2: slips[2][:8]})
    page.goto(f"/appraisals/{poll.pk}/hall/")
    expect(page.locator(".ah-count").first).to_contain_text("12 / 12")
    expect(page.locator(".ah-count").last).to_contain_text("8 / 8")

    held.poll = actions.end_poll(actor=held.leader, poll=poll, handed_out={1: 12, 2: 8})
    open_the_box(page, held, [shares[0], shares[2]])
    check_receipt(phones[0], poll, changed, receipts[0])
    log_in(page, cast, "leader")
    verify(page, held, [shares[1], shares[2]])
    held.poll.refresh_from_db()
    actions.publish_result(actor=held.leader, poll=held.poll)
    recount_at_home(phones[1], poll, tmp_path)


def open_the_box(page: Page, held: Held, shares: list[bytes]) -> None:
    page.goto(f"/appraisals/{held.poll.pk}/opening/")
    type_share(page, shares[0])
    type_share(page, shares[1])
    tally = step(page, "tally")
    # Three of the first group by hand, one of them changed, nine more; eight of the second.
    row = tally.get_by_role("row", name=re.compile("认识深不深"))
    expect(row.get_by_role("cell").first).to_have_text("20")
    tally.get_by_role("button", name="送出").click()
    expect(step(page, "sent")).to_contain_text("开票结果已经送出")
    held.poll.refresh_from_db()
    assert held.poll.opening_digest
    # The one who changed from all the best to all the worst is counted once.
    found = {each["item"]: each["votes"] for each in held.poll.box.result["items"]}
    assert [found[item].get("4", 0) for item in range(1, 6)] == [1, 1, 1, 2, 1]


def check_receipt(phone: Page, poll: Poll, mine: str, other: str) -> None:
    phone.goto(f"/public/v/{poll.slug}/")
    phone.get_by_role("link", name="核对回执").click()
    phone.get_by_label("我的回执").fill(mine.lower())
    expect(phone.locator("[data-receipt-found]")).to_contain_text("您的票已经记入")
    phone.get_by_label("我的回执").fill(other)
    expect(phone.locator("[data-receipt-found]")).to_contain_text("没有这个回执")


def verify(page: Page, held: Held, shares: list[bytes]) -> None:
    page.goto(f"/appraisals/{held.poll.pk}/verification/")
    for share in shares:
        type_share(page, share)
    step(page, "tally").get_by_role("button", name="比对").click()
    expect(step(page, "sent")).to_contain_text("核验一致")
    page.get_by_role("link", name="接着看").click()
    expect(page.get_by_text("与开票摘要一致")).to_be_visible()


def recount_at_home(phone: Page, poll: Poll, folder: Path) -> None:
    phone.goto(f"/public/v/{poll.slug}/result/")
    names = []
    for link in ("公布文件", "复核程序"):
        with phone.expect_download() as waiting:
            phone.get_by_role("link", name=link).click()
        download: Download = waiting.value
        download.save_as(folder / download.suggested_filename)
        names.append(download.suggested_filename)
    run = subprocess.run(
        [sys.executable, "-I", names[1], names[0]],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    poll.refresh_from_db()
    assert run.returncode == 0, run.stderr
    assert "重新计票与公布的一致" in run.stdout
    assert "20张，无重复" in run.stdout
    assert poll.opening_digest in run.stdout
