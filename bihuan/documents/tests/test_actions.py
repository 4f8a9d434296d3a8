"""Saving, signing and issuing documents, and everything that they refuse."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from bihuan.audit import actions as audit
from bihuan.audit.models import Entry
from bihuan.audit.verifying import verify
from bihuan.documents import errors
from bihuan.documents.actions import (
    issue_document,
    revoke_sign_off,
    save_document,
    sign_for_figure,
)
from bihuan.documents.drift import drift_of
from bihuan.documents.models import Document, Issue, NumberSequence, SignOff
from bihuan.documents.paper import Paper
from bihuan.documents.paper_json import from_json, to_json
from bihuan.documents.template import TemplateFaults
from bihuan.documents.tests.conftest import make_road, make_road_figures, template_text
from bihuan.files import store
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.models import Post
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads")
PERIOD = "2009-09-01..2010-02-03"
NUMBER = "{code: 小党字, year: 2010}"


@pytest.fixture
def town(cast: Cast) -> Cast:
    """A town with one built road in its first village."""
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    return cast


def save(town: Cast, body: str = "建成{{ roads_built_km }}。", **front: str) -> Document:
    return save_document(actor=town.actor("clerk"), template=template_text(body, **front))


def issue(town: Cast, document: Document) -> Issue:
    return issue_document(actor=town.actor("leader"), document=document)


def test_saving_keeps_every_version_and_the_same_text_changes_nothing(town: Cast) -> None:
    document = save(town)
    save(town)
    save(town, "新的正文{{ roads_built }}。")
    revisions = document.revisions.order_by("number")
    assert [row.number for row in revisions] == [1, 2]
    assert revisions[0].made_by == town.account("clerk").id
    document.refresh_from_db()
    assert "新的正文" in document.template
    assert Entry.objects.filter(action="document.save").count() == 2


def test_saving_a_template_that_cannot_be_read_stores_nothing(town: Cast) -> None:
    with pytest.raises(TemplateFaults):
        save(town, "{% set x = 1 %}")
    assert not Document.objects.exists()


def test_only_a_drafter_of_the_unit_saves(town: Cast) -> None:
    for name in ("village_reporter", "leader", "inspection_group", "outsider", "administrator"):
        with pytest.raises(NotAllowed):
            save_document(actor=town.actor(name), template=template_text("正文。"))
    assert Entry.objects.filter(action="document.save", result="refused").count() == 5


def test_a_unit_that_is_not_there_is_a_fault(town: Cast) -> None:
    with pytest.raises(TemplateFaults):
        save(town, unit="nowhere")


def test_two_people_saving_one_document_the_second_is_told(town: Cast) -> None:
    save(town)
    save(town, "第二稿。")
    with pytest.raises(Conflict):
        save_document(
            actor=town.actor("clerk"), template=template_text("旧稿改的。"), expected_revision=1
        )


def test_a_draft_with_an_unknown_placeholder_is_saved_but_not_issued(town: Cast) -> None:
    document = save(town, "{{ nothing }}")
    assert (document.faults, document.pending) == (1, 0)
    with pytest.raises(errors.NotReady, match="nothing"):
        issue(town, document)


def test_a_pending_figure_blocks_issue_and_is_named(town: Cast) -> None:
    document = save(town, "{{ roads_planned_km }}")
    assert document.pending == 1
    with pytest.raises(errors.NotReady, match="拟建公路"):
        issue(town, document)
    assert not Issue.objects.exists()
    assert not Document.objects.get().is_issued


def sign(town: Cast, document: Document, name: str = "leader", source: str = "县批复") -> SignOff:
    return sign_for_figure(
        actor=town.actor(name),
        document=document,
        key=f"roads_planned_km@town@{PERIOD}",
        value=Decimal("7"),
        source=source,
    )


def test_a_persons_signature_allows_issue_and_stays_on_paper(town: Cast) -> None:
    document = save(town, "计划{{ roads_planned_km }}。")
    sign(town, document)
    issued = issue(town, document)
    frozen = issued.figures.get()
    assert (frozen.text, frozen.status, frozen.signed_by) == (
        "7公里",
        "signed",
        str(town.account("leader")),
    )
    assert frozen.source == "县批复"


def test_only_who_may_sign_signs_and_never_the_drafter(town: Cast) -> None:
    document = save(town, "计划{{ roads_planned_km }}。")
    for name in ("clerk", "village_reporter", "inspection_group", "outsider"):
        with pytest.raises(NotAllowed):
            sign(town, document, name)
    document.revisions.update(made_by=town.account("leader").id)
    with pytest.raises(NotAllowed, match="起草人"):
        sign(town, document)


def test_a_signature_names_its_source(town: Cast) -> None:
    document = save(town, "计划{{ roads_planned_km }}。")
    with pytest.raises(Invalid, match="来源"):
        sign(town, document, source=" ")


def test_what_records_answer_is_not_signed_for(town: Cast) -> None:
    document = save(town)
    for key in (f"roads_built_km@town@{PERIOD}", "unknown@town@all"):
        with pytest.raises(errors.NothingToSign):
            sign_for_figure(
                actor=town.actor("leader"),
                document=document,
                key=key,
                value=Decimal(1),
                source="文件",
            )


def test_a_signature_can_be_replaced_and_taken_back(town: Cast) -> None:
    document = save(town, "计划{{ roads_planned_km }}。")
    first = sign(town, document)
    second = sign(town, document, source="更正件")
    first.refresh_from_db()
    assert first.revoked_at
    with pytest.raises(NotAllowed):
        revoke_sign_off(actor=town.actor("clerk"), sign_off=second, reason="误签")
    with pytest.raises(Invalid):
        revoke_sign_off(actor=town.actor("leader"), sign_off=second, reason="")
    revoke_sign_off(actor=town.actor("leader"), sign_off=second, reason="误签")
    with pytest.raises(errors.NotReady):
        issue(town, document)


def test_records_that_come_later_win_over_a_signature(town: Cast) -> None:
    document = save(town, "计划{{ roads_planned_km }}。")
    sign(town, document)
    make_road(town.villages[0], "3.00", "北路", state="other")
    frozen = issue(town, document).figures.get()
    assert (frozen.text, frozen.status) == ("3公里", "traced")


def test_issue_numbers_freezes_and_keeps_files(town: Cast) -> None:
    document = save(town, number=NUMBER)
    head = audit.head()
    issued = issue(town, document)
    assert str(issued.document_number) == "小党字〔2010〕1号"
    assert issued.audit_head == head
    paper = from_json(issued.paper)
    assert paper.audit_head == head
    assert not paper.is_preview
    assert paper.figures[0].text == "1.5公里"
    assert "as_of=" in paper.figures[0].url
    assert store.get(issued.pdf_id).startswith(b"%PDF")
    assert store.get(issued.docx_id).startswith(b"PK")
    assert "小党字〔2010〕1号".encode() in store.get(issued.html_id)
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    assert (entry.action, entry.target_id) == ("document.issue", str(document.pk))
    assert list(verify([issued.audit_head])) == []


def test_numbers_run_on_and_a_named_number_is_given_once(town: Cast) -> None:
    issued = [
        issue(town, save(town, code=f"doc-{at}", number=number))
        for at, number in enumerate(
            (NUMBER, NUMBER, "{code: 小党字, year: 2010, number: 11}", NUMBER)
        )
    ]
    assert [row.number for row in issued] == [1, 2, 11, 12]
    other = issue(town, save(town, code="gov", number="{code: 小府字, year: 2010}"))
    assert other.number == 1
    with pytest.raises(errors.NumberTaken):
        issue(town, save(town, code="again", number="{code: 小党字, year: 2010, number: 11}"))
    assert NumberSequence.objects.get(code="小党字").last == 12


def test_a_document_without_number_is_issued_too(town: Cast) -> None:
    assert issue(town, save(town)).document_number is None


def test_only_who_may_issue_issues(town: Cast) -> None:
    document = save(town)
    for name in ("clerk", "village_reporter", "inspection_group", "outsider", "auditor"):
        with pytest.raises(NotAllowed):
            issue_document(actor=town.actor(name), document=document)


def test_an_issued_document_never_changes(town: Cast) -> None:
    document = save(town)
    issued = issue(town, document)
    with pytest.raises(errors.AlreadyIssued):
        issue(town, document)
    with pytest.raises(errors.AlreadyIssued):
        save(town, "改。")
    assert save(town).pk == document.pk  # the same text again is no change
    with pytest.raises(DatabaseError), transaction.atomic():
        Issue.objects.filter(pk=issued.pk).update(number=9)
    with pytest.raises(DatabaseError), transaction.atomic():
        issued.figures.update(text="9公里")
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(title="改")


def test_drift_shows_what_the_records_say_now(town: Cast) -> None:
    document = save(town, '{{ roads_built_km }}{% for r in rows("roads") %}{{ r.km }}{% endfor %}')
    issued = issue(town, document)
    assert [each.state for each in drift_of(document, actor=town.actor("clerk"))] == [
        "same",
        "same",
    ]
    make_road(town.villages[1], "1.00", "西路")
    Post.objects.filter(title="东路").update(sort_order=160)
    first, second = drift_of(document, actor=town.actor("clerk"))
    assert first.state == "changed"
    assert "2.6公里" in first.said
    assert "1.6公里" in second.said
    assert issued.figures.first().text == "1.5公里"  # type: ignore[union-attr]


def test_a_figure_that_is_no_longer_stated_is_gone(town: Cast) -> None:
    document = save(town, "{% if roads_built == 1 %}{{ roads_built }}{% endif %}")
    issue(town, document)
    make_road(town.villages[1], "1.00", "西路")
    (only,) = drift_of(document, actor=town.actor("clerk"))
    assert (only.state, "不再" in only.said) == ("gone", True)


def test_a_failure_while_laying_out_leaves_nothing_issued(
    town: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_paper: object) -> bytes:
        raise RuntimeError("disk full")

    document = save(town, number=NUMBER)
    monkeypatch.setattr("bihuan.documents.rendering.pdf", fail)
    with pytest.raises(RuntimeError):
        issue(town, document)
    document.refresh_from_db()
    assert not document.is_issued
    assert not Issue.objects.exists()
    monkeypatch.undo()


def test_a_paper_that_changed_after_it_was_laid_out_is_laid_out_anew(
    town: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out = []

    def docx(paper: Paper) -> bytes:
        laid_out.append((str(paper.number), paper.figures[0].text))
        if len(laid_out) == 1:  # meanwhile a record comes in, and somebody takes the number
            make_road(town.villages[1], "1.00")
            NumberSequence.objects.create(home=town.town, code="小党字", year=2010, last=7)
        return b"docx"

    monkeypatch.setattr("bihuan.documents.rendering.docx", docx)
    monkeypatch.setattr("bihuan.documents.rendering.pdf", lambda _paper: b"pdf")
    issued = issue(town, save(town, number=NUMBER))
    assert laid_out == [("小党字〔2010〕1号", "1.5公里"), ("小党字〔2010〕8号", "2.5公里")]
    assert (issued.number, issued.figures.get().text) == (8, "2.5公里")


def test_a_frozen_paper_reads_back_as_it_was(town: Cast) -> None:
    body = "# 一、题\n\n{{ roads_built_km }}\n\n| 路 |\n|---|\n| {{ incidents }} |\n"
    document = save(town, body, number=NUMBER, printed_by="办公室", cc="[甲, 乙]")
    paper = from_json(issue(town, document).paper)
    assert from_json(to_json(paper)) == paper
    assert paper.cc == ("甲", "乙")
