"""Templates made in Word: kept, replaced, made void, filled, and who may."""

import io
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from bihuan.audit.models import Entry
from bihuan.documents.actions import (
    add_word_template,
    fill_word_template,
    replace_word_template,
    void_word_template,
)
from bihuan.documents.actions.word import read_upload
from bihuan.documents.layout.docx_text import docx_plain_text
from bihuan.documents.models import WordTemplate, WordTemplateVersion
from bihuan.documents.tests.conftest import make_road, make_road_figures
from bihuan.documents.word.errors import BadWordFile, UnknownWordTemplate, WordTemplateNotReady
from bihuan.documents.word.tests.files import with_relation, word_file
from bihuan.files import store
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads")
GOOD, FAULTY = "建成{{ roads_built_km }}。", "建成{{ nothing_such }}。"


@pytest.fixture
def town(cast: Cast) -> Cast:
    """A town with one built road."""
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    return cast


def add(town: Cast, *paragraphs: str, who: str = "clerk", code: str = "monthly") -> WordTemplate:
    return add_word_template(
        actor=town.actor(who),
        unit=town.town,
        code=code,
        kind="报告",
        title="道路建设月报",
        upload=read_upload(word_file(*paragraphs), "月报.docx"),
    )


def client(town: Cast, name: str) -> Client:
    logged_in = Client()
    logged_in.force_login(
        town.account(name), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return logged_in


def upload(content: bytes, name: str = "月报.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def filled_text(response: Any) -> str:
    return docx_plain_text(response.content).strip()


def test_an_uploaded_file_is_kept_as_it_was_with_who_and_when(town: Cast) -> None:
    template = add(town, GOOD)
    version = template.versions.get()
    assert docx.Document(io.BytesIO(store.get(version.file_id))).paragraphs[0].text == GOOD
    assert (version.number, version.file_name, template.faults) == (1, "月报.docx", 0)
    entry = Entry.objects.get(action="word_template.add")
    assert entry.target_id == str(template.pk)


def test_a_template_with_faults_is_kept_and_not_filled(town: Cast) -> None:
    template = add(town, FAULTY)
    assert template.faults == 1
    with pytest.raises(WordTemplateNotReady, match="nothing_such"):
        fill_word_template(actor=town.actor("clerk"), template=template, period=None)
    assert not Entry.objects.filter(action="word_template.fill").exists()


def test_a_new_version_replaces_and_keeps_the_old(town: Cast) -> None:
    template = add(town, FAULTY)
    better = read_upload(word_file(GOOD), "改.docx")
    actor = town.actor("clerk")
    replace_word_template(actor=actor, template=template, upload=better, expected_version=1)
    assert [row.number for row in template.versions.all()] == [2, 1]
    template.refresh_from_db()
    assert template.faults == 0
    again = replace_word_template(actor=actor, template=template, upload=better, expected_version=2)
    assert again.versions.count() == 2
    with pytest.raises(Conflict, match="别人已先换了"):
        replace_word_template(actor=actor, template=template, upload=better, expected_version=1)


def test_a_code_is_taken_once(town: Cast) -> None:
    add(town, GOOD)
    with pytest.raises(Invalid, match="已经存在"):
        add(town, GOOD)


def test_only_a_drafter_adds_replaces_and_withdraws(town: Cast) -> None:
    with pytest.raises(NotAllowed):
        add(town, GOOD, who="leader")
    template = add(town, GOOD)
    file = read_upload(word_file("新"), "a.docx")
    for who in ("leader", "village_reporter", "outsider"):
        actor = town.actor(who)
        with pytest.raises(NotAllowed):
            replace_word_template(actor=actor, template=template, upload=file, expected_version=1)
        with pytest.raises(NotAllowed):
            void_word_template(actor=actor, template=template, reason="不用了")


def test_a_void_template_keeps_its_reason_and_is_not_filled(town: Cast) -> None:
    template = add(town, GOOD)
    actor = town.actor("clerk")
    with pytest.raises(Invalid, match="停用理由"):
        void_word_template(actor=actor, template=template, reason=" ")
    template = void_word_template(actor=actor, template=template, reason="改用新的样子")
    assert template.is_void
    for done in (
        lambda: fill_word_template(actor=actor, template=template, period=None),
        lambda: void_word_template(actor=actor, template=template, reason="再停"),
    ):
        with pytest.raises(WordTemplateNotReady, match="改用新的样子"):
            done()


def test_who_sees_figures_fills_and_the_log_says_what_was_written(town: Cast) -> None:
    template = add(town, GOOD)
    made = fill_word_template(actor=town.actor("village_reporter"), template=template, period=None)
    assert docx_plain_text(made.content).strip() == "建成1.5公里。"
    assert Entry.objects.filter(action="word_template.fill").count() == 1
    with pytest.raises(UnknownWordTemplate):
        fill_word_template(actor=town.actor("outsider"), template=template, period=None)


def test_a_version_never_changes(town: Cast) -> None:
    version = add(town, GOOD).versions.get()
    rows = WordTemplateVersion.objects.filter(pk=version.pk)
    for change in (lambda: rows.update(file_name="b.docx"), rows.delete):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            change()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM documents_wordtemplateversion")


def test_a_file_that_is_not_taken_leaves_nothing_behind(town: Cast) -> None:
    with pytest.raises(BadWordFile, match="外部模板"):
        read_upload(with_relation(word_file(), "attachedTemplate", "http://a/b.dotm"), "a.docx")
    clerk = client(town, "clerk")
    given = {"title": "月报", "kind": "报告", "unit": town.town.code, "file": upload(b"PK no")}
    refused = clerk.post(reverse("documents:new_word_template"), given)
    assert refused.status_code == 422
    assert "不完整或已损坏" in refused.content.decode()
    assert not WordTemplate.objects.exists()


def test_a_clerk_uploads_sees_faults_replaces_and_fills_in_the_browser(town: Cast) -> None:
    clerk = client(town, "clerk")
    given = {
        "title": "月报",
        "kind": "报告",
        "unit": town.town.code,
        "file": upload(word_file("好", FAULTY)),
    }
    page = clerk.post(reverse("documents:new_word_template"), given, follow=True)
    template = WordTemplate.objects.get()
    text = page.content.decode()
    assert "第2段" in text
    assert "没有名为“nothing_such”的数据" in text
    filled = reverse("documents:filled_word", args=[template.pk])
    assert "改正后才能填写" in clerk.post(filled, follow=True).content.decode()
    replaced = clerk.post(
        reverse("documents:new_word_version", args=[template.pk]),
        {"version": 1, "file": upload(word_file(GOOD))},
        follow=True,
    )
    assert "可以填写了" in replaced.content.decode()
    response = clerk.post(filled, {"first": "2009-01-01", "last": "2010-02-04"})
    assert response["Content-Disposition"].startswith("attachment")
    assert filled_text(response) == "建成1.5公里。"
    none = clerk.post(filled, {"first": "2008-01-01", "last": "2008-12-31"})
    assert filled_text(none) == "建成待核。"
    half = clerk.post(filled, {"first": "2008-01-01"}, follow=True)
    assert "要么都填" in half.content.decode()
    old = clerk.get(reverse("documents:word_version", args=[template.pk, 1]))
    assert docx_plain_text(old.content).strip() == f"好\n{FAULTY}"
    assert clerk.get(reverse("documents:word_version", args=[template.pk, 9])).status_code == 404


def test_the_page_shows_each_placeholder_its_place_and_its_value(town: Cast) -> None:
    template = add(town, "好", GOOD, "拟建{{ 拟建公路 }}。")
    url = reverse("documents:word_template", args=[template.pk])
    text = client(town, "leader").get(url, {"first": "", "last": ""}).content.decode()
    assert "第2段" in text
    assert "建成村级公路" in text
    assert "1.5公里" in text
    assert "1个数据没有记录" in text
    assert "/figures/roads_built_km/" in text
    wrong = client(town, "leader").get(url, {"first": "2010-02-02", "last": "2010-01-01"})
    assert wrong.status_code == 422


def test_a_template_is_withdrawn_in_the_browser(town: Cast) -> None:
    template = add(town, GOOD)
    url = reverse("documents:word_withdrawal", args=[template.pk])
    clerk = client(town, "clerk")
    assert "请填写停用理由" in clerk.post(url, follow=True).content.decode()
    text = clerk.post(url, {"reason": "改用新的"}, follow=True).content.decode()
    assert "停用：改用新的" in text
    assert "填好并下载" not in text
    listed = clerk.get(reverse("documents:word_templates")).content.decode()
    assert "已停用" in listed


def test_the_pages_keep_to_a_budget_of_queries(
    town: Cast, django_assert_max_num_queries: Any
) -> None:
    template = add(town, GOOD, "{{ roads_built }}{{ built_share }}{{ incidents }}")
    add(town, FAULTY, code="other")
    clerk = client(town, "clerk")
    for url in (
        reverse("documents:word_template", args=[template.pk]),
        reverse("documents:word_templates"),
        reverse("documents:figures"),
        reverse("documents:new"),
    ):
        clerk.get(url)
        with django_assert_max_num_queries(15):
            assert clerk.get(url).status_code == 200
