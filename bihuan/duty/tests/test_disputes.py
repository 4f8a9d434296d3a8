"""A dispute's steps: by the village itself, or taken on and handed over."""

import datetime as dt

import pytest

from bihuan.duty.access import disputes_visible_to
from bihuan.duty.actions import (
    Handing,
    accept_dispute,
    close_dispute,
    reopen_dispute,
    try_dispute,
    visit_dispute,
    void_dispute,
)
from bihuan.duty.errors import NotNow, SameUnit, TellsWho
from bihuan.duty.models import CaseIdentity, Dispute
from bihuan.duty.tests.making import NAME, PHONE, make_dispute
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.models import NumberSeries
from bihuan.orgs.tests.cast import Cast
from bihuan.tasks.models import Task


def test_a_village_settles_its_own_dispute_without_the_township(
    cast: Cast, dispute: Dispute
) -> None:
    actor = cast.actor("village_reporter")
    made = try_dispute(actor=actor, dispute=dispute, note="村调委会上门，双方同意改排水管。")
    made = close_dispute(actor=actor, dispute=made, outcome="settled", agreement="written")
    made = visit_dispute(actor=actor, dispute=made, feedback="双方都满意。")
    assert (made.state, made.closed_on) == ("visited", dt.date(2010, 2, 3))
    assert [step.kind for step in made.steps.all()] == ["register", "try", "close", "visit"]


def test_a_township_takes_one_on_and_hands_it_to_a_station(cast: Cast, dispute: Dispute) -> None:
    actor = cast.actor("clerk")
    made = accept_dispute(actor=actor, dispute=dispute, handing=Handing(unit=cast.station))
    assert made.due_on == dt.date(2010, 3, 5)
    task = Task.objects.get()
    assert (task.unit, task.title) == (cast.station, f"办理矛盾纠纷{made.written_number}")
    assert dispute.title not in task.title + task.requirement
    reporter = cast.actor("station_reporter")
    assert disputes_visible_to(reporter).get() == made
    made = try_dispute(actor=reporter, dispute=made, note="现场丈量")
    made = accept_dispute(
        actor=actor, dispute=made, handing=Handing(unit=cast.villages[2], is_task=False)
    )
    assert (made.state, made.lead_unit) == ("handling", cast.villages[2])
    assert not disputes_visible_to(reporter).exists()


@pytest.mark.parametrize("field", ["title", "parties", "facts", "supervised_by"])
@pytest.mark.parametrize("told", [NAME, "欧阳试", PHONE, "１３７１２３４０９８７"])
def test_no_clear_column_takes_a_party_s_name_or_number(cast: Cast, field: str, told: str) -> None:
    with pytest.raises(TellsWho) as caught:
        make_dispute(cast.actor("village_reporter"), cast.villages[0], **{field: f"甲方{told}"})
    assert told not in str(caught.value)
    assert not Dispute.objects.exists()
    assert not CaseIdentity.objects.exists()
    assert not NumberSeries.objects.filter(kind="dispute").exists()


@pytest.mark.parametrize("who", ["station_reporter", "leader", "inspection_group", "outsider"])
def test_who_has_no_say_in_a_village_registers_nothing_there(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        make_dispute(cast.actor(who), cast.villages[0])
    assert not Dispute.objects.exists()


def test_who_sees_a_dispute(cast: Cast, dispute: Dispute) -> None:
    assert dispute.number == 1
    sees = {name for name in cast.accounts if disputes_visible_to(cast.actor(name)).exists()}
    assert sees == {"village_reporter", "clerk", "leader"}


def test_the_unit_that_a_dispute_concerns_neither_sees_nor_settles_it(cast: Cast) -> None:
    actor = cast.actor("clerk")
    made = make_dispute(actor, cast.villages[0], unit_complained_of=cast.station)
    assert not disputes_visible_to(cast.actor("station_reporter")).exists()
    with pytest.raises(SameUnit):
        accept_dispute(actor=actor, dispute=made, handing=Handing(unit=cast.station))
    own = make_dispute(actor, cast.villages[0], unit_complained_of=cast.villages[0])
    assert own not in disputes_visible_to(cast.actor("village_reporter"))
    with pytest.raises(NotAllowed):
        try_dispute(actor=cast.actor("village_reporter"), dispute=own, note="谈过")


def test_an_agreement_belongs_to_a_settled_dispute_alone(cast: Cast, dispute: Dispute) -> None:
    actor = cast.actor("clerk")
    for outcome, agreement in (("settled", "none"), ("litigation", "oral"), ("pending", "none")):
        with pytest.raises(Invalid):
            close_dispute(actor=actor, dispute=dispute, outcome=outcome, agreement=agreement)
    dispute.refresh_from_db()
    assert dispute.state == "registered"


def test_a_closed_dispute_breaks_out_anew(cast: Cast, dispute: Dispute) -> None:
    actor = cast.actor("clerk")
    made = close_dispute(actor=actor, dispute=dispute, outcome="litigation")
    with pytest.raises(NotNow):
        try_dispute(actor=actor, dispute=made, note="再谈")
    made = reopen_dispute(actor=actor, dispute=made, reason="双方又起争执")
    assert (made.state, made.outcome, made.closed_on) == ("handling", "pending", None)
    with pytest.raises(TellsWho):
        void_dispute(actor=actor, dispute=made, reason=f"{NAME}撤回")
    assert void_dispute(actor=actor, dispute=made, reason="重复登记").state == "void"


def test_a_village_does_not_take_on_or_void(cast: Cast, dispute: Dispute) -> None:
    actor = cast.actor("village_reporter")
    with pytest.raises(NotAllowed):
        accept_dispute(actor=actor, dispute=dispute, handing=Handing(unit=cast.station))
    with pytest.raises(NotAllowed):
        void_dispute(actor=actor, dispute=dispute, reason="没有了")


def test_days_that_cannot_be_are_refused(cast: Cast, dispute: Dispute) -> None:
    actor = cast.actor("village_reporter")
    with pytest.raises(Invalid, match="不能晚于今天"):
        make_dispute(actor, cast.villages[0], found_on=dt.date(2010, 2, 4))
    with pytest.raises(Invalid, match="不能早于"):
        try_dispute(actor=actor, dispute=dispute, note="谈过", on=dt.date(2010, 1, 1))
    with pytest.raises(Invalid, match="人数"):
        make_dispute(actor, cast.villages[0], headcount=0)
