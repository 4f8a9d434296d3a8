"""A draft sent round: who is asked, what they may do, what becomes of what they said."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from bihuan.documents import errors
from bihuan.documents.access import comments_visible_to, rounds_visible_to
from bihuan.documents.actions import (
    RoundSpec,
    answer_without_remarks,
    give_comment,
    issue_document,
    remind_addressee,
    save_document,
    send_for_comment,
    settle_comment,
)
from bihuan.documents.models import Addressee, Comment, CommentRound, Document
from bihuan.documents.tests.conftest import make_road, make_road_figures, template_text
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.orgs.tests.cast import Cast

pytestmark = pytest.mark.usefixtures("roads", "plain_files")
BODY = "第一段，建成{{ roads_built_km }}。\n\n第二段。"


@pytest.fixture
def town(cast: Cast) -> Cast:
    """A town with one built road."""
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    return cast


@pytest.fixture
def draft(town: Cast) -> Document:
    return save_document(actor=town.actor("clerk"), template=template_text(BODY))


def send(town: Cast, draft: Document, **given: Any) -> CommentRound:
    spec: dict[str, Any] = {
        "due_on": clock.today() + dt.timedelta(days=3),
        "units": [town.station],
        "accounts": [town.account("village_reporter")],
        "message": "请看第二段",
    }
    return send_for_comment(
        actor=town.actor("clerk"), document=draft, spec=RoundSpec(**spec | given)
    )


def asked(made: CommentRound, name: str = "水利站") -> Addressee:
    return made.addressees.get(name=name)


def comment(town: Cast, made: CommentRound, place: int | None = 1) -> Comment:
    return give_comment(
        actor=town.actor("station_reporter"), addressee=asked(made), text="里程再核", place=place
    )


def test_a_round_freezes_the_draft_as_it_was_filled(town: Cast, draft: Document) -> None:
    made = send(town, draft)
    make_road(town.villages[1], "2.00", "西路")
    save_document(actor=town.actor("clerk"), template=template_text("改过的。"))
    made_comment = comment(town, made)
    assert made_comment.quote == "第一段，建成1.5公里。"
    assert (made.number, made.revision.number) == (1, 1)
    assert send(town, draft).number == 2


def test_only_a_drafter_sends_and_only_inside_the_administration(
    town: Cast, draft: Document
) -> None:
    spec = RoundSpec(clock.today(), [town.station])
    for name in ("leader", "village_reporter", "outsider", "inspection_group"):
        with pytest.raises(NotAllowed):
            send_for_comment(actor=town.actor(name), document=draft, spec=spec)
    for name in ("outsider", "inspection_group", "auditor"):
        with pytest.raises(Invalid, match="只能送"):
            send(town, draft, accounts=[town.account(name)])
    with pytest.raises(Invalid, match="只能送"):
        send(town, draft, units=[town.other_village])
    with pytest.raises(Invalid, match="至少选一个"):
        send(town, draft, units=[], accounts=[])
    with pytest.raises(Invalid, match="已经过去"):
        send(town, draft, due_on=clock.today() - dt.timedelta(days=1))
    assert not CommentRound.objects.exists()


def test_those_asked_comment_and_nobody_else(town: Cast, draft: Document) -> None:
    made = send(town, draft)
    assert comment(town, made).given_by == town.account("station_reporter").id
    for name in ("clerk", "leader", "village_reporter", "outsider", "inspection_group"):
        with pytest.raises(NotAllowed):
            give_comment(actor=town.actor(name), addressee=asked(made), text="我也说", place=None)
    person = made.addressees.exclude(account=None).get()
    assert give_comment(
        actor=town.actor("village_reporter"), addressee=person, text="好", place=None
    )


def test_a_comment_stands_at_a_paragraph_that_is_there_and_says_something(
    town: Cast, draft: Document
) -> None:
    made = send(town, draft)
    with pytest.raises(Invalid, match="没有这一段"):
        comment(town, made, place=99)
    station = town.actor("station_reporter")
    with pytest.raises(Invalid, match="写出您的意见"):
        give_comment(actor=station, addressee=asked(made), text=" ", place=None)
    with pytest.raises(Invalid, match="最多"):
        give_comment(actor=station, addressee=asked(made), text="多" * 2001, place=None)
    assert comment(town, made, place=None).quote == ""


def test_an_answer_without_remarks_is_an_answer_once(town: Cast, draft: Document) -> None:
    made = send(town, draft)
    station = town.actor("station_reporter")
    with pytest.raises(NotAllowed):
        answer_without_remarks(actor=town.actor("leader"), addressee=asked(made))
    answer_without_remarks(actor=station, addressee=asked(made))
    assert asked(made).is_without_remarks
    with pytest.raises(Conflict, match="已经答复过"):
        answer_without_remarks(actor=station, addressee=asked(made))
    comment(town, made)
    assert not asked(made).is_without_remarks


@pytest.mark.parametrize("outcome", ["partly", "declined"])
def test_what_is_not_wholly_adopted_has_a_reason(town: Cast, draft: Document, outcome: str) -> None:
    given = comment(town, send(town, draft))
    clerk = town.actor("clerk")
    with pytest.raises(Invalid, match="理由"):
        settle_comment(actor=clerk, comment=given, outcome=outcome)
    with pytest.raises(Invalid, match="无法识别"):
        settle_comment(actor=clerk, comment=given, outcome="maybe")
    settled = settle_comment(actor=clerk, comment=given, outcome=outcome, reason="口径不同")
    assert (settled.outcome, settled.reason) == (outcome, "口径不同")
    with pytest.raises(Conflict, match="已经有人处理过"):
        settle_comment(actor=clerk, comment=given, outcome="adopted")


def test_only_a_drafter_settles_and_the_giver_sees_which(town: Cast, draft: Document) -> None:
    given = comment(town, send(town, draft))
    for name in ("leader", "station_reporter", "village_reporter", "outsider"):
        with pytest.raises(NotAllowed):
            settle_comment(actor=town.actor(name), comment=given, outcome="adopted")
    settle_comment(actor=town.actor("clerk"), comment=given, outcome="adopted")
    seen = comments_visible_to(town.actor("station_reporter")).get()
    assert seen.outcome == "adopted"


def test_comments_are_seen_by_their_giver_and_those_who_work_on_the_document(
    town: Cast, draft: Document
) -> None:
    made = send(town, draft)
    comment(town, made)
    for name, comments, rounds in (
        ("clerk", 1, 1),
        ("leader", 1, 1),
        ("station_reporter", 1, 1),
        ("village_reporter", 0, 1),
        ("inspection_group", 0, 0),
        ("outsider", 0, 0),
        ("auditor", 0, 0),
    ):
        actor = town.actor(name)
        assert comments_visible_to(actor).count() == comments, name
        assert rounds_visible_to(actor).count() == rounds, name


def test_a_reminder_is_sent_once_a_day_and_only_to_whom_has_not_answered(
    town: Cast, draft: Document
) -> None:
    made, clerk = send(town, draft), town.actor("clerk")
    with pytest.raises(NotAllowed):
        remind_addressee(actor=town.actor("leader"), addressee=asked(made))
    remind_addressee(actor=clerk, addressee=asked(made))
    with pytest.raises(Conflict, match="今天已经提醒过"):
        remind_addressee(actor=clerk, addressee=asked(made))
    Addressee.objects.update(reminded_at=clock.now() - dt.timedelta(days=1))
    remind_addressee(actor=clerk, addressee=asked(made))
    comment(town, made)
    with pytest.raises(Conflict, match="已经答复"):
        remind_addressee(actor=clerk, addressee=asked(made))


def test_after_the_issue_nobody_comments_but_what_was_said_may_still_be_answered(
    town: Cast, draft: Document
) -> None:
    made = send(town, draft)
    given = comment(town, made)
    issue_document(actor=town.actor("leader"), document=draft)
    with pytest.raises(errors.AlreadyIssued):
        comment(town, made)
    with pytest.raises(errors.AlreadyIssued):
        answer_without_remarks(actor=town.actor("station_reporter"), addressee=asked(made))
    with pytest.raises(errors.AlreadyIssued):
        remind_addressee(actor=town.actor("clerk"), addressee=made.addressees.get(answered_at=None))
    with pytest.raises(errors.AlreadyIssued):
        send(town, draft)
    assert settle_comment(actor=town.actor("clerk"), comment=given, outcome="adopted").settled_at


def test_what_was_said_and_settled_never_changes(town: Cast, draft: Document) -> None:
    given = comment(town, send(town, draft))
    settle_comment(actor=town.actor("clerk"), comment=given, outcome="adopted")
    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.update(outcome="declined")
    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        CommentRound.objects.update(message="改")
