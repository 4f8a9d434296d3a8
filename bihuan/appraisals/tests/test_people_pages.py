"""Pages of talks and of the yearly assessment: few statements, nobody placed, forms come back."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from bihuan.appraisals import actions
from bihuan.appraisals.actions import AssessmentSpec, Decided
from bihuan.appraisals.models import YearlyAssessment
from bihuan.appraisals.navigation_people import entries_people
from bihuan.appraisals.tests.making import TODAY
from bihuan.appraisals.tests.making_people import (
    as_person,
    assessed,
    decide,
    later,
    make_answered_talk,
    make_assessment,
    make_cadres,
    make_held_talk,
    make_poll,
    make_talk,
    make_targets,
)
from bihuan.appraisals.waiting_people import waiting_people
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_person
from bihuan.ui.waiting import known

BUDGET = 28
Ask = Callable[[str], Client]


@pytest.fixture
def ask(cast: Cast) -> Ask:
    """Return a client logged in as one of the cast."""

    def client(who: str) -> Client:
        made = Client()
        made.force_login(
            cast.account(who), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return made

    return client


@pytest.fixture
def full(cast: Cast) -> YearlyAssessment:
    """An assessment with all its parts, in which the last in the order scores best."""
    people = list(make_cadres(cast).values())
    met, count = make_targets(cast)
    answers = {1: "4", 2: "3", 3: "3", 4: "2", 5: "1"}
    poll = make_poll(cast, people, answers)
    return make_assessment(cast, spec=AssessmentSpec(met.code, count.code, poll))


def _names(page: str) -> list[str]:
    return re.findall(r'<a href="[^"]+">([一二三]村[^<]+)</a>', page)


def test_an_assessment_shows_everybody_in_the_villages_order_whatever_they_score(
    ask: Ask, full: YearlyAssessment
) -> None:
    page = ask("clerk").get(reverse("appraisals:assessment", args=[full.pk])).content.decode()
    assert _names(page) == [
        "一村支部书记",
        "一村村委会主任",
        "二村支部书记",
        "二村村委会主任",
        "三村一肩挑",
    ]
    assert "名次" in page, "it says that there is none"
    assert "第1名" not in page
    assert "data-sort" not in page


@pytest.mark.parametrize("name", ["assessment", "assessment_paper", "assessment_grades"])
def test_an_assessments_pages_ask_the_database_little(
    ask: Ask, full: YearlyAssessment, name: str
) -> None:
    client, url = ask("leader"), reverse(f"appraisals:{name}", args=[full.pk])
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == 200
    assert len(queries) <= BUDGET


def test_ones_own_page_shows_the_formula_and_opens_the_records(
    ask: Ask, cast: Cast, full: YearlyAssessment
) -> None:
    one = assessed(full, "一村支部书记")
    as_person(cast.account("village_reporter"), one.person)
    client = ask("village_reporter")
    page = client.get(reverse("appraisals:assessment", args=[full.pk]), follow=True)
    said = page.content.decode()
    assert "50%×50.00＋30%×44.00＋20%×缺（缺平时考核，不合计）" in said
    assert reverse("figures:trace", args=["roads_met"]) in said
    assert "一村村委会主任" not in said
    other = reverse("appraisals:assessed", args=[full.pk, assessed(full, "三村一肩挑").pk])
    assert client.get(other).status_code == 404


def test_the_workbook_holds_the_formula_and_keeps_the_order(
    ask: Ask, cast: Cast, full: YearlyAssessment
) -> None:
    decide(cast, full, "good", 一村支部书记="best")
    answer: Any = ask("leader").get(reverse("appraisals:assessment_workbook", args=[full.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0][2:8] == ("一村支部书记", "支部书记", 50, 44, "缺", "缺")
    assert rows[0][9] == "优秀"
    assert "名次" not in [cell.value for cell in sheet[1]]


def test_grades_are_recorded_in_the_browser_and_nothing_is_filled_in(
    ask: Ask, full: YearlyAssessment
) -> None:
    client, url = ask("leader"), reverse("appraisals:assessment_grades", args=[full.pk])
    page = client.get(url).content.decode()
    assert re.findall(r'<option value="(\w+)" selected', page) == []
    fields = re.findall(r'name="(grade_[^"]+)"', page)
    given = dict.fromkeys(fields[:2], "best")
    given |= {"on": TODAY.isoformat(), "basis": "党委会2010年第3次"}
    answer = client.post(url, given)
    assert answer.status_code == 422
    assert "最多1人" in answer.content.decode()
    given[fields[1]] = "good"
    assert client.post(url, given).status_code == 302
    assert list(full.assessed.values_list("grade", flat=True)) == ["best", "good", "", "", ""]


def test_a_page_says_that_records_have_moved_since_the_decision(
    ask: Ask, cast: Cast, full: YearlyAssessment
) -> None:
    one = assessed(full, "一村支部书记")
    decided = Decided({one.pk: "good"}, TODAY, "党委会")
    actions.decide_grades(actor=cast.actor("leader"), assessment=full, decided=decided)
    client, url = ask("leader"), reverse("appraisals:assessment", args=[full.pk])
    assert "有变动" not in client.get(url).content.decode()
    points = reverse("appraisals:assessed_points", args=[full.pk, one.pk])
    given = {"points-points": "90", "points-reason": "抢修渠道", "points-on": "2009-11-02"}
    assert client.post(points, given).status_code == 302
    assert "有变动" in client.get(url).content.decode()


@pytest.mark.parametrize("who", ["clerk", "leader"])
def test_a_year_is_made_and_changed_in_the_browser_by_the_clerk_alone(
    ask: Ask, cast: Cast, who: str
) -> None:
    make_cadres(cast)
    given = {"unit": cast.town.code, "year": "2009", "post_kinds": ["village_secretary"]}
    answer = ask(who).post(reverse("appraisals:yearly_new"), given)
    assert answer.status_code == (302 if who == "clerk" else 403)
    assert YearlyAssessment.objects.count() == (1 if who == "clerk" else 0)
    if who == "clerk":
        assert YearlyAssessment.objects.get().assessed.count() == 3


def test_a_talk_goes_from_decision_to_conclusion_in_the_browser(ask: Ask, cast: Cast) -> None:
    person = make_person(cast.villages[0], "张会计")
    as_person(cast.account("village_reporter"), person)
    client, own = ask("leader"), ask("village_reporter")
    given = {"person": str(person.pk), "facts": "三次找不到人", "basis": "镇党委会纪要"}
    url = client.post(reverse("appraisals:reminder_new"), given)["Location"]
    assert (
        client.post(f"{url}holding/", {"hold-on": str(TODAY), "hold-by": "李书记"}).status_code
        == 302
    )
    assert "2010年2月13日前写说明" in own.get(url).content.decode()
    assert f"{url}conclusion/" in client.get(url).content.decode()
    assert f"{url}conclusion/" not in own.get(url).content.decode()
    assert own.post(f"{url}replies/", {"reply-text": "那天送孩子看病"}).status_code == 302
    page = client.get(url).content.decode()
    assert "那天送孩子看病" in page
    answer = client.post(f"{url}conclusion/", {"conclude-conclusion": "情况属实"})
    assert answer.status_code == 302
    assert "情况属实" in own.get(url).content.decode()


def test_a_form_with_a_fault_comes_back_with_its_sentence(ask: Ask, cast: Cast) -> None:
    client, talk = ask("leader"), make_talk(cast)
    url = reverse("appraisals:reminder", args=[talk.pk])
    for name, given, said in (
        ("holding", {"hold-on": "2011-01-01", "hold-by": "李书记"}, "不能早于决定的那一天"),
        ("withdrawal", {"withdraw-reason": ""}, "这个字段是必填项"),
        ("conclusion", {"conclude-conclusion": "属实"}, "谈过以后才能作结论"),
    ):
        answer = client.post(f"{url}{name}/", given)
        assert answer.status_code == 422, name
        assert said in answer.content.decode()


def test_nobody_is_proposed_for_a_talk(ask: Ask, cast: Cast, full: YearlyAssessment) -> None:
    decide(cast, full, "poor")
    page = ask("leader").get(reverse("appraisals:reminder_new")).content.decode()
    offered = re.findall(r"<option[^>]*>([一二三]村[^<]+)</option>", page)
    assert offered == [one.person.name for one in full.assessed.select_related("person")]
    assert "selected>" not in page.partition("id_facts")[0].partition("<select")[2].replace(
        'value="" selected>', ""
    )


def test_what_waits_is_told_to_who_decides_and_to_who_is_concerned(
    cast: Cast, settings: Settings
) -> None:
    people = make_cadres(cast)
    person = people["一村支部书记"]
    own = as_person(cast.account("village_reporter"), person)
    make_talk(cast, person)
    make_held_talk(cast, person)
    make_answered_talk(cast)
    made = make_assessment(cast)

    def told(actor: Actor) -> dict[str, Any]:
        return {each.label: each.count for each in known(waiting_people(actor)) if each.count}

    leader = cast.actor("leader")
    assert told(leader) == {
        "提醒谈话已决定，还没有谈": 1,
        "提醒谈话收到说明": 1,
        "年度考核还没有决定等次": 1,
    }
    assert told(own) == {"和您谈过话，可以写说明": 1}
    decide(cast, made)
    assert told(own) == {"和您谈过话，可以写说明": 1, "您的年度考核等次，公布前可以提意见": 1}
    settings.BIHUAN_TODAY = later(20)
    assert told(leader)["年度考核可以公布"] == 1
    assert told(Actor.of(cast.account("village_reporter"))) == {}, "later ones are not reminded"
    assert waiting_people(cast.actor("clerk")) == []


def test_a_leader_is_not_told_of_the_talk_with_themself(cast: Cast) -> None:
    head = make_person(cast.town, "李镇长")
    make_talk(cast, head)
    leader = as_person(cast.account("leader"), head)
    assert not [each for each in known(waiting_people(leader)) if each.count]


def test_the_navigation_is_the_same_whether_somebody_is_concerned_or_not(cast: Cast) -> None:
    person = make_person(cast.villages[0])
    own = as_person(cast.account("village_reporter"), person)
    before = [entry.url_name for entry in entries_people(own)]
    make_talk(cast, person)
    after = [entry.url_name for entry in entries_people(Actor.of(cast.account("village_reporter")))]
    assert before == after == ["appraisals:yearly", "appraisals:reminders"]
    assert [e.url_name for e in entries_people(cast.actor("clerk"))] == ["appraisals:yearly"]
    assert entries_people(cast.actor("auditor")) == []
