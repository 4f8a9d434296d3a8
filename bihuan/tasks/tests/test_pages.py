"""The pages: what they show to whom, that they refuse in words, and how much they ask."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.files.tests.pictures import jpeg
from bihuan.lib.workbooks.reading import read_workbook
from bihuan.orgs.actions import close_unit
from bihuan.orgs.tests.cast import Cast, keeper, make_unit
from bihuan.tasks import actions
from bihuan.tasks.actions import Due
from bihuan.tasks.models import State, Task
from bihuan.tasks.tests.conftest import TODAY, Make
from bihuan.tasks.waiting import waiting
from bihuan.ui.waiting import known

Be = Callable[[dt.date], None]


@pytest.fixture
def browser(cast: Cast) -> Callable[[str], Client]:
    def of(name: str) -> Client:
        client = Client()
        client.force_login(cast.account(name))
        return client

    return of


def page(task: Task, name: str = "task", **more: str) -> str:
    return reverse(f"tasks:{name}", kwargs={"pk": task.pk, **more})


def lines(cast: Cast, name: str) -> dict[str, tuple[object, bool]]:
    found = [each for each in known(waiting(cast.actor(name))) if each.count]
    return {each.url.rpartition("=")[2]: (each.count, each.is_late) for each in found}


def test_a_village_sees_its_own_and_what_it_assists_in(
    cast: Cast, assigned: Make, browser: Any
) -> None:
    own = assigned(title="村里的事", unit=cast.villages[0])
    helped = assigned(title="配合的事", assisting=(cast.villages[0],))
    other = assigned(title="站里的事")
    text = browser("village_reporter").get(reverse("tasks:list")).content.decode()
    assert own.title in text
    assert helped.title in text
    assert other.title not in text
    assert browser("village_reporter").get(page(other)).status_code == 404
    assert browser("outsider").get(page(own)).status_code == 404


def test_the_overdue_stand_first_and_can_be_asked_for(
    cast: Cast, assigned: Make, browser: Any, on: Be
) -> None:
    later = assigned(title="晚的")
    assigned(title="早的", due=Due(on=dt.date(2010, 2, 5)))
    on(dt.date(2010, 2, 8))
    client = browser("clerk")
    text = client.get(reverse("tasks:list")).content.decode()
    assert text.index("早的") < text.index("晚的")
    assert "超期3天" in text
    only = client.get(reverse("tasks:list"), {"show": "overdue"}).content.decode()
    assert later.title not in only
    found = client.get(reverse("tasks:list"), {"text": "晚的"}).content.decode()
    assert "早的" not in found
    numbered = client.get(reverse("tasks:list"), {"text": "1"}).content.decode()
    assert "早的" not in numbered
    assert later.title in numbered


def test_pages_follow_each_other_by_key(
    cast: Cast, assigned: Make, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.tasks.listing.PAGE", 2)
    for at in range(5):
        assigned(title=f"事{at}", due=Due(on=TODAY + dt.timedelta(days=at // 2)))
    for show in ("open", "all"):
        url, seen = f"{reverse('tasks:list')}?show={show}", []
        while url:
            context = browser("clerk").get(url).context
            seen += [line.title for line in context["lines"]]
            url = context["next_url"]
        assert sorted(seen) == [f"事{at}" for at in range(5)]
    assert browser("clerk").get(reverse("tasks:list"), {"after": "x_y"}).status_code == 400


def test_a_page_offers_what_one_may_do_now_and_nothing_else(
    cast: Cast, submitted: Make, browser: Any
) -> None:
    task = submitted()
    offered = {
        name: {
            each.deed.slug
            for key in ("open_deeds", "folded_deeds")
            for each in browser(name).get(page(task)).context[key]
        }
        for name in ("station_reporter", "clerk", "leader", "inspection_group")
    }
    assert offered == {
        "station_reporter": {"naming"},
        "clerk": {"verification", "naming", "voiding"},
        "leader": {"verification", "naming", "voiding"},
        "inspection_group": {"verification"},
    }


def test_a_step_is_taken_and_a_refused_form_comes_back(
    cast: Cast, doing: Make, browser: Any
) -> None:
    task, client = doing(), browser("station_reporter")
    refused = client.post(page(task, "step", slug="submission"), {"note": ""})
    assert refused.status_code == 422
    sent = {"note": "清完", "evidence": SimpleUploadedFile("渠.jpg", jpeg((60, 40)), "image/jpeg")}
    done = client.post(page(task, "step", slug="submission"), sent, follow=True)
    assert "已报完成" in done.content.decode()
    assert "渠.jpg" in done.content.decode()
    again = client.post(page(task, "step", slug="submission"), {"note": "清完"}, follow=True)
    assert "不能报完成" in again.content.decode()
    assert browser("leader").post(page(task, "step", slug="submission")).status_code == 403
    assert client.post(page(task, "step", slug="nothing")).status_code == 404


def test_who_accepts_may_close_at_once(cast: Cast, submitted: Make, browser: Any) -> None:
    task = submitted()
    given = {"accepted": "yes", "note": "", "new_due": "", "close": "on"}
    browser("clerk").post(page(task, "step", slug="verification"), given)
    task.refresh_from_db()
    assert task.state == State.CLOSED


def test_a_task_is_assigned_by_its_form(cast: Cast, browser: Any) -> None:
    client, url = browser("clerk"), reverse("tasks:new")
    given = {
        "title": "清淤",
        "unit": cast.station.name,
        "counting": "workdays",
        "days": "5",
        "evidence": "any",
        "assisting": f"{cast.villages[0].name}、{cast.villages[1].name}",
    }
    assert client.post(url, {**given, "days": ""}).status_code == 422
    assert client.post(url, {**given, "responsible": "没有这个人"}).status_code == 422
    assert client.post(url, given).status_code == 302
    task = Task.objects.get()
    assert (task.due_on, task.parts.count()) == (dt.date(2010, 2, 10), 2)


def test_the_slip_names_what_paper_needs(cast: Cast, assigned: Make, browser: Any) -> None:
    task = assigned(basis="党政办公会", requirement="清到底\n不留死角")
    text = browser("clerk").get(page(task, "slip")).content.decode()
    for words in (
        "督〔2010〕1号",
        "小河镇督办单",
        "党政办公会",
        "2010年3月10日",
        "签收人",
    ):
        assert words in text


def test_the_workbook_holds_text_as_text(cast: Cast, assigned: Make, browser: Any) -> None:
    assigned(title="=1+1")
    answer = browser("clerk").get(reverse("tasks:workbook"))
    content = b"".join(answer.streaming_content)
    rows = read_workbook(content)[0].rows
    assert rows[1][1] == "=1+1"


def test_what_waits_is_told_to_whom_it_waits_for(
    cast: Cast, assigned: Make, doing: Make, submitted: Make, on: Be
) -> None:
    assigned(unit=cast.villages[0], due=Due(on=dt.date(2010, 2, 4)))
    task = doing()
    station = cast.actor("station_reporter")
    actions.ask_extension(actor=station, task=task, new_due=dt.date(2010, 5, 1), reason="雨")
    submitted()
    actions.return_task(actor=station, task=assigned(), reason="不归我站")
    on(dt.date(2010, 2, 8))
    assert lines(cast, "village_reporter") == {"sign_for": (1, True)}
    assert lines(cast, "station_reporter") == {"do": (1, False)}
    assert lines(cast, "clerk") == {"verify": (1, False), "returned": (1, False)}
    assert lines(cast, "leader") == {
        "decide": (1, False),
        "verify": (1, False),
        "returned": (1, False),
    }
    assert lines(cast, "inspection_group") == {"verify": (1, False)}
    assert lines(cast, "outsider") == lines(cast, "auditor") == {}


def test_what_one_had_a_hand_in_does_not_wait_for_ones_verification(
    cast: Cast, submitted: Make, assigned: Make
) -> None:
    clerk = cast.actor("clerk")
    task = assigned(unit=cast.town)
    actions.sign_for_task(actor=clerk, task=task)
    actions.submit_task(actor=clerk, task=task, note="好了")
    assert lines(cast, "clerk") == lines(cast, "leader") == {}
    assert lines(cast, "inspection_group") == {"verify": (1, False)}


def test_a_closed_units_task_stands_first_with_its_successor_proposed(
    cast: Cast, doing: Make, browser: Any
) -> None:
    task = doing()
    successor = make_unit(cast.town, "station", "水利服务中心")
    close_unit(
        actor=keeper(), unit=cast.station, closed_on=TODAY, successor=successor, reason="改革"
    )
    assert lines(cast, "clerk") == {"orphaned": (1, True)}
    text = browser("clerk").get(page(task)).content.decode()
    assert "原承办单位“水利站”已撤销，请改交" in text
    assert 'value="水利服务中心"' in text


@pytest.mark.parametrize("name", ["clerk", "leader", "village_reporter"])
def test_pages_ask_little(
    cast: Cast,
    submitted: Make,
    browser: Any,
    name: str,
    django_assert_max_num_queries: Any,
) -> None:
    for at in range(4):
        task = submitted(title=f"事{at}", assisting=(cast.villages[0],))
    client = browser(name)
    client.get(reverse("tasks:list"))
    lists = [reverse("tasks:list"), *(f"{reverse('tasks:list')}?show={s}" for s in ("mine", "all"))]
    for url in (*lists, page(task), page(task, "slip")):
        with django_assert_max_num_queries(15):
            assert client.get(url).status_code == 200
