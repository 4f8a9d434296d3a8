"""The pages: few questions to the database, filters and keys, forms that come back, downloads."""

import datetime as dt
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.duty import listing
from bihuan.duty.actions import close_dispute
from bihuan.duty.models import Dispute, Petition
from bihuan.duty.tests.making import (
    NAME,
    PHONE,
    WORDS,
    make_assigned,
    make_dispute,
    make_petition,
    make_types,
)
from bihuan.orgs.tests.cast import Cast

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
def many(cast: Cast) -> None:
    """Some disputes and petitions."""
    for number in range(7):
        make_dispute(cast.actor("clerk"), cast.villages[number % 3], title=f"第{number}件纠纷")
        make_petition(cast.actor("clerk"), cast.villages[number % 3], title=f"第{number}件信访")


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("name", ["disputes", "petitions", "monthly", "types"])
def test_a_page_asks_the_database_little(ask: Ask, name: str) -> None:
    client = ask("clerk")
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(f"duty:{name}")).status_code == 200
    own = [each for each in asked if "orgs_accountnotice" not in each["sql"]]
    assert len(own) <= BUDGET, [each["sql"][:120] for each in own]


def test_a_case_s_page_asks_the_database_little(cast: Cast, ask: Ask, dispute: Dispute) -> None:
    client = ask("leader")
    petition = make_assigned(cast)
    client.get("/")
    for name, case in (("dispute", dispute), ("petition", petition)):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(f"duty:{name}", args=[case.pk])).status_code == 200
        assert len(asked) <= BUDGET, [each["sql"][:120] for each in asked]


@pytest.mark.usefixtures("many")
def test_pages_follow_each_other_by_key_without_a_gap(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    client, url, seen = ask("clerk"), reverse("duty:petitions"), []
    for _page in range(3):
        answer = client.get(url)
        seen += [line.case.pk for line in answer.context["lines"]]
        url = reverse("duty:petitions") + answer.context["next_url"]
    assert len(seen) == len(set(seen)) == 7
    assert not answer.context["next_url"]


@pytest.mark.usefixtures("many")
def test_a_filter_narrows_and_nonsense_narrows_nothing(cast: Cast, ask: Ask) -> None:
    client = ask("clerk")
    url = reverse("duty:disputes")

    def count(query: str) -> int:
        return len(client.get(f"{url}?{query}").context["lines"])

    assert count("") == count("which=nonsense&after=x_y&first=never") == 7
    assert count("text=第3") == 1
    assert count(f"unit={cast.villages[0].code}") == 3
    assert count("which=closed") == count("which=late") == count("first=2010-01-21") == 0
    assert count("which=registered") == 7


@pytest.mark.usefixtures("many")
def test_a_download_says_what_the_list_says_and_no_more(ask: Ask) -> None:
    answer = ask("clerk").get(reverse("duty:petitions_workbook"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("编号", "摘要", "单位")
    assert len(rows) == 8
    assert NAME not in str(rows)


def test_a_village_registers_with_few_fields_and_says_zero(cast: Cast, ask: Ask) -> None:
    client = ask("village_reporter")
    assert "请办公室文书先设好" in client.get(reverse("duty:dispute_new")).content.decode()
    kind = make_types(cast.town)["land"]
    page = client.get(reverse("duty:dispute_new")).content.decode()
    assert "督办单位" not in page
    given = {
        "unit": cast.villages[0].pk, "title": "田界纠纷", "type": kind.pk, "headcount": "2",
        "found_on": "2010-02-02", "first_name": NAME, "facts": f"{NAME}说田界移了",
    }  # fmt: skip
    refused = client.post(reverse("duty:dispute_new"), given)
    assert refused.status_code == 422
    assert "“基本情况”里有姓名" in refused.content.decode()
    client.post(reverse("duty:zero"), {"unit": cast.villages[0].code})
    assert "已报零报告" in client.get(reverse("duty:disputes")).content.decode()
    taken = client.post(reverse("duty:dispute_new"), {**given, "facts": "甲方说田界移了"})
    assert taken.status_code == 302
    assert NAME not in client.get(taken["Location"]).content.decode()
    other = {**given, "unit": cast.villages[1].pk, "facts": ""}
    assert client.post(reverse("duty:dispute_new"), other).status_code == 422
    assert Dispute.objects.count() == 1


def test_a_petition_goes_through_the_browser_from_words_to_the_sheet(cast: Cast, ask: Ask) -> None:
    client = ask("clerk")
    answer = client.post(
        reverse("duty:petition_new"),
        {
            "form": "visit", "title": "水费不开票", "kind": "demand", "unit": cast.villages[1].pk,
            "unit_complained_of": cast.station.pk, "received_on": "2010-02-01", "headcount": 1,
            "name": NAME, "phone": PHONE, "words": WORDS,
        },
    )  # fmt: skip
    made = Petition.objects.get()
    assert answer["Location"] == reverse("duty:petition", args=[made.pk])

    def step(kind: str, **given: object) -> int:
        url = reverse("duty:petition_step", args=[made.pk, kind])
        return client.post(url, given).status_code

    page = client.get(answer["Location"])
    summary = next(each for each in page.context["doings"] if each.kind == "summarise")
    proposed = str(summary.form.initial["summary"])
    assert "三年没有清淤" in proposed
    assert NAME not in proposed
    assert step("assign", unit=cast.villages[0].pk) == 422
    assert step("accept", on="2010-02-02") == 302
    assert step("summarise", summary=WORDS) == 422
    assert step("summarise", summary=proposed) == 302
    assert step("assign", unit=cast.station.pk) == 422
    assert step("assign", unit=cast.villages[0].pk, is_task="on") == 302
    assert step("nonsense") == 404
    sheet = ask("village_reporter").get(reverse("duty:sheet", args=[made.pk])).content.decode()
    assert "三年没有清淤" in sheet
    assert NAME not in sheet
    assert ask("station_reporter").get(reverse("duty:sheet", args=[made.pk])).status_code == 404


def test_a_step_that_is_not_the_reader_s_is_refused(cast: Cast, ask: Ask) -> None:
    made = make_assigned(cast)
    url = reverse("duty:petition_step", args=[made.pk, "extend"])
    assert ask("clerk").post(url, {"days": 5, "note": "需测量"}).status_code == 403
    assert ask("leader").post(url, {"days": 5, "note": "需测量"}).status_code == 302
    assert ask("leader").post(url, {"days": 50, "note": "需测量"}).status_code == 422


def test_the_home_page_says_how_many_wait_and_nothing_else(
    cast: Cast, ask: Ask, dispute: Dispute
) -> None:
    make_petition(cast.actor("clerk"), cast.villages[1], received_on=dt.date(2010, 1, 10))
    closed = make_dispute(cast.actor("clerk"), cast.villages[1], found_on=dt.date(2009, 12, 1))
    on = dt.date(2009, 12, 20)
    close_dispute(actor=cast.actor("clerk"), dispute=closed, outcome="litigation", on=on)
    page = ask("clerk").get("/").content.decode()
    assert "矛盾纠纷可回访" in page
    listed = ask("clerk").get(reverse("duty:disputes") + "?which=visit").context["lines"]
    assert [line.case for line in listed] == [closed]
    assert "信访事项已超期" in page
    assert "矛盾纠纷待受理" in page
    assert dispute.title not in page


def test_a_search_finds_a_case_by_words_and_number(cast: Cast, ask: Ask, dispute: Dispute) -> None:
    client = ask("clerk")
    other = make_dispute(cast.actor("clerk"), cast.villages[1], title="另一处排水沟纠纷")
    page = client.get(reverse("search:search"), {"q": "排水沟"}).content.decode()
    assert reverse("duty:dispute", args=[dispute.pk]) in page
    assert reverse("duty:dispute", args=[other.pk]) in page
    found = client.get(reverse("search:search"), {"q": dispute.written_number}, follow=True)
    assert dispute.title in found.content.decode()
    unseen = ask("inspection_group").get(reverse("search:search"), {"q": "排水沟"})
    assert reverse("duty:dispute", args=[dispute.pk]) not in unseen.content.decode()
