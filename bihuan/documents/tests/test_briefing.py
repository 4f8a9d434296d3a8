"""A briefing drafted from a period's records: what is new, the draft, its refusals, its page."""

import datetime as dt
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.documents.actions import draft_briefing, issue_document
from bihuan.documents.briefing import BriefingSpec, columns_told
from bihuan.documents.filling import fill_document
from bihuan.documents.models import Document
from bihuan.documents.news import changed_figures, news_of
from bihuan.documents.paper import Paragraph, Table
from bihuan.documents.starting import briefing_before, proposed_period, usual_periods
from bihuan.documents.template import TemplateFaults, read_template
from bihuan.documents.tests.conftest import make_figure, make_road, make_road_figures
from bihuan.documents.typed import typed_in
from bihuan.figures.asking import Scope
from bihuan.figures.errors import UnknownFigure, UnknownSource
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.lib.sources import Source
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads")
FIRST, LAST = dt.date(2009, 11, 1), dt.date(2009, 11, 15)
MOST_STATEMENTS = 15


@pytest.fixture
def town(cast: Cast) -> Cast:
    """A town with two roads of the period, one before it, and figures of them."""
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路", day=dt.date(2009, 11, 3))
    make_road(cast.villages[1], "2.00", "西路", day=dt.date(2009, 11, 15))
    make_road(cast.villages[1], "9.00", "老路", day=dt.date(2009, 10, 31))
    return cast


def spec(**changes: Any) -> BriefingSpec:
    values: dict[str, Any] = {
        "code": "briefing-1",
        "title": "公路建设见成效",
        "name": "活动简报",
        "first": FIRST,
        "last": LAST,
        "figures": ["roads_built_km", "roads_built"],
        "sources": ["roads"],
        "reported_to": ["县活动办"],
        "copies": 30,
    }
    return BriefingSpec(**{**values, **changes})


def draft(town: Cast, **changes: Any) -> Document:
    return draft_briefing(actor=town.actor("clerk"), unit=town.town, spec=spec(**changes))


def client(town: Cast, name: str) -> Client:
    logged_in = Client()
    logged_in.force_login(
        town.account(name), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return logged_in


def test_new_is_what_has_its_day_in_the_period(town: Cast) -> None:
    (news,) = news_of(Scope(town.town, (FIRST, LAST)))
    assert (news.source.code, news.rows) == ("roads", 2)
    assert news_of(Scope(town.town, (dt.date(2008, 1, 1), dt.date(2008, 1, 31)))) == []
    assert news_of(Scope(town.villages[0], (FIRST, LAST)))[0].rows == 1


def test_the_figures_proposed_are_those_that_the_periods_rows_give_a_value(town: Cast) -> None:
    make_figure(town.town, "norm", "每村要求", nature="norm")
    make_figure(town.town, "always", "历年路段", period="all")
    scope = Scope(town.town, (FIRST, LAST))
    told = changed_figures(scope, news_of(scope), actor=town.actor("clerk"))
    assert {answer.definition.code: answer.text for answer in told} == {
        "roads_built_km": "3.5公里",
        "roads_built": "2条",
        "all_roads": "2条",
        "built_share": "100%",
    }


def test_every_source_is_counted_in_one_statement(town: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        news_of(Scope(town.town, (FIRST, LAST)))
    assert len(asked) == 1


def test_the_draft_states_its_periods_figures_and_lists_its_records(town: Cast) -> None:
    document = draft(town)
    filled = fill_document(document, actor=town.actor("clerk"))
    assert (filled.faults, filled.pending) == ([], [])
    lead, table = filled.paper.blocks[0], filled.paper.blocks[-1]
    assert isinstance(lead, Paragraph)
    assert isinstance(table, Table)
    said = "".join(part.text for part in lead.inlines)
    assert said == "2009年11月1日至15日，建成村级公路3.5公里，建成路段2条。"
    assert len(table.rows) == 2
    assert all(figure.url for figure in filled.figures)
    assert typed_in(filled.paper, town.town) == []
    assert (filled.paper.layout, filled.paper.reported_to) == ("briefing", ("县活动办",))
    assert filled.paper.signed_by == (town.town.name,)


def test_correcting_a_record_corrects_the_draft(town: Cast) -> None:
    document = draft(town)
    make_road(town.villages[2], "0.50", "北路", day=LAST)
    paper = fill_document(document, actor=town.actor("clerk")).paper
    assert [figure.text for figure in paper.figures[:2]] == ["4公里", "3条"]


def test_a_table_tells_neither_personal_data_nor_numbers_that_may_be_missing(
    roads: Source,
) -> None:
    codes = [field.code for field in columns_told(roads)]
    assert codes == ["unit_id", "name", "state", "finished_on"]


def test_labels_never_become_the_language(town: Cast) -> None:
    make_figure(town.town, "odd", "{{ roads_built }} | # 甲")
    document = draft(town, figures=["odd"], sources=[], title="{{ x }}: [", name="{% for %}")
    read = read_template(document.template)
    assert [use.name for use in read.program.figures] == ["odd"]
    assert read.front.title == "{{ x }}: ["


def test_a_draft_without_anything_chosen_is_text_to_go_on_with(town: Cast) -> None:
    paper = fill_document(draft(town, figures=[], sources=[]), actor=town.actor("clerk")).paper
    (lead,) = paper.blocks
    assert isinstance(lead, Paragraph)
    assert lead.inlines[0].text == "2009年11月1日至15日，有关工作情况如下。"


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        ({"last": dt.date(2009, 10, 1)}, Invalid, "早于起日"),
        ({"figures": ["nothing"]}, UnknownFigure, "没有名为“nothing”的数据"),
        ({"sources": ["nothing"]}, UnknownSource, "没有名为“nothing”"),
        ({"title": " "}, TemplateFaults, "title"),
        ({"name": "很" * 21}, TemplateFaults, "写一个简称"),
        ({"copies": 0}, TemplateFaults, "copies"),
    ],
)
def test_what_cannot_be_drafted_is_refused_and_nothing_is_kept(
    town: Cast, changes: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        draft(town, **changes)
    assert Document.objects.count() == 0


def test_a_code_already_used_is_refused(town: Cast) -> None:
    draft(town)
    with pytest.raises(Conflict, match="请换一个代码"):
        draft(town, title="另一期")


@pytest.mark.parametrize("name", ["leader", "village_reporter", "outsider", "inspection_group"])
def test_only_a_drafter_of_the_unit_drafts(town: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        draft_briefing(actor=town.actor(name), unit=town.town, spec=spec())


def test_the_next_briefing_begins_where_the_last_ended_and_carries_its_head_on(town: Cast) -> None:
    draft(town, number=7, year=2009, series="简报甲", issued_to=["各村"])
    before = briefing_before(town.actor("clerk"), town.town)
    assert before is not None
    assert before.next_number == 8
    period = proposed_period(town.town, before)
    assert period == (dt.date(2009, 11, 16), clock.today())
    carried = before.carried_on(spec(code="briefing-2", copies=None))
    assert (carried.series, carried.year, carried.copies) == ("简报甲", 2009, 30)
    assert carried.issued_to == ("各村",)
    other = before.carried_on(spec(code="briefing-3", name="防汛简报"))
    assert (other.series, other.year) == ("", None)


def test_once_the_last_is_issued_its_series_knows_the_next_number(town: Cast) -> None:
    issue_document(actor=town.actor("leader"), document=draft(town, number=7))
    before = briefing_before(town.actor("clerk"), town.town)
    assert before is not None
    assert before.next_number is None
    following = issue_document(actor=town.actor("leader"), document=draft(town, code="b-2"))
    assert str(following.document_number) == "第8期"


def test_without_a_last_briefing_the_preset_says_how_far_back(cast: Cast) -> None:
    first, last = proposed_period(cast.town, None) or (clock.today(), clock.today())
    assert (last - first).days == 13
    assert last == clock.today()


@pytest.mark.parametrize(("today", "half"), [(dt.date(2010, 2, 15), 1), (dt.date(2010, 2, 16), 16)])
def test_the_usual_periods_end_today(today: dt.date, half: int) -> None:
    week, half_month, month = usual_periods(today)
    assert week[1].weekday() == 0
    assert (half_month[1].day, month[1].day) == (half, 1)
    assert {last for _name, _first, last in (week, half_month, month)} == {today}


def test_the_page_proposes_and_drafts_in_few_statements(town: Cast) -> None:
    url = reverse("documents:new_briefing") + f"?first={FIRST}&last={LAST}"
    page = client(town, "clerk")
    page.get(url)
    with CaptureQueriesContext(connection) as asked:
        shown = page.get(url)
    assert len(asked) <= MOST_STATEMENTS
    text = shown.content.decode()
    assert "建成村级公路 3.5公里（2条记录）" in text
    assert "村级公路建设台账（2条）" in text
    posted = {"title": "公路", "name": "活动简报", "figures": ["roads_built"], "sources": ["roads"]}
    answer = page.post(url, posted)
    document = Document.objects.get()
    assert answer["Location"] == reverse("documents:template", args=[document.pk])
    assert "{{ roads_built }}" in document.template
    assert f"period: {FIRST}..{LAST}" in document.template


def test_the_page_says_what_is_wrong_and_keeps_what_was_written(town: Cast) -> None:
    url = reverse("documents:new_briefing")
    page = client(town, "clerk")
    reversed_ = page.get(f"{url}?first=2009-11-15&last=2009-11-01")
    assert reversed_.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "止日早于起日" in reversed_.content.decode()
    assert page.get(f"{url}?first=x&last=y").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    empty = page.post(f"{url}?first={FIRST}&last={LAST}", {"title": "", "name": "活动简报"})
    assert empty.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Document.objects.count() == 0


def test_a_period_without_records_says_so(town: Cast) -> None:
    url = reverse("documents:new_briefing") + "?first=2008-01-01&last=2008-01-31"
    text = client(town, "clerk").get(url).content.decode()
    assert "这个时段没有新记录" in text


def test_a_name_as_unit_of_another_administration_is_not_taken(town: Cast) -> None:
    url = reverse("documents:new_briefing") + f"?unit={town.county.code}"
    text = client(town, "clerk").get(url).content.decode()
    assert f'value="{town.town.code}"' in text
