"""Two who settle, sign, issue, or take a number at the same moment: one comes first."""

import datetime as dt
import itertools

import pytest

from bihuan.audit.verifying import verify
from bihuan.documents import actions, rendering
from bihuan.documents.errors import NumberTaken, OutOfTurn
from bihuan.documents.models import (
    ApprovalKind,
    ApprovalStep,
    Comment,
    Correction,
    CountersignRequest,
    Document,
    Issue,
    NumberSequence,
    Revision,
    SkippedNumber,
)
from bihuan.documents.tests.conftest import template_text
from bihuan.lib import clock
from bihuan.lib.errors import Conflict
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_account, make_cast
from tests.races.test_at_once import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NUMBER = "{code: 小党字, year: 2010}"
_codes = itertools.count(1)


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    for form in ("docx", "pdf", "standalone_html"):
        monkeypatch.setattr(rendering, form, lambda paper: str(paper.number).encode())
    return make_cast()


def draft(cast: Cast, body: str = "正文。") -> Document:
    text = template_text(body, code=f"doc-{next(_codes)}", number=NUMBER)
    return actions.save_document(actor=cast.actor("clerk"), template=text)


def anew(document: Document) -> Document:
    return Document.objects.select_related("home", "unit__home").get(pk=document.pk)


def two_leaders(cast: Cast) -> tuple[Actor, Actor]:
    return cast.actor("leader"), Actor.of(make_account("leader", cast.town))


def test_four_papers_issued_at_once_take_four_numbers_in_a_row(cast: Cast) -> None:
    documents, leader = [draft(cast) for _ in range(4)], cast.actor("leader")
    came = at_once(
        *[
            lambda each=each: actions.issue_document(actor=leader, document=anew(each))
            for each in documents
        ]
    )
    assert sorted(issue.number for issue in came) == [1, 2, 3, 4]  # type: ignore[attr-defined]
    assert NumberSequence.objects.get().last == 4
    assert list(verify()) == []


def test_of_two_leaders_who_issue_one_paper_at_once_one_does(cast: Cast) -> None:
    document = draft(cast)
    one, other = two_leaders(cast)
    came = at_once(
        lambda: actions.issue_document(actor=one, document=anew(document)),
        lambda: actions.issue_document(actor=other, document=anew(document)),
    )
    assert sum(isinstance(each, Issue) for each in came) == 1
    assert sum(isinstance(each, Conflict) for each in came) == 1
    assert ApprovalStep.objects.filter(kind=ApprovalKind.SIGN).count() == 1
    assert NumberSequence.objects.get().last == 1


def test_of_two_who_sign_at_once_one_does(cast: Cast) -> None:
    document = draft(cast)
    one, other = two_leaders(cast)
    came = at_once(
        lambda: actions.sign_draft(actor=one, document=anew(document)),
        lambda: actions.sign_draft(actor=other, document=anew(document)),
    )
    assert sum(isinstance(each, ApprovalStep) for each in came) == 1
    assert sum(isinstance(each, OutOfTurn) for each in came) == 1
    assert ApprovalStep.objects.count() == 1


def test_a_signature_and_a_new_text_at_once_never_leave_the_text_signed_unread(
    cast: Cast,
) -> None:
    document = draft(cast)
    text = document.template.replace("正文", "改过的正文")
    leader, clerk = cast.actor("leader"), cast.actor("clerk")
    at_once(
        lambda: actions.sign_draft(actor=leader, document=anew(document)),
        lambda: actions.save_document(actor=clerk, template=text),
    )
    newest = Revision.objects.get(document=document, number=2)
    signed = ApprovalStep.objects.get()
    waits = anew(document).waits_for
    assert waits == ("issue" if signed.revision_id == newest.pk else "sign")


def test_of_two_who_settle_one_comment_at_once_one_does(cast: Cast) -> None:
    document = draft(cast)
    spec = actions.RoundSpec(clock.today() + dt.timedelta(days=1), [cast.station])
    made = actions.send_for_comment(actor=cast.actor("clerk"), document=document, spec=spec)
    given = actions.give_comment(
        actor=cast.actor("station_reporter"),
        addressee=made.addressees.get(),
        text="再核",
        place=None,
    )
    one, other = cast.actor("clerk"), Actor.of(make_account("clerk", cast.town))

    def comment() -> Comment:
        return Comment.objects.select_related("addressee__round__document__unit").get(pk=given.pk)

    came = at_once(
        lambda: actions.settle_comment(actor=one, comment=comment(), outcome="adopted"),
        lambda: actions.settle_comment(
            actor=other, comment=comment(), outcome="declined", reason="不妥"
        ),
    )
    assert sum(isinstance(each, Comment) for each in came) == 1
    assert sum(isinstance(each, Conflict) for each in came) == 1


def test_two_who_ask_the_same_unit_at_once_ask_it_once(cast: Cast) -> None:
    document, clerk = draft(cast), cast.actor("clerk")

    def ask() -> object:
        return actions.ask_countersign(actor=clerk, document=anew(document), units=[cast.station])

    came = at_once(ask, ask)
    assert sum(isinstance(each, list) for each in came) == 1
    assert CountersignRequest.objects.count() == 1


def test_a_number_made_void_while_a_paper_takes_it_is_one_of_both(cast: Cast) -> None:
    leader, clerk = cast.actor("leader"), cast.actor("clerk")
    actions.issue_document(actor=leader, document=draft(cast))
    document = draft(cast)
    came = at_once(
        lambda: actions.issue_document(actor=leader, document=anew(document)),
        lambda: actions.explain_numbers(
            actor=clerk, unit=cast.town, code="小党字", year=2010, first=2, last=2, reason="用坏"
        ),
    )
    issued = Issue.objects.get(document=document).number
    skipped = list(SkippedNumber.objects.values_list("number", flat=True))
    assert (issued, skipped) in ((2, []), (3, [2]))
    assert isinstance(came[1], NumberTaken) == (skipped == [])


def test_of_two_who_begin_a_correction_at_once_one_does(cast: Cast) -> None:
    document = draft(cast)
    actions.issue_document(actor=cast.actor("leader"), document=document)
    clerk = cast.actor("clerk")

    def begin() -> object:
        return actions.begin_correction(actor=clerk, document=anew(document), reason="错")

    came = at_once(begin, begin)
    assert sum(isinstance(each, Correction) for each in came) == 1
    assert sum(isinstance(each, Conflict) for each in came) == 1
    assert Correction.objects.count() == 1
