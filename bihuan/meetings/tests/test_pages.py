"""The pages: few questions to the database, forms that come back, downloads, what is not shown."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.meetings import listing
from bihuan.meetings.actions import note_points
from bihuan.meetings.models import HeartTalk, Meeting, MeetingKind, MeetingState
from bihuan.meetings.tests.making import (
    DAY,
    TODAY,
    make_held,
    make_joint,
    make_leaders,
    make_meeting,
    make_resolution,
    make_talk,
)
from bihuan.meetings.waiting import waiting
from bihuan.orgs.tests.cast import Cast, make_contact_point, make_person, make_post, make_term
from bihuan.ui.waiting import known

BUDGET = 15
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
def full(cast: Cast) -> dict[str, Meeting]:
    """Meetings with all that belongs to them."""
    clerk = cast.actor("clerk")
    people = make_leaders(cast, 6)
    secretary = make_person(cast.villages[0], "一村支书")
    make_term(make_post(cast.villages[0], "支部书记", "village_secretary"), secretary)
    make_contact_point(people[2], cast.villages[0])
    make_talk(clerk, cast.town, people[0], people[1])
    joint = make_joint(cast, agenda="民生工程\n危房体检", invited=cast.villages)
    due = TODAY + dt.timedelta(days=9)
    for number in range(4):
        make_resolution(
            clerk, joint, f"第{number}项", unit=cast.station, due_on=due, is_task=number > 1
        )
    symposium = make_held(clerk, cast.villages[0])
    note_points(actor=clerk, meeting=symposium, lines=["修路", "水费公开", "垃圾"])
    life = make_held(clerk, cast.town, kind=MeetingKind.DEMOCRATIC_LIFE, should=12, came=12)
    make_resolution(clerk, life, "带头下村", unit=cast.station, due_on=due, is_task=True)
    village = make_held(clerk, cast.villages[1], kind=MeetingKind.VILLAGERS, should=90, came=60)
    return {"joint": joint, "symposium": symposium, "life": life, "villagers": village}


def _asked(client: Client, url: str) -> tuple[Any, int]:
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    return answer, len(queries)


@pytest.mark.parametrize("which", ["joint", "symposium", "life", "villagers"])
@pytest.mark.parametrize("who", ["clerk", "leader"])
def test_a_meetings_page_asks_the_database_little(
    ask: Ask, full: dict[str, Meeting], which: str, who: str
) -> None:
    answer, count = _asked(ask(who), reverse("meetings:meeting", args=[full[which].pk]))
    assert answer.status_code == 200
    assert count <= BUDGET


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("name", ["list", "new", "talks", "new_talk", "talk_list"])
def test_a_list_asks_the_database_little(ask: Ask, name: str) -> None:
    answer, count = _asked(ask("clerk"), reverse(f"meetings:{name}"))
    assert answer.status_code == 200
    assert count <= BUDGET


@pytest.mark.parametrize("name", ["record", "attendance", "change"])
def test_a_page_of_one_meeting_asks_the_database_little(
    ask: Ask, full: dict[str, Meeting], name: str
) -> None:
    answer, count = _asked(ask("clerk"), reverse(f"meetings:{name}", args=[full["joint"].pk]))
    assert answer.status_code == 200
    assert count <= BUDGET


@pytest.mark.usefixtures("full")
def test_the_home_page_asks_the_room_two_statements(ask: Ask, cast: Cast) -> None:
    make_meeting(cast.actor("clerk"), cast.town, title="例会")
    with CaptureQueriesContext(connection) as queries:
        told = {one.label: one.count for one in known(waiting(cast.actor("clerk")))}
    assert told["会议开过了，请登记到会"] == 1
    assert told["会议纪要可以起草"] == 1
    assert told["会议的程序步骤待办"] == 1
    assert len(queries) - 2 <= 2  # two are the actor's
    assert waiting(cast.actor("leader")) == []


def test_a_meeting_is_called_held_and_resolves_in_the_browser(ask: Ask, cast: Cast) -> None:
    make_leaders(cast, 3)
    client = ask("clerk")
    given = {"unit": cast.town.code, "kind": "joint", "title": "党政联席会议", "on": str(DAY)}
    answer = client.post(reverse("meetings:new"), given)
    meeting = Meeting.objects.get()
    assert answer["Location"] == reverse("meetings:attendance", args=[meeting.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "党委书记" in page
    form = {
        f"part_{person.pk}": "attends"
        for person in cast.town.people.all()
        if str(person) in ("党委书记", "镇长")
    }
    third = cast.town.people.get(name="党委副书记")
    form |= {f"part_{third.pk}": "excused", f"reason_{third.pk}": "公务", "came_others": "4"}
    assert client.post(answer["Location"], form).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.should, meeting.came, meeting.is_quorate) == (7, 6, True)
    url = reverse("meetings:resolutions", args=[meeting.pk])
    resolved = {"text": "修路", "unit": cast.station.name, "due_on": "2010-03-01", "is_task": "on"}
    assert client.post(url, resolved).status_code == 302
    page = client.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
    assert "修路" in page
    assert "待签收" in page
    record = client.get(reverse("meetings:record", args=[meeting.pk])).content.decode()
    assert "党委副书记（公务）" in record


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("points", {"lines": ""}, "这个字段是必填项"),
        ("resolutions", {"text": "修路", "unit": "没有的单位"}, "找不到唯一的单位"),
        ("resolutions", {"text": "修路", "due_on": "2010-03-01", "is_task": "on"}, "选定承办单位"),
        ("attendance", {"should_delegates": "3", "came_delegates": "5"}, "多于应到3人"),
        ("voiding", {"void-reason": ""}, "这个字段是必填项"),
    ],
)
def test_a_form_with_a_fault_comes_back_with_its_sentence(
    ask: Ask, cast: Cast, name: str, given: dict[str, str], said: str
) -> None:
    meeting = make_held(cast.actor("clerk"), cast.town)
    answer = ask("clerk").post(reverse(f"meetings:{name}", args=[meeting.pk]), given)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_meeting_without_quorum_offers_another_and_no_resolution(ask: Ask, cast: Cast) -> None:
    meeting = make_held(
        cast.actor("clerk"), cast.town, kind=MeetingKind.DEMOCRATIC_LIFE, should=12, came=7
    )
    client, url = ask("clerk"), reverse("meetings:meeting", args=[meeting.pk])
    page = client.get(url).content.decode()
    assert "班子成员应到 12 人，实到 7 人；规定三分之二以上，至少 8 人。" in page
    assert reverse("meetings:resolutions", args=[meeting.pk]) not in page
    given = {"text": "带头下村"}
    answer = client.post(reverse("meetings:resolutions", args=[meeting.pk]), given)
    assert answer.status_code == 422
    answer = client.post(
        reverse("meetings:another", args=[meeting.pk]), {"another-on": "2010-02-01"}
    )
    assert answer["Location"] == reverse(
        "meetings:meeting", args=[Meeting.objects.get(again_of=meeting).pk]
    )


def test_the_list_is_filtered_paged_and_downloaded(
    ask: Ask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    clerk = cast.actor("clerk")
    for number in range(5):
        make_held(clerk, cast.town, on=DAY - dt.timedelta(days=number), title=f"第{number}次座谈")
    make_joint(cast, on=dt.date(2009, 9, 3))
    client, url = ask("clerk"), reverse("meetings:list")
    first = client.get(url, {"kind": "symposium"})
    assert [line.meeting.title for line in first.context["lines"]] == [
        "第0次座谈",
        "第1次座谈",
        "第2次座谈",
    ]
    rest = client.get(url + first.context["next_url"])
    assert [line.meeting.title for line in rest.context["lines"]] == ["第3次座谈", "第4次座谈"]
    assert client.get(url, {"which": "draft"}).context["lines"] == []
    assert [x.meeting.kind for x in client.get(url, {"which": "few"}).context["lines"]] == []
    narrowed = client.get(url, {"year": "2009"}).context["lines"]
    assert [line.meeting.kind for line in narrowed] == ["joint"]
    answer = client.get(reverse("meetings:workbook"), {"kind": "symposium"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    rows = list(book.active.values)  # type: ignore[union-attr]
    assert len(rows) == 6
    assert rows[1][1:4] == ("第0次座谈", "座谈会", cast.town.name)


def test_a_leader_sees_a_meeting_and_has_nothing_to_press(
    ask: Ask, full: dict[str, Meeting]
) -> None:
    page = ask("leader").get(reverse("meetings:meeting", args=[full["joint"].pk])).content.decode()
    for name in ("change", "attendance", "points", "resolutions", "voiding", "minutes"):
        assert reverse(f"meetings:{name}", args=[full["joint"].pk]) not in page


def test_talks_are_recorded_and_those_missing_stand_in_a_plain_list(ask: Ask, cast: Cast) -> None:
    people = make_leaders(cast, 3)
    client = ask("leader")
    page = client.get(reverse("meetings:talks")).content.decode()
    assert "还没有谈的" in page
    given = {
        "person": str(people[0].pk),
        "others": [str(people[1].pk), str(people[2].pk)],
        "on": str(DAY),
    }
    url = f"{reverse('meetings:new_talk')}?home={cast.town.code}"
    assert client.post(url, given).status_code == 302
    missing = client.get(reverse("meetings:talks")).context["missing"]
    assert [(one.person, [p.second for p in one.pairs]) for one in missing] == [
        (people[1], [people[2]])
    ]
    assert client.post(url, given | {"others": [str(people[0].pk)]}).status_code == 422
    talk = HeartTalk.objects.first()
    assert talk is not None
    voided = client.post(reverse("meetings:talk_voiding", args=[talk.pk]), {"reason": "日期写错"})
    assert voided.status_code == 302


def test_days_that_are_reversed_come_back_with_a_sentence(ask: Ask, cast: Cast) -> None:
    make_leaders(cast, 2)
    answer = ask("clerk").get(
        reverse("meetings:talks"), {"first": "2010-02-01", "last": "2010-01-01"}
    )
    assert answer.status_code == 422
    assert "止日早于起日" in answer.content.decode()


@pytest.mark.usefixtures("full")
def test_the_pairs_are_downloaded_as_they_stand(ask: Ask) -> None:
    answer = ask("clerk").get(reverse("meetings:talks_workbook"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheetnames == ["班子成员之间", "应谈的", "还没有谈的"]
    grid = list(book["班子成员之间"].values)
    assert grid[0][:3] == ("姓名（职务）", "党委书记", "镇长")
    assert grid[2][:2] == ("党委副书记", "还没有谈")
    assert len(list(book["应谈的"].values)) == 1 + 15 + 1


def test_empty_pages_say_what_to_do(ask: Ask, cast: Cast) -> None:
    client = ask("clerk")
    assert "还没有登记会议" in client.get(reverse("meetings:list")).content.decode()
    assert "还没有班子成员" in client.get(reverse("meetings:talks")).content.decode()
    assert "还没有登记谈话" in client.get(reverse("meetings:talk_list")).content.decode()


def test_a_village_is_offered_no_kind_of_the_township(ask: Ask, cast: Cast) -> None:
    page = ask("village_reporter").get(reverse("meetings:new")).content.decode()
    assert "村民会议" in page
    assert "党政联席会议" not in page
    given = {"unit": cast.villages[0].code, "kind": "symposium", "title": "座谈", "on": str(TODAY)}
    assert ask("village_reporter").post(reverse("meetings:new"), given).status_code == 302
    assert Meeting.objects.get().state == MeetingState.CALLED
