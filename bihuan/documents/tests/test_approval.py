"""The way of a draft to its issue: who may take which step when, and what begins anew."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from bihuan.documents import errors
from bihuan.documents.actions import (
    ask_countersign,
    countersign_draft,
    issue_document,
    return_draft,
    review_draft,
    save_document,
    sign_draft,
    submit_draft,
    withdraw_countersign,
)
from bihuan.documents.approval import approval_of
from bihuan.documents.models import (
    ApprovalKind,
    ApprovalStep,
    CountersignRequest,
    Document,
    Issue,
    WaitsFor,
)
from bihuan.documents.policy import steps_known
from bihuan.documents.tests.conftest import make_road, make_road_figures, template_text
from bihuan.lib import clock
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.tests.cast import Cast, make_account
from bihuan.presets.actions import set_preset

pytestmark = pytest.mark.usefixtures("roads", "plain_files")


@pytest.fixture
def town(cast: Cast) -> Cast:
    """A town with one built road."""
    make_road_figures(cast.town)
    make_road(cast.villages[0], "1.50", "东路")
    return cast


def needs(town: Cast, level: int, kind: str = "工作总结") -> None:
    """Set which steps a kind goes through."""
    set_preset(
        actor=Actor.installation(),
        home=town.town,
        code=steps_known(kind).code,
        value=str(level),
        from_on=clock.today(),
        basis="办文制度",
    )


def save(town: Cast, body: str = "建成{{ roads_built_km }}。", **front: str) -> Document:
    return save_document(actor=town.actor("clerk"), template=template_text(body, **front))


def anew(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def test_by_default_the_issue_by_a_leader_is_itself_the_signature(town: Cast) -> None:
    document = save(town)
    assert anew(document).waits_for == WaitsFor.SIGN
    issue_document(actor=town.actor("leader"), document=document)
    step = ApprovalStep.objects.get()
    assert (step.kind, step.done_by) == (ApprovalKind.SIGN, town.account("leader").id)


def test_a_paper_that_needs_all_goes_the_whole_way(town: Cast) -> None:
    needs(town, 2)
    document = save(town)
    clerk, leader = town.actor("clerk"), town.actor("leader")
    assert anew(document).waits_for == WaitsFor.SUBMIT
    submit_draft(actor=clerk, document=document, note="请审")
    assert anew(document).waits_for == WaitsFor.REVIEW
    review_draft(actor=leader, document=document)
    assert anew(document).waits_for == WaitsFor.COUNTERSIGN
    asked = ask_countersign(actor=clerk, document=document, units=[town.station])
    countersign_draft(
        actor=town.actor("station_reporter"), document=document, request=asked[0], note="同意"
    )
    assert anew(document).waits_for == WaitsFor.SIGN
    sign_draft(actor=leader, document=document)
    assert anew(document).waits_for == WaitsFor.ISSUE
    issued = issue_document(actor=clerk, document=document)
    assert issued.issued_by == clerk.id
    assert [step.kind for step in ApprovalStep.objects.all()] == [
        "submit",
        "review",
        "countersign",
        "sign",
    ]


@pytest.mark.parametrize("level", [1, 2])
def test_what_is_not_reviewed_is_neither_signed_nor_issued(town: Cast, level: int) -> None:
    needs(town, level)
    document = save(town)
    for act in (sign_draft, issue_document):
        with pytest.raises(errors.OutOfTurn, match="先送审"):
            act(actor=town.actor("leader"), document=document)
    submit_draft(actor=town.actor("clerk"), document=document)
    for act in (sign_draft, issue_document):
        with pytest.raises(errors.OutOfTurn, match="还没有人核稿"):
            act(actor=town.actor("leader"), document=document)
    assert not Issue.objects.exists()


def test_a_kind_that_is_countersigned_needs_somebody_asked(town: Cast) -> None:
    needs(town, 2)
    document = save(town)
    submit_draft(actor=town.actor("clerk"), document=document)
    review_draft(actor=town.actor("leader"), document=document)
    with pytest.raises(errors.OutOfTurn, match="选会签单位"):
        sign_draft(actor=town.actor("leader"), document=document)


def test_nobody_reviews_signs_or_issues_their_own_draft(town: Cast) -> None:
    needs(town, 1)
    document = save(town)
    submit_draft(actor=town.actor("clerk"), document=document)
    with pytest.raises(errors.OwnDraft):
        review_draft(actor=town.actor("clerk"), document=document)
    review_draft(actor=town.actor("leader"), document=document)
    document.revisions.update(made_by=town.account("leader").id)
    for act in (sign_draft, issue_document):
        with pytest.raises(errors.OwnDraft):
            act(actor=town.actor("leader"), document=document)


def test_another_clerk_may_review(town: Cast) -> None:
    needs(town, 1)
    document = save(town)
    submit_draft(actor=town.actor("clerk"), document=document)
    second = Actor.of(make_account("clerk", town.town))
    assert review_draft(actor=second, document=document).kind == ApprovalKind.REVIEW
    with pytest.raises(errors.OutOfTurn, match="已经有人核过"):
        review_draft(actor=town.actor("leader"), document=document)


@pytest.mark.parametrize("name", ["village_reporter", "inspection_group", "outsider", "auditor"])
def test_those_without_a_hand_in_it_take_no_step(town: Cast, name: str) -> None:
    document = save(town)
    acts: list[Callable[..., object]] = [submit_draft, review_draft, sign_draft, issue_document]
    for act in acts:
        with pytest.raises(NotAllowed):
            act(actor=town.actor(name), document=document)
    with pytest.raises(NotAllowed):
        return_draft(actor=town.actor(name), document=document, reason="不行")
    with pytest.raises(NotAllowed):
        ask_countersign(actor=town.actor(name), document=document, units=[town.station])


def test_review_needs_a_draft_that_was_sent_up_once(town: Cast) -> None:
    document = save(town)
    with pytest.raises(errors.OutOfTurn, match="还没有送审"):
        review_draft(actor=town.actor("leader"), document=document)
    submit_draft(actor=town.actor("clerk"), document=document)
    with pytest.raises(errors.OutOfTurn, match="已经送审"):
        submit_draft(actor=town.actor("clerk"), document=document)


def test_a_returned_draft_waits_for_its_author_and_begins_anew(town: Cast) -> None:
    needs(town, 1)
    document = save(town)
    clerk, leader = town.actor("clerk"), town.actor("leader")
    with pytest.raises(errors.OutOfTurn, match="还没有送审"):
        return_draft(actor=leader, document=document, reason="数字不对")
    submit_draft(actor=clerk, document=document)
    review_draft(actor=leader, document=document)
    with pytest.raises(Invalid, match="理由"):
        return_draft(actor=leader, document=document, reason=" ")
    return_draft(actor=leader, document=document, reason="数字不对")
    assert anew(document).waits_for == WaitsFor.REVISE
    for act in (sign_draft, issue_document):
        with pytest.raises(errors.OutOfTurn, match="退回修改"):
            act(actor=leader, document=document)
    with pytest.raises(errors.OutOfTurn, match="已经退回"):
        return_draft(actor=leader, document=document, reason="再退")
    submit_draft(actor=clerk, document=document, note="核对过，无误")
    approval = approval_of(anew(document))
    assert approval.waits_for == WaitsFor.REVIEW
    assert approval.step(ApprovalKind.REVIEW) is None


def test_a_new_text_needs_the_steps_anew_but_asks_the_same_to_countersign(town: Cast) -> None:
    needs(town, 2)
    document = save(town)
    clerk, leader, station = (town.actor(n) for n in ("clerk", "leader", "station_reporter"))
    submit_draft(actor=clerk, document=document)
    review_draft(actor=leader, document=document)
    (asked,) = ask_countersign(actor=clerk, document=document, units=[town.station])
    countersign_draft(actor=station, document=document, request=asked)
    sign_draft(actor=leader, document=document)
    save(town, "改了一句，建成{{ roads_built_km }}。")
    approval = approval_of(anew(document))
    assert (approval.waits_for, approval.is_anew) == (WaitsFor.SUBMIT, True)
    assert approval.open_requests == [asked]
    with pytest.raises(NotAllowed):
        issue_document(actor=clerk, document=document)


def test_countersigning_is_for_those_who_were_asked(town: Cast) -> None:
    document = save(town)
    clerk, station = town.actor("clerk"), town.actor("station_reporter")
    by_unit, by_person = ask_countersign(
        actor=clerk,
        document=document,
        units=[town.station],
        accounts=[town.account("village_reporter")],
    )
    with pytest.raises(NotAllowed):
        countersign_draft(actor=station, document=document, request=by_person)
    with pytest.raises(NotAllowed):
        countersign_draft(actor=town.actor("leader"), document=document, request=by_unit)
    countersign_draft(actor=station, document=document, request=by_unit)
    with pytest.raises(errors.OutOfTurn, match="已经会签过"):
        countersign_draft(actor=station, document=document, request=by_unit)
    with pytest.raises(errors.OutOfTurn, match="还没有会签的有"):
        issue_document(actor=town.actor("leader"), document=document)
    countersign_draft(actor=town.actor("village_reporter"), document=document, request=by_person)
    assert issue_document(actor=town.actor("leader"), document=document)


def test_nobody_countersigns_their_own_draft_for_their_unit(town: Cast) -> None:
    document, clerk = save(town), town.actor("clerk")
    (asked,) = ask_countersign(actor=clerk, document=document, units=[town.town])
    with pytest.raises(errors.OwnDraft):
        countersign_draft(actor=clerk, document=document, request=asked)
    with pytest.raises(NotAllowed):
        return_draft(actor=clerk, document=document, reason="再想想")
    assert countersign_draft(actor=town.actor("leader"), document=document, request=asked)


def test_who_was_asked_to_countersign_may_return_instead(town: Cast) -> None:
    document = save(town)
    ask_countersign(actor=town.actor("clerk"), document=document, units=[town.station])
    return_draft(actor=town.actor("station_reporter"), document=document, reason="里程不实")
    assert anew(document).waits_for == WaitsFor.REVISE


def test_countersigning_waits_for_the_review(town: Cast) -> None:
    needs(town, 1)
    document = save(town)
    (asked,) = ask_countersign(actor=town.actor("clerk"), document=document, units=[town.station])
    with pytest.raises(errors.OutOfTurn, match="先送审"):
        countersign_draft(actor=town.actor("station_reporter"), document=document, request=asked)


def test_only_units_and_people_of_the_administration_are_asked_and_once(town: Cast) -> None:
    document, clerk = save(town), town.actor("clerk")
    for outside in (town.other_village, town.county):
        with pytest.raises(Invalid, match="只能送"):
            ask_countersign(actor=clerk, document=document, units=[outside])
    for name in ("outsider", "inspection_group", "auditor", "administrator"):
        with pytest.raises(Invalid, match="只能送"):
            ask_countersign(actor=clerk, document=document, accounts=[town.account(name)])
    with pytest.raises(Invalid, match="至少选一个"):
        ask_countersign(actor=clerk, document=document)
    ask_countersign(actor=clerk, document=document, units=[town.station])
    with pytest.raises(Invalid, match="都已经送过"):
        ask_countersign(actor=clerk, document=document, units=[town.station])


def test_a_countersignature_that_does_not_come_is_withdrawn_with_a_reason(town: Cast) -> None:
    document, clerk = save(town), town.actor("clerk")
    (asked,) = ask_countersign(actor=clerk, document=document, units=[town.station])
    with pytest.raises(NotAllowed):
        withdraw_countersign(actor=town.actor("station_reporter"), request=asked, reason="忙")
    with pytest.raises(Invalid):
        withdraw_countersign(actor=clerk, request=asked, reason="")
    withdraw_countersign(actor=clerk, request=asked, reason="不涉及水利")
    with pytest.raises(errors.OutOfTurn, match="已经撤回"):
        withdraw_countersign(actor=clerk, request=asked, reason="再撤")
    with pytest.raises(errors.OutOfTurn, match="已经撤回"):
        countersign_draft(actor=town.actor("station_reporter"), document=document, request=asked)
    assert anew(document).waits_for == WaitsFor.SIGN
    assert CountersignRequest.objects.get().withdrawn_because == "不涉及水利"


def test_after_the_signature_nobody_is_asked_and_nobody_signs_again(town: Cast) -> None:
    document = save(town)
    sign_draft(actor=town.actor("leader"), document=document)
    with pytest.raises(errors.OutOfTurn, match="已经签发"):
        sign_draft(actor=town.actor("leader"), document=document)
    with pytest.raises(errors.OutOfTurn, match="已经签发"):
        ask_countersign(actor=town.actor("clerk"), document=document, units=[town.station])


def test_records_that_change_after_the_signature_ask_for_a_new_one(town: Cast) -> None:
    document = save(town)
    sign_draft(actor=town.actor("leader"), document=document)
    make_road(town.villages[1], "2.00", "西路")
    with pytest.raises(errors.NotReady, match="随记录变了"):
        issue_document(actor=town.actor("clerk"), document=document)
    return_draft(actor=town.actor("leader"), document=document, reason="数据已变")
    submit_draft(actor=town.actor("clerk"), document=document)
    sign_draft(actor=town.actor("leader"), document=document)
    assert issue_document(actor=town.actor("clerk"), document=document)


def test_nobody_signs_what_cannot_be_issued(town: Cast) -> None:
    document = save(town, "拟建{{ roads_planned_km }}。")
    with pytest.raises(errors.NotReady, match="拟建公路"):
        sign_draft(actor=town.actor("leader"), document=document)


def test_an_issued_document_takes_no_step(town: Cast) -> None:
    document = save(town)
    issue_document(actor=town.actor("leader"), document=document)
    for act in (submit_draft, sign_draft):
        name = "clerk" if act is submit_draft else "leader"
        with pytest.raises(errors.AlreadyIssued):
            act(actor=town.actor(name), document=document)
    with pytest.raises(errors.AlreadyIssued):
        return_draft(actor=town.actor("leader"), document=document, reason="迟了")


def test_a_step_never_changes(town: Cast) -> None:
    submit_draft(actor=town.actor("clerk"), document=save(town))
    with pytest.raises(DatabaseError), transaction.atomic():
        ApprovalStep.objects.update(note="改")
    with pytest.raises(DatabaseError), transaction.atomic():
        ApprovalStep.objects.all().delete()


def test_a_paper_is_kept_as_its_kind_says_or_otherwise_with_a_reason(town: Cast) -> None:
    leader = town.actor("leader")
    usual = issue_document(actor=leader, document=save(town, kind="通知"))
    assert (usual.keep_years, usual.keep_because) == (30, "")
    other = save(town, code="second", kind="通知")
    with pytest.raises(Invalid, match="理由"):
        issue_document(actor=leader, document=other, keep_years=10)
    with pytest.raises(Invalid, match="保管期限"):
        issue_document(actor=leader, document=other, keep_years=101, keep_because="久")
    kept = issue_document(actor=leader, document=other, keep_years=0, keep_because="涉及历史沿革")
    assert (kept.keep_years, kept.keep_because) == (0, "涉及历史沿革")
