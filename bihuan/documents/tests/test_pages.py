"""The pages of the room: what each of the cast sees, may do and may download."""

import io
import re
import zipfile
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.documents import searched
from bihuan.documents.actions import issue_document, save_document
from bihuan.documents.models import Document, SignOff
from bihuan.documents.tests.conftest import make_road, make_road_figures, template_text
from bihuan.documents.waiting import home_cards, waiting
from bihuan.orgs.tests.cast import Cast
from bihuan.search.finding import found_in
from bihuan.ui.waiting import known

pytestmark = pytest.mark.usefixtures("roads")
SEES = ("village_reporter", "station_reporter", "clerk", "leader", "inspection_group")
SEES_NOT = ("outsider", "auditor", "administrator")


@pytest.fixture
def town(cast: Cast) -> Cast:
    """A town with one built road."""
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    return cast


def save(town: Cast, body: str, **front: str) -> Document:
    return save_document(actor=town.actor("clerk"), template=template_text(body, **front))


def client(town: Cast, name: str) -> Client:
    logged_in = Client()
    logged_in.force_login(
        town.account(name), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return logged_in


def page(town: Cast, name: str, document: Document) -> Any:
    return client(town, name).get(reverse("documents:document", args=[document.pk]))


@pytest.mark.parametrize("name", SEES)
def test_those_who_see_figures_see_the_document(town: Cast, name: str) -> None:
    document = save(town, "建成{{ roads_built_km }}。")
    response = page(town, name, document)
    assert response.status_code == HTTPStatus.OK
    text = response.content.decode()
    assert "1.5公里" in text
    assert 'href="/figures/roads_built_km/?unit=town' in text


@pytest.mark.parametrize("name", SEES_NOT)
@pytest.mark.parametrize("address", ["document", "docx", "pdf", "html", "template"])
def test_to_everybody_else_the_document_is_not_there(town: Cast, name: str, address: str) -> None:
    document = save(town, "建成{{ roads_built_km }}。")
    url = (
        reverse(f"documents:{address}", args=[document.pk])
        if address in ("document", "template")
        else reverse("documents:file", args=[document.pk, address])
    )
    assert client(town, name).get(url).status_code == HTTPStatus.NOT_FOUND


def test_nobody_sees_a_page_without_logging_in(town: Cast) -> None:
    document = save(town, "正文。")
    response = Client().get(reverse("documents:document", args=[document.pk]))
    assert response.status_code == HTTPStatus.FOUND
    assert "login" in response["Location"]


def test_a_draft_downloads_as_a_preview_and_an_issued_one_as_it_was_kept(town: Cast) -> None:
    document = save(town, "建成{{ roads_built_km }}。", number="{code: 小党字, year: 2010}")
    url = reverse("documents:file", args=[document.pk, "html"])
    before = client(town, "village_reporter").get(url)
    assert "1.5公里".encode() in before.content
    issue_document(actor=town.actor("leader"), document=document)
    make_road(town.villages[1], "9.00")
    after = client(town, "village_reporter").get(url)
    assert "1.5公里".encode() in after.content
    assert after["X-Content-Type-Options"] == "nosniff"
    assert after["Content-Disposition"].startswith("attachment")
    outsider = client(town, "outsider")
    assert outsider.get(url).status_code == HTTPStatus.NOT_FOUND


def test_ofd_is_made_of_the_pdf_that_was_kept_and_always_the_same(town: Cast) -> None:
    document = save(town, "建成{{ roads_built_km }}。", number="{code: 小党字, year: 2010}")
    url = reverse("documents:file", args=[document.pk, "ofd"])
    draft = client(town, "village_reporter").get(url)
    assert draft["Content-Type"] == "application/ofd"
    assert "预览件" in ofd_words(draft.content)
    issue_document(actor=town.actor("leader"), document=document)
    make_road(town.villages[1], "9.00")
    kept = [client(town, "village_reporter").get(url) for _ in range(2)]
    assert kept[0].content == kept[1].content
    words = ofd_words(kept[0].content)
    assert "建成1.5公里。" in words
    assert "小党字〔2010〕1号" in words
    assert "预览件" not in words
    assert kept[0]["Content-Disposition"].startswith("attachment")
    assert client(town, "outsider").get(url).status_code == HTTPStatus.NOT_FOUND


def ofd_words(content: bytes) -> str:
    package = zipfile.ZipFile(io.BytesIO(content))
    pages = sorted(name for name in package.namelist() if name.endswith("Content.xml"))
    found = (re.findall(r"<ofd:TextCode[^>]*>([^<]*)<", package.read(p).decode()) for p in pages)
    return "".join("".join(words) for words in found)


def test_a_reference_number_leads_straight_to_the_issued_document(town: Cast) -> None:
    document = save(town, "正文。", number="{code: 小党字, year: 2010}")
    issue_document(actor=town.actor("leader"), document=document)
    for words in ("小党字〔2010〕1号", "[2010]1"):
        hits = found_in(searched, town.actor("village_reporter"), words, 5)
        assert [hit.url for hit in hits if hit.is_exact] == [f"/documents/{document.pk}/"]
        assert found_in(searched, town.actor("outsider"), words, 5) == []
    assert not any(each.is_exact for each in found_in(searched, town.actor("clerk"), "正文", 5))


def test_an_unknown_form_is_not_there(town: Cast) -> None:
    document = save(town, "正文。")
    url = reverse("documents:file", args=[document.pk, "exe"])
    assert client(town, "clerk").get(url).status_code == HTTPStatus.NOT_FOUND


def test_the_page_names_faults_typed_numerals_and_pending_figures(town: Cast) -> None:
    document = save(town, "{{ nothing }}修路37公里，拟建{{ roads_planned_km }}。")
    text = page(town, "leader", document).content.decode()
    assert "nothing" in text
    assert "37公里" in text
    assert "待核" in text
    assert "sign-offs/?figure=0" in text


def test_only_who_may_sign_is_offered_to(town: Cast) -> None:
    document = save(town, "拟建{{ roads_planned_km }}。")
    assert "sign-offs" not in page(town, "clerk", document).content.decode()
    url = reverse("documents:sign_offs", args=[document.pk]) + "?figure=0"
    assert client(town, "clerk").get(url).status_code == HTTPStatus.FORBIDDEN
    assert client(town, "outsider").get(url).status_code == HTTPStatus.NOT_FOUND


def test_a_leader_signs_issues_and_drift_shows(town: Cast) -> None:
    document = save(town, "建成{{ roads_built_km }}，拟建{{ roads_planned_km }}。")
    leader = client(town, "leader")
    url = reverse("documents:sign_offs", args=[document.pk]) + "?figure=1"
    form = leader.get(url).context["form"]
    key = form.initial["key"]
    refused = leader.post(url, {"key": key, "value": "七公里", "source": "批复"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    signed = leader.post(url, {"key": key, "value": "7", "source": "县批复"})
    assert signed.status_code == HTTPStatus.FOUND
    issued = leader.post(reverse("documents:issue", args=[document.pk]), follow=True)
    text = issued.content.decode()
    assert "已签发" in text
    assert "7公里" in text
    assert "审计链首" in text
    make_road(town.villages[1], "1.00")
    text = page(town, "clerk", document).content.decode()
    assert "1.5公里" in text
    assert "现在是2.5公里" in text


def test_a_signature_is_taken_back_on_the_page(town: Cast) -> None:
    document = save(town, "拟建{{ roads_planned_km }}。")
    leader = client(town, "leader")
    url = reverse("documents:sign_offs", args=[document.pk]) + "?figure=0"
    key = leader.get(url).context["form"].initial["key"]
    leader.post(url, {"key": key, "value": "7", "source": "县批复"})
    row = SignOff.objects.get()
    back = reverse("documents:revocation", args=[document.pk, row.pk])
    other = save(town, "别的。", code="other")
    wrong = reverse("documents:revocation", args=[other.pk, row.pk])
    assert leader.post(wrong, {"reason": "误"}).status_code == HTTPStatus.NOT_FOUND
    assert client(town, "clerk").post(back, {"reason": "误"}).status_code == HTTPStatus.FORBIDDEN
    leader.post(back, {"reason": "误签"})
    row.refresh_from_db()
    assert row.revoked_at


def test_issuing_what_is_not_ready_says_why(town: Cast) -> None:
    document = save(town, "拟建{{ roads_planned_km }}。")
    url = reverse("documents:issue", args=[document.pk])
    response = client(town, "leader").post(url, follow=True)
    assert "待核，不能签发" in response.content.decode()
    assert client(town, "clerk").post(url).status_code == HTTPStatus.FORBIDDEN
    assert client(town, "leader").get(url).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_a_clerk_writes_and_changes_a_template(town: Cast) -> None:
    clerk = client(town, "clerk")
    new = reverse("documents:new")
    assert clerk.get(new).status_code == HTTPStatus.OK
    text = template_text("建成{{ roads_built_km }}。")
    saved = clerk.post(new, {"template": text, "revision": 0})
    assert saved.status_code == HTTPStatus.FOUND
    document = Document.objects.get()
    url = reverse("documents:template", args=[document.pk])
    assert "roads_built_km" in clerk.get(url).content.decode()
    broken = clerk.post(url, {"template": text + "{% set a = 1 %}", "revision": 1})
    assert broken.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "第10行" in broken.content.decode()
    assert (
        clerk.post(url, {"template": text + "又。", "revision": 1}).status_code == HTTPStatus.FOUND
    )
    late = clerk.post(url, {"template": text + "再。", "revision": 1})
    assert "别人已先保存" in late.content.decode()


def test_only_a_drafter_opens_the_template(town: Cast) -> None:
    document = save(town, "正文。")
    for name in ("village_reporter", "leader", "inspection_group"):
        for url in (reverse("documents:template", args=[document.pk]), reverse("documents:new")):
            assert client(town, name).get(url).status_code == HTTPStatus.FORBIDDEN


def test_the_list_shows_the_documents_of_ones_own_administration(town: Cast) -> None:
    save(town, "正文。")
    url = reverse("documents:list")
    assert "小河镇工作总结" in client(town, "village_reporter").get(url).content.decode()
    assert "小河镇工作总结" in client(town, "inspection_group").get(url).content.decode()
    assert "小河镇工作总结" not in client(town, "outsider").get(url).content.decode()
    assert client(town, "auditor").get(url).status_code == HTTPStatus.FORBIDDEN
    assert "没有标题相符" in client(town, "clerk").get(url, {"q": "别的"}).content.decode()


def test_the_page_keeps_to_a_budget_of_queries(
    town: Cast, django_assert_max_num_queries: Any
) -> None:
    document = save(town, "{{ roads_built_km }}{{ roads_built }}{{ built_share }}{{ incidents }}")
    leader = client(town, "leader")
    page(town, "leader", document)
    with django_assert_max_num_queries(15):
        leader.get(reverse("documents:document", args=[document.pk]))


def test_what_waits_is_said_to_whom_it_concerns(town: Cast) -> None:
    save(town, "拟建{{ roads_planned_km }}。")
    save(town, "建成{{ roads_built_km }}。", code="ready")

    def labels(name: str) -> dict[str, object]:
        return {str(t.label): t.count for t in known(waiting(town.actor(name))) if t.count}

    assert labels("clerk") == {"公文中待核的数据": 1}
    assert labels("leader") == {"没有记录、待签认的数据": 1, "待签发的公文": 1}
    assert labels("village_reporter") == {}
    assert labels("outsider") == {}
    assert len(home_cards(town.actor("village_reporter"))) == 2
    assert home_cards(town.actor("auditor")) == []
