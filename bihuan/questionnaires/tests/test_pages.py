"""The pages: what a clerk builds, a resident answers, a village types in, a leader reads."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from bihuan.lib.errors import DomainError
from bihuan.orgs.tests.cast import Cast
from bihuan.questionnaires import limiting, searched
from bihuan.questionnaires.actions import close_questionnaire, make_codes, open_questionnaire
from bihuan.questionnaires.models import Answer, Questionnaire, Response
from bihuan.questionnaires.tests.making import filled, make_poll
from bihuan.questionnaires.waiting import waiting
from bihuan.search.finding import found_in
from bihuan.ui.waiting import known

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_QUERIES = 15
Answers = Callable[..., None]
pytestmark = pytest.mark.urls("bihuan.questionnaires.tests.site_urls")


@pytest.fixture
def enter(cast: Cast) -> Callable[[str], Client]:
    """Log one of the cast in."""

    def log_in(who: str) -> Client:
        client = Client()
        client.force_login(cast.account(who), backend=BACKEND)
        return client

    return log_in


def test_a_questionnaire_is_built_in_the_browser(enter: Callable[[str], Client]) -> None:
    clerk = enter("clerk")
    assert "还没有编过问卷" in clerk.get("/questionnaires/").content.decode()
    assert clerk.post("/questionnaires/new/", {"beginning": "empty"}).status_code == 422
    made = clerk.post("/questionnaires/new/", {"beginning": "empty", "title": "水渠"})
    page = made.headers["Location"]
    questions = f"{page}questions/new/"
    bad = clerk.post(f"{questions}?kind=scale", {"text": "满意吗", "options": "满意=100"})
    assert bad.status_code == 422
    assert "至少写2个" in bad.content.decode()
    clerk.post(
        f"{questions}?kind=scale",
        {"text": "满意吗", "options": "满意=100\n不满意＝0\n", "required": "on"},
    )
    poll = Questionnaire.objects.get()
    first = poll.questions.get()
    assert (first.options, first.values, first.required) == (["满意", "不满意"], [100, 0], True)
    clerk.post(f"{questions}?kind=text", {"text": "为什么", "shown": [f"{first.pk}:2"]})
    why = poll.questions.get(position=2)
    assert (why.shown_if, why.shown_when, why.required) == (first, [2], False)
    assert "第1题选了“不满意”的请答" in clerk.get(page).content.decode()
    assert "第1题选了“不满意”的请答" in clerk.get(f"{page}preview/").content.decode()
    clerk.post(f"{page}questions/{why.pk}/place/", {"to": "1"})
    assert [q.text for q in poll.questions.all()] == ["满意吗", "为什么"]
    clerk.post(f"{page}wording/", {"title": "水渠", "one_answer_each": "soft", "group": first.pk})
    clerk.post(f"{page}opening/", {"closes_on": ""})
    poll.refresh_from_db()
    assert (poll.state, poll.group_question) == ("open", first)
    assert "/public/q/" in clerk.get(page).content.decode()
    assert clerk.get(f"{questions}?kind=text").status_code == 409


def test_a_resident_answers_without_scripts(client: Client, poll: Questionnaire) -> None:
    address = f"/public/q/{poll.slug}/"
    asked = client.get(address).content.decode()
    assert "第2题选了“基本满意”“不满意”的请答" in asked
    assert "系统认不出人" in asked
    partly = client.post(address, {"q1": "2", "q2": "4"})
    assert partly.status_code == 422
    assert 'value="4" checked' in partly.content.decode()
    assert partly.content.decode().count("这一题还没有答") == 1
    assert not Response.objects.exists()
    whole = {"q1": "2", "q2": "4", "q4": "路坏了", "q3": ["1", "2"], "q5_1": "1", "q5_2": "2"}
    sent = client.post(address, whole)
    assert sent.headers["Location"] == f"{address}thanks/"
    assert "收到了" in client.get(sent.headers["Location"]).content.decode()
    assert Answer.objects.count() == 7


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://elsewhere.example"}],
)
def test_a_form_sent_from_another_site_is_not_taken(
    client: Client, poll: Questionnaire, headers: dict[str, str]
) -> None:
    answer = client.post(f"/public/q/{poll.slug}/", {"q1": "1", "q2": "1"}, **headers)  # type: ignore[arg-type]
    assert answer.status_code == 400
    assert not Response.objects.exists()


def test_what_cannot_be_answered_says_why(cast: Cast, client: Client, draft: Questionnaire) -> None:
    clerk = cast.actor("clerk")
    address = f"/public/q/{draft.slug}/"
    assert client.get("/public/q/nothing/").status_code == 404
    assert client.get(address).status_code == 404
    open_questionnaire(actor=clerk, questionnaire=draft)
    assert client.get(address).status_code == 200
    close_questionnaire(actor=clerk, questionnaire=draft)
    closed = client.get(address)
    assert (closed.status_code, "已经结束" in closed.content.decode()) == (410, True)


def test_a_code_is_asked_for_and_refused_in_words(cast: Cast, client: Client) -> None:
    clerk = cast.actor("clerk")
    poll = make_poll(cast, codes=True)
    (code,) = make_codes(actor=clerk, questionnaire=poll, count=1)
    open_questionnaire(actor=clerk, questionnaire=poll)
    address = f"/public/q/{poll.slug}/"
    given = {"q1": "1", "q2": "1"}
    for wrong, said in (("", "请填写"), ("zzzzzzzzzz", "没有这个答卷码")):
        refused = client.post(address, {**given, "code": wrong})
        assert (refused.status_code, said in refused.content.decode()) == (422, True)
    assert client.post(address, {**given, "code": code}).status_code == 302
    assert "已经用过" in client.post(address, {**given, "code": code}).content.decode()


def test_the_room_above_may_limit_what_is_sent(
    client: Client, poll: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_request: object, _what: str) -> None:
        error = DomainError("现在提交的人很多，请过几分钟再按一次“提交”。", code="too_many")
        error.http_status = 429
        raise error

    monkeypatch.setattr(limiting, "_checks", [refuse])
    answer = client.post(f"/public/q/{poll.slug}/", {"q1": "1", "q2": "1"})
    assert (answer.status_code, "很多" in answer.content.decode()) == (429, True)
    assert not Response.objects.exists()


def test_a_village_types_papers_in_by_digits(
    enter: Callable[[str], Client], poll: Questionnaire
) -> None:
    reporter = enter("village_reporter")
    page = f"/questionnaires/{poll.pk}/papers/"
    assert reporter.get(page).status_code == 200
    assert reporter.post(page, {"q1": "7"}).status_code == 422
    assert reporter.post(page, {}).status_code == 422
    typed = reporter.post(page, {"q1": "2", "q2": "4", "q3": "13", "q5": "12"}, follow=True)
    assert "1：2，2：4，3：1 3，4：空，5：1 2，6：空" in typed.content.decode()
    assert "1 份" in typed.content.decode()
    assert Response.objects.get().way == "paper"


def test_slips_are_shown_once_with_a_code_no_server_log_holds(
    cast: Cast, enter: Callable[[str], Client]
) -> None:
    poll = open_questionnaire(actor=cast.actor("clerk"), questionnaire=make_poll(cast, codes=True))
    page = enter("clerk").post(f"/questionnaires/{poll.pk}/codes/", {"count": "3"})
    assert page.content.decode().count("qn-slip") >= 3
    assert page.content.decode().count("<svg") >= 3
    assert poll.codes.count() == 3


def test_pages_stay_within_their_budget_of_queries(
    enter: Callable[[str], Client],
    poll: Questionnaire,
    answer: Answers,
    django_assert_max_num_queries: Any,
) -> None:
    for n in range(25):
        answer(poll, filled(n % 3 + 1, n % 4 + 1, why="原因"))
    clerk = enter("clerk")
    one = f"/questionnaires/{poll.pk}/"
    for page in (
        *("/questionnaires/", one, f"{one}results/", f"{one}results/?by=group", f"{one}papers/"),
        *(f"{one}questions/{poll.questions.get(position=4).pk}/texts/", f"{one}paper/"),
    ):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert clerk.get(page).status_code == 200
    with django_assert_max_num_queries(MOST_QUERIES):
        assert Client().get(f"/public/q/{poll.slug}/").status_code == 200


def test_results_are_read_by_a_leader_and_not_by_a_village(
    cast: Cast, enter: Callable[[str], Client], poll: Questionnaire, answer: Answers
) -> None:
    for n in range(6):
        answer(poll, filled(1, 4, why=f"<b>原因{n}</b>"))
    page = f"/questionnaires/{poll.pk}/results/"
    leader = enter("leader")
    assert "暂不显示结果" in leader.get(page).content.decode()
    close_questionnaire(actor=cast.actor("clerk"), questionnaire=poll)
    assert "100.0%" in leader.get(page).content.decode()
    assert leader.get(f"{page}workbook/").status_code == 200
    why = poll.questions.get(position=4)
    texts = f"/questionnaires/{poll.pk}/questions/{why.pk}/texts/"
    assert "&lt;b&gt;原因0" in leader.get(texts).content.decode()
    passing = f"/questionnaires/{poll.pk}/questions/{why.pk}/opinions/"
    assert leader.post(passing).status_code == 403
    assert enter("clerk").post(passing).status_code == 302
    assert "已转入意见" in leader.get(texts).content.decode()
    assert enter("village_reporter").get(page).status_code == 404


def test_what_waits_and_what_is_found(cast: Cast, poll: Questionnaire, answer: Answers) -> None:
    clerk, reporter = cast.actor("clerk"), cast.actor("village_reporter")
    assert [each.label for each in known(waiting(reporter))] == ["问卷正在进行：公路满意度"]
    assert known(waiting(clerk)) == []
    for _n in range(5):
        answer(poll, filled(1, 4, why="原因"))
    close_questionnaire(actor=clerk, questionnaire=poll)
    assert [each.count for each in known(waiting(clerk))] == [5]
    assert known(waiting(reporter)) == known(waiting(cast.actor("outsider"))) == []
    for words in ("公路满意度", "最急的是"):
        assert len(found_in(searched, clerk, words, 5)) == 1
    assert found_in(searched, clerk, "原因", 5) == []
    assert found_in(searched, reporter, "公路满意度", 5) == []


def test_one_past_its_last_day_waits_to_be_closed(cast: Cast, poll: Questionnaire) -> None:
    Questionnaire.objects.update(closes_on="2010-02-02")
    (thing,) = known(waiting(cast.actor("clerk")))
    assert (thing.is_late, thing.label) == (True, "问卷到期：公路满意度")
