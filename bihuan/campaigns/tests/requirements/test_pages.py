"""The pages of requirements: what is set after a look, what each sees, how few queries it takes."""

import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.campaigns.models import Campaign, Requirement
from bihuan.campaigns.requirements.waiting import required_of
from bihuan.campaigns.tests.requirements.making import campaign_of, figure, require
from bihuan.orgs.tests.cast import Cast, make_leader, make_unit
from bihuan.registers.models import Register
from bihuan.registers.tests.asking import BACKEND
from bihuan.registers.tests.making import make_record, make_register
from bihuan.ui.waiting import known

pytestmark = pytest.mark.usefixtures("on_a_day")
MOST_QUERIES = 15


@pytest.fixture
def campaign(cast: Cast, roads: Register) -> Campaign:
    """Return a running campaign of the town, with a figure to require."""
    assert roads
    figure(cast.town, label="建成公路")
    return campaign_of(cast.town)


def client_of(cast: Cast, who: str) -> Client:
    """Return a client in which somebody is logged in."""
    client = Client()
    client.force_login(cast.account(who), backend=BACKEND)
    return client


def address(name: str, campaign: Campaign, *rest: Any) -> str:
    """Return the address of a page."""
    return reverse(f"requirements:{name}", args=[campaign.pk, *rest])


def given(**changes: Any) -> dict[str, Any]:
    """Return the form of a requirement as posted."""
    return {
        "label": "每村修路",
        "figure": "roads_built",
        "scope": "unit",
        "unit_kinds": ["village"],
        "rule": "at_least",
        "threshold": "2",
        "basis": "方案第三条",
        "do": "check",
        **changes,
    }


def test_a_requirement_is_set_after_a_look_at_what_it_adds(cast: Cast, campaign: Campaign) -> None:
    client = client_of(cast, "clerk")
    page = client.get(address("list", campaign)).content.decode()
    assert "还没有要求" in page
    assert address("new", campaign) in page
    looked = client.post(address("new", campaign), given())
    assert looked.status_code == 200
    assert "这条要求给基层增加了什么" in looked.content.decode()
    assert "还要3个单位补6条记录" in looked.content.decode()
    assert not Requirement.objects.exists()
    saved = client.post(address("new", campaign), given(do="save"), follow=True)
    assert "每村修路" in saved.content.decode()
    assert Requirement.objects.get().code == "r1"


def test_what_is_refused_stands_in_the_form(cast: Cast, campaign: Campaign) -> None:
    figure(cast.town, "photos", label="照片张数")
    client = client_of(cast, "clerk")
    for changes, said in (
        ({"figure": "photos"}, "不许以此作考核依据"),
        ({"threshold": "-1"}, "不能是负数"),
        ({"due_on": "2011-01-01"}, "不在活动期间"),
        ({"rule": "by_date"}, "写明期限"),
        ({"unit_kinds": []}, "请选单位类别"),
    ):
        for do in ("check", "save"):
            answer = client.post(address("new", campaign), given(do=do, **changes))
            assert answer.status_code == 422, changes
            assert said in answer.content.decode(), changes
    assert not Requirement.objects.exists()


def test_a_change_and_an_end_say_why(cast: Cast, campaign: Campaign) -> None:
    made = require(cast, campaign)
    client = client_of(cast, "clerk")
    form = client.get(address("change", campaign, made.pk)).content.decode()
    assert 'value="每村修路"' in form
    answer = client.post(address("change", campaign, made.pk), given(threshold="3", do="save"))
    assert answer.status_code == 422
    client.post(
        address("change", campaign, made.pk), given(threshold="3", do="save", reason="县里加了")
    )
    now = Requirement.objects.get(ended_on=None)
    assert (str(now.threshold), now.replaces) == ("3.0000", made)
    client.post(address("ending", campaign, now.pk), {"reason": ""})
    assert not Requirement.objects.get(pk=now.pk).is_ended
    ended = client.post(address("ending", campaign, now.pk), {"reason": "重复"}, follow=True)
    assert "已终止或已被代替的要求（2）" in ended.content.decode()
    late = client.post(
        address("ending", campaign, now.pk), {"reason": "再终止"}, follow=True
    ).content.decode()
    assert "请刷新页面" in late


def test_the_matrix_narrows_units_to_what_is_open_and_never_persons(
    cast: Cast, campaign: Campaign
) -> None:
    require(cast, campaign, due_on=dt.date(2010, 1, 31), threshold=1)
    make_leader(cast.town, "镇长", "甲镇长")
    require(cast, campaign, code="p", scope="person", post_kinds=("leadership",))
    make_record(cast.actor("clerk"), Register.objects.get(), cast.villages[0])
    client = client_of(cast, "clerk")
    page = client.get(address("matrix", campaign)).content.decode()
    assert "还没完成的 2 个单位" in page
    assert "逾期 差1" in page
    narrowed = client.get(address("matrix", campaign), {"open": "1"}).content.decode()
    assert "一村</a>" not in narrowed
    assert "二村</a>" in narrowed
    persons = client.get(address("matrix", campaign), {"of": "person", "open": "1"})
    text = persons.content.decode().partition("rq-matrix")[2].partition("</table>")[0]
    assert "甲镇长" in text
    assert "差2" in text
    for forbidden in ("rq-word", "bh-tone", "bh-badge", "合计"):
        assert forbidden not in text, forbidden
    assert "还没完成的" not in persons.content.decode()


def test_a_village_first_sees_what_is_required_of_it_and_where_to_enter_it(
    cast: Cast, campaign: Campaign
) -> None:
    require(cast, campaign)
    client = client_of(cast, "village_reporter")
    page = client.get(address("own", campaign, cast.villages[0].pk)).content.decode()
    assert "还要做 1 件" in page
    assert "差2条" in page
    assert f"/registers/roads/records/new/?unit={cast.villages[0].code}" in page
    listed = client.get(address("matrix", campaign)).content.decode()
    assert "一村" in listed
    assert "二村" not in listed
    actor = cast.actor("clerk")
    for name in ("甲路", "乙路"):
        make_record(actor, Register.objects.get(), cast.villages[0], name=name)
    assert "都做到了" in client.get(address("own", campaign, cast.villages[0].pk)).content.decode()


def test_the_home_page_tells_a_village_what_it_still_lacks_and_nobody_else(
    cast: Cast, campaign: Campaign
) -> None:
    require(cast, campaign, due_on=dt.date(2010, 1, 31))
    require(cast, campaign, code="old", is_historical=True, why_historical="当年的定额")
    url = address("own", campaign, cast.villages[0].pk)
    (found,) = known(required_of(cast.actor("village_reporter")))
    assert (found.count, found.url, found.is_late) == (1, url, True)
    for who in ("clerk", "leader", "station_reporter", "outsider", "auditor"):
        assert known(required_of(cast.actor(who))) == [], who
    assert url in client_of(cast, "village_reporter").get("/").content.decode()


def test_a_past_day_shows_what_was_asked_then(cast: Cast, campaign: Campaign) -> None:
    require(cast, campaign)
    client = client_of(cast, "leader")
    assert (
        "这一天还没有要求"
        in client.get(address("matrix", campaign), {"on": "2010-02-02"}).content.decode()
    )
    for odd in ("2030-01-01", "x"):
        page = client.get(address("matrix", campaign), {"on": odd, "page": "9", "of": "x"})
        assert page.status_code == 200


def test_the_workbook_holds_what_one_may_see(cast: Cast, campaign: Campaign) -> None:
    require(cast, campaign)
    for who, rows in (("clerk", 3), ("village_reporter", 1)):
        answer = client_of(cast, who).get(address("workbook", campaign))
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
        assert book.worksheets[0].max_row == rows + 1


def test_the_pages_take_few_queries(cast: Cast, campaign: Campaign) -> None:
    made = require(cast, campaign)
    require(cast, campaign, code="two", rule="by_date", due_on=dt.date(2010, 1, 10))
    client = client_of(cast, "clerk")
    village = cast.villages[0].pk
    for page in (
        address("list", campaign),
        address("matrix", campaign),
        address("own", campaign, village),
        address("new", campaign),
        address("cell", campaign, made.pk, village),
    ):
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        assert len(asked) <= MOST_QUERIES, (page, "\n".join(q["sql"][:150] for q in asked))


def test_a_matrix_over_many_registers_takes_few_queries(cast: Cast, campaign: Campaign) -> None:
    for at in range(10):
        make_register(cast.town, code=f"roads{at}", label=f"公路台账{at}")
        for code, more in ((f"n{at}", {}), (f"km{at}", {"aggregate": "sum", "field": "km"})):
            figure(cast.town, code, source=f"roads{at}", **more)
            require(cast, campaign, code=code, figure=code, due_on=dt.date(2010, 1, 10))
    share = {"aggregate": "ratio", "numerator": "km0", "denominator": "n1", "source": ""}
    figure(cast.town, "share", nature="ratio", **share)
    require(cast, campaign, code="share", figure="share")
    for at in range(6):
        make_unit(cast.town, "village", f"新村{at}")
    client = client_of(cast, "clerk")
    page = address("matrix", campaign)
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        text = client.get(page).content.decode()
    assert text.count("新村") >= 6
    assert len(asked) <= MOST_QUERIES, "\n".join(q["sql"][:150] for q in asked)
