"""The pages of the checker: a document, and a file that is not kept."""

from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.documents.actions import issue_document, save_document
from bihuan.documents.models import Document
from bihuan.documents.tests.conftest import make_road, make_road_figures, template_text
from bihuan.files.models import StoredFile
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads")
URL = "/documents/check/"
TEXT = "全镇建成村级公路1.5公里。征收面达98%。拟建公路7KM。"


@pytest.fixture
def town(cast: Cast) -> Cast:
    """A town with one built road."""
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    return cast


def client(town: Cast, name: str) -> Client:
    logged_in = Client()
    logged_in.force_login(
        town.account(name), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return logged_in


def save(town: Cast, body: str) -> Document:
    return save_document(actor=town.actor("clerk"), template=template_text(body))


def send(town: Cast, content: bytes, name: str = "总结.txt", **more: str) -> Any:
    given = {"file": SimpleUploadedFile(name, content), "unit": town.town.code} | more
    return client(town, "clerk").post(URL, given)


def test_a_draft_is_checked_with_its_findings_in_their_places(town: Cast) -> None:
    document = save(town, "建成{{ roads_built_km }}。征收面达98%。")
    answer = client(town, "clerk").get(reverse("documents:check", args=[document.pk]))
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert "没有写明基数" in page
    assert 'class="bh-tone-warn">98</mark>' in page
    place = page.split('href="#at')[1].split('"')[0]
    assert f'id="at{place}"' in page
    assert "/figures/roads_built_km/" in page


def test_the_check_is_made_anew_at_every_look(town: Cast) -> None:
    document = save(town, "全镇建成村级公路1.5公里。")
    url = reverse("documents:check", args=[document.pk])
    assert "不符1" not in client(town, "clerk").get(url).content.decode()
    make_road(town.villages[1], "2.00", "西路")
    assert "不符1" in client(town, "clerk").get(url).content.decode()


def test_an_issued_document_is_checked_as_it_was_issued(town: Cast) -> None:
    document = save(town, "建成{{ roads_built_km }}。")
    issue_document(actor=town.actor("leader"), document=document)
    make_road(town.villages[1], "2.00", "西路")
    page = client(town, "leader").get(reverse("documents:check", args=[document.pk]))
    assert "建成1.5公里" in page.content.decode().replace("</mark>", "")


def test_a_file_is_checked_against_text_and_records_and_not_kept(town: Cast) -> None:
    answer = send(town, TEXT.encode())
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert "相符1" in page
    assert "应写作公里或km" in page
    assert not StoredFile.objects.exists()
    assert not Document.objects.exists()


def test_what_a_file_says_is_never_markup(town: Cast) -> None:
    page = send(town, "<b>粗</b><script>x</script>修路7KM。".encode()).content.decode()
    assert "<b>粗" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("content", "name", "more", "said"),
    [
        (b"", "a.txt", {}, "文件是空的"),
        (b"x", "a.exe", {}, "只能核对"),
        (b"PK", "a.docx", {}, "不是完整的docx"),
        (TEXT.encode(), "a.txt", {"first": "2010-02-01"}, "两个日期要一起填"),
        (TEXT.encode(), "a.txt", {"first": "2010-02-01", "last": "2010-01-01"}, "止日早于起日"),
        (TEXT.encode(), "a.txt", {"unit": "nowhere"}, "nowhere"),
    ],
)
def test_what_cannot_be_checked_is_said_beside_the_form(
    town: Cast, content: bytes, name: str, more: dict[str, str], said: str
) -> None:
    answer = send(town, content, name, **more)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in answer.content.decode()


def test_a_clean_text_says_that_nothing_was_found(town: Cast) -> None:
    assert "没有发现问题" in send(town, "发展党员，加强学习。".encode()).content.decode()


def test_the_pages_keep_to_a_budget_of_queries(
    town: Cast, django_assert_max_num_queries: Any
) -> None:
    body = "{{ roads_built_km }}{{ built_share }}{{ incidents }}。建成村级公路1.5公里，路段3条。"
    url = reverse("documents:check", args=[save(town, body).pk])
    clerk = client(town, "clerk")
    clerk.get(url)
    with django_assert_max_num_queries(15):
        clerk.get(url)
    with django_assert_max_num_queries(15):
        clerk.post(URL, {"file": SimpleUploadedFile("a.txt", TEXT.encode()), "unit": "town"})
