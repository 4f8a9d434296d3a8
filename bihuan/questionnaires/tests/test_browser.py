"""On a phone: a question appears when called for, a reload loses nothing, a second is noticed."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from bihuan.orgs.tests.cast import make_cast
from bihuan.questionnaires.actions import open_questionnaire
from bihuan.questionnaires.models import Answer, Questionnaire
from bihuan.questionnaires.tests.making import make_poll

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("bihuan.questionnaires.tests.site_urls"),
]


@pytest.fixture
def poll(settings: Settings, transactional_db: None) -> Questionnaire:
    """Return an open poll of six questions; the fourth needs an answer to the second."""
    settings.BIHUAN_TODAY = dt.date(2010, 2, 3)
    cast = make_cast()
    return open_questionnaire(actor=cast.actor("clerk"), questionnaire=make_poll(cast))


def test_a_resident_answers_on_a_phone(page: Page, poll: Questionnaire) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    address = f"/public/q/{poll.slug}/"
    page.goto(address)
    why = page.locator("#question-4")
    expect(why).to_be_hidden()
    page.get_by_text("二村").click()
    page.locator("#question-2").get_by_text("不满意", exact=True).click()
    expect(why).to_be_visible()
    why.locator("textarea").fill("路面坏了")
    page.reload()
    expect(why.locator("textarea")).to_have_value("路面坏了")
    expect(page.get_by_label("二村")).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("收到了，谢谢您")
    assert sorted(Answer.objects.values_list("question__position", flat=True)) == [1, 2, 4]
    assert page.context.cookies() == []

    page.goto(address)
    expect(page.get_by_text("这台设备已经答过这份问卷了")).to_be_visible()
    page.get_by_role("button", name="换一个人答").click()
    expect(page.get_by_label("二村")).not_to_be_checked()
    expect(why).to_be_hidden()
