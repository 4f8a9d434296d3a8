"""A document sent on one server: seen, signed for, returned, answered; each step once."""

import pytest
from django.db import DatabaseError, connection, transaction

from bihuan.audit.models import Entry
from bihuan.audit.verifying import verify
from bihuan.documents.actions import save_document
from bihuan.documents.models import Document
from bihuan.documents.tests.conftest import template_text
from bihuan.exchange.access import (
    dispatches_visible_to,
    receivers_of,
    receptions_visible_to,
    steps_visible_to,
)
from bihuan.exchange.actions import (
    answer_document,
    note_outcome,
    return_document,
    send_document,
    sign_receipt,
)
from bihuan.exchange.errors import AlreadySent, NotIssuedYet, NotOnTheWay, WrongStep
from bihuan.exchange.models import Dispatch, ExchangeStep, Reception
from bihuan.exchange.tests.making import county_clerk, make_issued, make_plain
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, keeper, make_account

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roads")]


@pytest.fixture
def paper(cast: Cast) -> Document:
    return make_issued(cast)


def send(cast: Cast, paper: Document) -> Reception:
    sent = send_document(actor=cast.actor("clerk"), document=paper, to=cast.county)
    return Reception.objects.get(dispatch=sent)


def test_a_document_is_sent_signed_for_and_answered(cast: Cast, paper: Document) -> None:
    reception = send(cast, paper)
    above = county_clerk(cast)
    sign_receipt(actor=above, reception=reception)
    answer_document(actor=above, reception=reception, text="同意。")
    reception.refresh_from_db()
    dispatch = Dispatch.objects.get()
    assert (reception.state, dispatch.state) == ("answered", "answered")
    assert [step.kind for step in dispatch.steps.all()] == ["send", "receipt", "answer"]
    assert dispatch.steps.get(kind="answer").text == "同意。"
    note_outcome(actor=cast.actor("clerk"), dispatch=dispatch)
    with pytest.raises(WrongStep, match="刷新"):
        note_outcome(actor=cast.actor("clerk"), dispatch=dispatch)
    assert list(verify()) == []
    said = set(Entry.objects.values_list("action", flat=True))
    assert {"exchange.send", "exchange.receipt", "exchange.answer", "exchange.note"} <= said


def test_the_receiver_gets_the_frozen_files_and_of_traces_only_counts(
    cast: Cast, paper: Document
) -> None:
    reception = send(cast, paper)
    issue = paper.issue
    assert (reception.docx_id, reception.pdf_id) == (issue.docx_id, issue.pdf_id)
    (figure,) = reception.figures
    assert figure["text"] == "1.5公里"
    assert figure["records"] == 1
    assert figure["source"]
    assert set(figure) == {
        *("label", "text", "value", "unit", "source", "note", "records", "as_of"),
        *("status", "signed_by"),
    }


def test_a_document_is_returned_only_with_a_reason(cast: Cast, paper: Document) -> None:
    reception = send(cast, paper)
    with pytest.raises(Invalid, match="理由"):
        return_document(actor=county_clerk(cast), reception=reception, reason="  ")
    return_document(actor=county_clerk(cast), reception=reception, reason="缺附件")
    assert Dispatch.objects.get().state == "returned"
    with pytest.raises(WrongStep, match="已经退回"):
        answer_document(actor=county_clerk(cast), reception=reception, text="同意")


def test_nothing_is_signed_for_twice(cast: Cast, paper: Document) -> None:
    reception = send(cast, paper)
    sign_receipt(actor=county_clerk(cast), reception=reception)
    with pytest.raises(WrongStep, match="已经签收"):
        sign_receipt(actor=county_clerk(cast), reception=reception)


def test_an_answer_says_something(cast: Cast, paper: Document) -> None:
    with pytest.raises(Invalid, match="答复"):
        answer_document(actor=county_clerk(cast), reception=send(cast, paper))


def test_an_issued_document_answers(cast: Cast, paper: Document) -> None:
    reception = send(cast, paper)
    above = county_clerk(cast)
    leader = Actor.of(make_account("leader", cast.county))
    reply = make_plain(cast.county, above, leader, "批复")
    step = answer_document(actor=above, reception=reception, issue=reply.issue)
    assert step.docx_id == reply.issue.docx_id
    assert step.title == "关于修路的批复"
    assert steps_visible_to(cast.actor("clerk")).filter(pk=step.pk).exists()


def test_another_offices_document_is_no_answer(cast: Cast, paper: Document) -> None:
    reception = send(cast, paper)
    with pytest.raises(NotOnTheWay, match="本单位"):
        answer_document(actor=county_clerk(cast), reception=reception, issue=paper.issue)


def test_what_the_level_above_has_is_not_sent_again(cast: Cast, paper: Document) -> None:
    reception = send(cast, paper)
    with pytest.raises(AlreadySent, match="不用再送") as refused:
        send_document(actor=cast.actor("leader"), document=paper, to=cast.county)
    assert refused.value.standing == reception.dispatch
    send_document(actor=cast.actor("leader"), document=paper, to=cast.other_town)
    assert Dispatch.objects.count() == 2


def test_a_draft_is_not_sent(cast: Cast) -> None:
    draft = save_document(actor=cast.actor("clerk"), template=template_text("正文。"))
    with pytest.raises(NotIssuedYet, match="还没有签发"):
        send_document(actor=cast.actor("clerk"), document=draft, to=cast.county)


def test_nothing_is_sent_within_the_administration(cast: Cast, paper: Document) -> None:
    for unit in (cast.town, cast.villages[0], cast.station, cast.other_village):
        with pytest.raises(NotOnTheWay, match="不用送"):
            send_document(actor=cast.actor("clerk"), document=paper, to=unit)
    assert set(receivers_of(paper)) == {cast.county, cast.other_town}


@pytest.mark.parametrize("name", ["village_reporter", "inspection_group", "outsider", "auditor"])
def test_only_who_drafts_or_issues_for_the_unit_sends(
    cast: Cast, paper: Document, name: str
) -> None:
    with pytest.raises(NotAllowed):
        send_document(actor=cast.actor(name), document=paper, to=cast.county)
    assert not Dispatch.objects.exists()
    assert Entry.objects.filter(action="exchange.send", result="refused").exists()


@pytest.mark.parametrize("name", ["clerk", "leader", "inspection_group", "outsider", "auditor"])
def test_only_the_receivers_own_clerk_signs_for_it(cast: Cast, paper: Document, name: str) -> None:
    reception = send(cast, paper)
    with pytest.raises(NotAllowed):
        sign_receipt(actor=cast.actor(name), reception=reception)
    with pytest.raises(NotAllowed):
        return_document(actor=cast.actor(name), reception=reception, reason="不全")
    with pytest.raises(NotAllowed):
        answer_document(actor=cast.actor(name), reception=reception, text="同意")


def test_a_clerk_above_does_not_sign_in_a_towns_place(cast: Cast, paper: Document) -> None:
    sent = send_document(actor=cast.actor("clerk"), document=paper, to=cast.other_town)
    above = county_clerk(cast)
    assert not receptions_visible_to(above).filter(dispatch=sent).exists()
    with pytest.raises(NotAllowed):
        sign_receipt(actor=above, reception=sent.reception)
    sign_receipt(actor=cast.actor("outsider"), reception=sent.reception)


def test_who_sees_what_was_sent_and_what_came(cast: Cast, paper: Document) -> None:
    reception = send(cast, paper)
    senders = ("village_reporter", "station_reporter", "clerk", "leader", "inspection_group")
    for name in senders:
        assert dispatches_visible_to(cast.actor(name)).exists(), name
        assert not receptions_visible_to(cast.actor(name)).exists(), name
    for name in ("outsider", "auditor", "administrator"):
        assert not dispatches_visible_to(cast.actor(name)).exists(), name
        assert not steps_visible_to(cast.actor(name)).exists(), name
    assert list(receptions_visible_to(county_clerk(cast))) == [reception]


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (ExchangeStep, {"text": "别的"}),
        (Dispatch, {"sent_by_name": "别人"}),
        (Reception, {"title": "别的"}),
        (Reception, {"figures": []}),
    ],
)
def test_the_database_refuses_to_change_or_remove_what_was_sent(
    cast: Cast, paper: Document, model: type[ExchangeStep], change: dict[str, object]
) -> None:
    send(cast, paper)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        model.objects.update(**change)
    table = model._meta.db_table
    for statement in (f"DELETE FROM {table}",):
        with (
            pytest.raises(DatabaseError, match="never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_keeper_may_send_and_sign(cast: Cast, paper: Document) -> None:
    sent = send_document(actor=keeper(), document=paper, to=cast.county)
    sign_receipt(actor=keeper(), reception=sent.reception)
    sent.refresh_from_db()
    assert sent.state == "received"
