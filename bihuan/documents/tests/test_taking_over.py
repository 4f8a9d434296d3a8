"""Text taken over from Word, and figures picked for a template."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.documents.picking import placeholder_of
from bihuan.documents.tests.conftest import make_figure, make_road, make_road_figures
from bihuan.documents.word.tests.files import word_file
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads")
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def town(cast: Cast) -> Cast:
    """A town with one built road."""
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    return cast


def client(town: Cast, name: str, *, checks_tokens: bool = False) -> Client:
    logged_in = Client(enforce_csrf_checks=checks_tokens)
    logged_in.force_login(
        town.account(name), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return logged_in


def test_what_is_pasted_comes_back_as_template_text(town: Cast) -> None:
    url = reverse("documents:pasted_text")
    html = "<h1>一、道路</h1><script>alert(1)</script><table><tr><td>甲<td>乙</table>"
    response = client(town, "clerk").post(url, {"html": html})
    assert response["Content-Type"].startswith("text/plain")
    assert response.content.decode() == "# 一、道路\n\n| 甲 | 乙 |\n| --- | --- |\n"
    long = client(town, "clerk").post(url, {"html": "a" * 2_000_001})
    assert long.status_code == 400
    assert "分几次粘贴" in long.content.decode()


def test_pasting_asks_for_the_permission_and_the_token(town: Cast) -> None:
    url = reverse("documents:pasted_text")
    assert client(town, "leader").post(url, {"html": "甲"}).status_code == 403
    assert client(town, "clerk", checks_tokens=True).post(url, {"html": "甲"}).status_code == 403
    assert client(town, "clerk").get(url).status_code == 405


def test_the_text_of_a_word_file_is_shown_to_be_copied(town: Cast) -> None:
    url = reverse("documents:text_of_word")
    clerk = client(town, "clerk")
    file = SimpleUploadedFile("稿.docx", word_file("一、道路", "建成公路。"))
    text = clerk.post(url, {"file": file}).content.decode()
    assert "# 一、道路\n\n建成公路。" in text
    file.seek(0)
    assert clerk.post(url, {"file": file}, headers=FRAGMENT).content.decode() == (
        "# 一、道路\n\n建成公路。\n"
    )
    bad = SimpleUploadedFile("稿.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    refused = clerk.post(url, {"file": bad})
    assert refused.status_code == 422
    assert "旧格式" in refused.content.decode()
    bad.seek(0)
    told = clerk.post(url, {"file": bad}, headers=FRAGMENT)
    assert (told.status_code, "旧格式" in told.content.decode()) == (422, True)


def test_figures_are_found_by_name_or_code_with_their_values(town: Cast) -> None:
    url = reverse("documents:figures")
    clerk = client(town, "clerk")
    text = clerk.get(url, {"q": "村级"}).content.decode()
    assert "{{ roads_built_km }}" in text
    assert "1.5公里" in text
    assert "重大事件" not in text
    assert "找到3项" in clerk.get(url, {"q": "roads_"}).content.decode()
    assert "没有名称相符" in clerk.get(url, {"q": "zzz"}).content.decode()
    fragment = clerk.get(url, {"q": "村级"}, headers=FRAGMENT).content.decode()
    assert "<html" not in fragment
    assert 'data-insert="{{ roads_built_km }}"' in fragment


def test_a_code_that_is_no_word_is_named_in_quotes(town: Cast) -> None:
    plain = make_figure(town.town, "plain", "甲")
    dashed = make_figure(town.town, "with-dash", "乙")
    assert placeholder_of(plain) == "{{ plain }}"
    assert placeholder_of(dashed) == '{{ figure("with-dash") }}'


def test_the_form_of_a_template_offers_both(town: Cast) -> None:
    text = client(town, "clerk").get(reverse("documents:new")).content.decode()
    assert reverse("documents:figures") in text
    assert reverse("documents:pasted_text") in text
    assert "documents/template" in text
