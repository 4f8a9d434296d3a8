"""The pages: sent, seen, signed for and answered in a browser's way, on one server and two."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from bihuan.documents.models import Document
from bihuan.exchange import searched
from bihuan.exchange.actions import receive_package, send_document
from bihuan.exchange.models import Dispatch, Reception
from bihuan.exchange.tests.making import introduce, make_issued, make_package
from bihuan.exchange.waiting import waiting
from bihuan.orgs.models import Account
from bihuan.orgs.tests.cast import Cast, make_account
from bihuan.search.finding import found_in
from bihuan.ui.waiting import in_order, known

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roads")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BUDGET = 15


def browser(account: Account) -> Client:
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


@pytest.fixture
def paper(cast: Cast) -> Document:
    return make_issued(cast, kind="请示")


@pytest.fixture
def county(cast: Cast) -> Client:
    return browser(make_account("clerk", cast.county))


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return browser(cast.account("clerk"))


def words(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_from_the_documents_page_to_the_answer(
    cast: Cast, paper: Document, clerk: Client, county: Client
) -> None:
    send = reverse("exchange:new_dispatch", args=[paper.pk])
    assert send in words(clerk.get(reverse("documents:document", args=[paper.pk])))
    offered = clerk.get(send).context["form"].fields["to"].choices
    assert offered[0] == (f"unit-{cast.county.pk}", "丰收市")
    answer = clerk.post(send, {"to": f"unit-{cast.county.pk}"}, follow=True)
    assert "待签收" in words(answer)
    reception = Reception.objects.get()
    page = reverse("exchange:reception", args=[reception.pk])
    assert reverse("exchange:inbox") in words(county.get("/"))
    assert page in words(county.get(reverse("exchange:inbox")))
    assert "签收" in words(county.get(page))
    county.post(reverse("exchange:receipt", args=[reception.pk]))
    empty = county.post(reverse("exchange:answer", args=[reception.pk]), {"text": ""})
    assert empty.status_code == 422
    assert "请写答复的内容" in words(empty)
    county.post(reverse("exchange:answer", args=[reception.pk]), {"text": "同意。<b>"})
    shown = words(clerk.get(reverse("exchange:dispatch", args=[Dispatch.objects.get().pk])))
    assert "同意。&lt;b&gt;" in shown
    assert "知悉" in shown


def test_who_asks_again_is_led_to_the_standing_dispatch(
    cast: Cast, paper: Document, clerk: Client
) -> None:
    send = reverse("exchange:new_dispatch", args=[paper.pk])
    for _turn in range(2):
        answer = clerk.post(send, {"to": f"unit-{cast.county.pk}"})
        where = reverse("exchange:dispatch", args=[Dispatch.objects.get().pk])
        assert answer["Location"] == where


def test_the_receiver_reads_the_paper_without_links_to_records(cast: Cast, paper: Document) -> None:
    sent = send_document(actor=cast.actor("clerk"), document=paper, to=cast.other_town)
    outsider = browser(cast.account("outsider"))
    page = words(outsider.get(reverse("exchange:reception", args=[sent.reception.pk])))
    assert "1.5公里" in page
    assert "1 条记录" in page
    assert "/figures/roads" not in page
    assert "东路" not in page


def test_a_receiver_whose_role_covers_the_sender_may_open_the_records(
    cast: Cast, paper: Document, county: Client
) -> None:
    sent = send_document(actor=cast.actor("clerk"), document=paper, to=cast.county)
    page = words(county.get(reverse("exchange:reception", args=[sent.reception.pk])))
    assert 'href="/figures/roads_built_km/' in page


def test_files_leave_as_attachments(cast: Cast, paper: Document, county: Client) -> None:
    sent = send_document(actor=cast.actor("clerk"), document=paper, to=cast.county)
    for form in ("docx", "pdf"):
        url = reverse("exchange:reception_file", args=[sent.reception.pk, form])
        answer = county.get(url)
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
    assert (
        county.get(reverse("exchange:reception_file", args=[sent.reception.pk, "html"])).status_code
        == 404
    )


def test_a_return_needs_its_reason_on_the_page(
    cast: Cast, paper: Document, clerk: Client, county: Client
) -> None:
    sent = send_document(actor=cast.actor("clerk"), document=paper, to=cast.county)
    url = reverse("exchange:return", args=[sent.reception.pk])
    assert county.post(url, {"reason": ""}).status_code == 422
    assert county.post(url, {"reason": "缺附件"}).status_code == 302
    shown = words(clerk.get(reverse("exchange:dispatch", args=[sent.pk])))
    assert "缺附件" in shown
    assert county.post(url, {"reason": "再退"}).status_code == 409


def waits(account: Account) -> dict[str, object]:
    from bihuan.orgs.access import Actor

    return {each.label: each.count for each in in_order(known(waiting(Actor.of(account))))}


def test_what_waits_is_said_to_both_sides(
    cast: Cast, paper: Document, clerk: Client, county: Client
) -> None:
    above = Account.objects.get(username__startswith="clerk", grants__unit=cast.county)
    sent = send_document(actor=cast.actor("clerk"), document=paper, to=cast.county)
    assert waits(above) == {"待签收的来文": 1}
    county.post(reverse("exchange:receipt", args=[sent.reception.pk]))
    assert waits(above) == {"待答复的来文": 1}
    county.post(reverse("exchange:answer", args=[sent.reception.pk]), {"text": "同意"})
    assert waits(cast.account("clerk")) == {"送出的公文有了答复": 1}
    clerk.post(reverse("exchange:note", args=[sent.pk]))
    assert waits(cast.account("clerk")) == {}
    for name in ("village_reporter", "outsider", "auditor", "administrator"):
        assert waits(cast.account(name)) == {}


def test_a_package_goes_out_and_comes_in_by_the_pages(
    cast: Cast, paper: Document, clerk: Client
) -> None:
    to = introduce(cast)
    send = reverse("exchange:new_dispatch", args=[paper.pk])
    page = clerk.post(send, {"to": f"correspondent-{to.pk}"}, follow=True)
    assert "公文包" in words(page)
    dispatch = Dispatch.objects.get()
    file = clerk.get(reverse("exchange:package", args=[dispatch.pk]))
    assert file["Content-Type"] == "application/zip"
    outsider = browser(cast.account("outsider"))
    upload = reverse("exchange:new_package")
    broken = outsider.post(upload, {"package": SimpleUploadedFile("包.zip", file.content[:-9])})
    assert broken.status_code == 422
    assert "没有收" in words(broken)
    assert not Reception.objects.exists()
    came = outsider.post(upload, {"package": SimpleUploadedFile("包.zip", file.content)})
    reception = Reception.objects.get()
    where = reverse("exchange:reception", args=[reception.pk])
    assert came["Location"] == where
    again = outsider.post(upload, {"package": SimpleUploadedFile("包.zip", file.content)})
    assert again["Location"] == where
    shown = words(outsider.get(where))
    assert "全镇建成1.5公里" in shown
    assert "/figures/roads" not in shown
    outsider.post(reverse("exchange:receipt", args=[reception.pk]))
    step = reception.steps.get()
    reply = outsider.get(reverse("exchange:step_file", args=[step.pk, "zip"]))
    came = clerk.post(upload, {"package": SimpleUploadedFile("回执.zip", reply.content)})
    assert came["Location"] == reverse("exchange:dispatch", args=[dispatch.pk])
    dispatch.refresh_from_db()
    assert dispatch.state == "received"


def test_a_large_upload_is_refused_before_it_is_read(
    cast: Cast, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.exchange.package.reading.MOST_PACKAGE", 10)
    file = SimpleUploadedFile("包.zip", b"x" * 11)
    answer = clerk.post(reverse("exchange:new_package"), {"package": file})
    assert answer.status_code == 422
    assert "超过上限" in words(answer)


def test_a_leader_makes_a_key_prints_it_and_enters_another(cast: Cast, settings: Settings) -> None:
    introduce(cast)
    leader = browser(cast.account("leader"))
    page = words(leader.get(reverse("exchange:own_key")))
    assert "小河镇" in page
    assert page.count("<span>") >= 16
    file = leader.get(reverse("exchange:own_key_file"))
    assert file["Content-Disposition"].startswith("attachment")
    wrong = leader.post(
        reverse("exchange:new_correspondent"),
        {
            "name": "某市",
            "typed": "0000 0000 0000 0000",
            "key": SimpleUploadedFile("k.key", file.content),
        },
    )
    assert wrong.status_code == 422
    assert "指纹对不上" in words(wrong)


def test_the_pages_ask_little(cast: Cast, paper: Document, clerk: Client) -> None:
    to = introduce(cast)
    dispatch, file = make_package(cast, paper, to)
    reception = receive_package(actor=cast.actor("outsider"), content=file)
    send_document(actor=cast.actor("clerk"), document=paper, to=cast.other_town)
    outsider = browser(cast.account("outsider"))
    local = Reception.objects.exclude(pk=reception.pk).get()
    asked: dict[str, int] = {}
    for client, url in (
        (outsider, reverse("exchange:inbox")),
        (clerk, reverse("exchange:outbox")),
        (clerk, reverse("exchange:dispatch", args=[dispatch.pk])),
        (clerk, reverse("exchange:new_dispatch", args=[paper.pk])),
        (outsider, reverse("exchange:reception", args=[reception.pk])),
        (outsider, reverse("exchange:reception", args=[local.pk])),
        (outsider, reverse("exchange:correspondents")),
        (outsider, reverse("exchange:own_key")),
        (outsider, reverse("exchange:new_package")),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        asked[url] = len(queries)
    assert {url: n for url, n in asked.items() if n > BUDGET} == {}


def test_what_came_is_found_by_its_office_alone(cast: Cast, paper: Document) -> None:
    send_document(actor=cast.actor("clerk"), document=paper, to=cast.other_town)
    assert len(found_in(searched, cast.actor("outsider"), "修路", 5)) == 1
    for name in ("clerk", "inspection_group", "administrator"):
        assert found_in(searched, cast.actor(name), "修路", 5) == []
    assert list(searched.rebuild()) == [1]


def test_what_was_sent_and_received_is_counted(cast: Cast, paper: Document) -> None:
    from bihuan.exchange import sources

    send_document(actor=cast.actor("clerk"), document=paper, to=cast.county)
    sent, received = sources.sources(cast.town, None)
    assert sent.rows(None).filter(sent.visible_to(cast.actor("village_reporter"))).count() == 1
    assert not received.rows(None).filter(received.visible_to(cast.actor("clerk"))).exists()
    for source in (sent, received):
        row = source.rows(None).get()
        assert "关于修路的请示" in source.describe(row).values()
        assert source.url(row).startswith("/exchange/")
        for field in source.fields.values():
            expression: Any = field.expression
            assert source.rows(None).values_list(expression).count() == 1
