"""A gate from the self-check to the agreement that opens the next stage."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from bihuan.audit.models import Entry
from bihuan.campaigns.models import Campaign, Mode
from bihuan.campaigns.requirements.errors import ForbiddenYardstick
from bihuan.campaigns.tests.requirements.making import figure
from bihuan.figures.models import Definition
from bihuan.lib.errors import Conflict, Invalid, NotAllowed
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.orgs.tests import cast as made
from bihuan.orgs.tests.cast import Cast
from bihuan.oversight import actions
from bihuan.oversight.access import gate_for, gates_visible_to
from bihuan.oversight.errors import NoGate, NoSuchGate, NotReady, OwnGate, WrongState
from bihuan.oversight.models import (
    GateLine,
    GateRequest,
    GateState,
    GateStepKind,
    Measure,
    Section,
    Standing,
)
from bihuan.oversight.tests import making
from bihuan.registers.tests.making import make_register
from bihuan.tasks.actions import sign_for_task, submit_task, verify_task
from bihuan.tasks.errors import OwnWork
from bihuan.tasks.models import State, Task


def _kinds(request: GateRequest) -> list[str]:
    return [step.kind for step in request.steps.all()]


def test_a_draft_begins_with_what_the_steps_are_to_yield(cast: Cast, campaign: Campaign) -> None:
    request = making.make_draft(cast, campaign)
    assert [line.promised for line in request.lines.all()] == ["学习培训：调研报告"]
    assert request.state == GateState.DRAFT
    assert _kinds(request) == [GateStepKind.DRAFT]


def test_a_stage_has_one_request(cast: Cast, campaign: Campaign) -> None:
    making.make_draft(cast, campaign)
    with pytest.raises(Conflict, match="已经有转段申请"):
        making.make_draft(cast, campaign)


def test_tracks_side_by_side_have_no_gate(cast: Cast) -> None:
    campaign = making.make_campaign(cast.town, mode=Mode.CONCURRENT)
    with pytest.raises(NoGate, match="没有转段这一步"):
        making.make_draft(cast, campaign)


def test_a_stage_that_is_not_open_has_no_request_yet(cast: Cast, campaign: Campaign) -> None:
    later = campaign.phases.get(code="analysis")
    with pytest.raises(NoGate, match="还没有启动"):
        actions.draft_gate(actor=cast.actor("clerk"), phase=later)


@pytest.mark.parametrize("who", ["leader", "village_reporter", "inspection_group", "outsider"])
def test_only_who_runs_the_campaign_drafts(cast: Cast, campaign: Campaign, who: str) -> None:
    phase = making.first_phase(campaign)
    with pytest.raises(NotAllowed):
        actions.draft_gate(actor=cast.actor(who), phase=phase)
    assert not GateRequest.objects.exists()


def test_a_request_is_not_sent_before_it_says_what_stands(cast: Cast, campaign: Campaign) -> None:
    request = making.make_draft(cast, campaign)
    clerk = cast.actor("clerk")
    with pytest.raises(NotReady, match="请先写阶段小结"):
        actions.send_gate(actor=clerk, request=request)
    actions.write_summary(actor=clerk, request=request, summary="按方案完成。")
    with pytest.raises(NotReady, match="还没写落实情况：“学习培训：调研报告”"):
        actions.send_gate(actor=clerk, request=request)
    line = request.lines.get()
    spec = actions.LineSpec(promised=line.promised, stands="1篇", standing=Standing.PARTLY)
    actions.change_line(actor=clerk, line=line, spec=spec)
    with pytest.raises(NotReady, match="写明下一步"):
        actions.send_gate(actor=clerk, request=request)
    request.refresh_from_db()
    assert (request.state, request.round) == (GateState.DRAFT, 0)


def test_agreement_opens_the_next_stage(cast: Cast, campaign: Campaign) -> None:
    request = making.make_agreed(cast, campaign=campaign)
    first, second = campaign.phases.all()
    today = dt.date(2009, 11, 30)
    assert (first.closed_on, second.opened_on) == (today, today)
    assert request.state == GateState.AGREED
    assert request.answered_on == today
    assert Entry.objects.filter(action="gate.agree").count() == 1


def test_the_last_agreement_closes_the_last_stage(cast: Cast, campaign: Campaign) -> None:
    making.make_agreed(cast, campaign=campaign)
    clerk = cast.actor("clerk")
    second = campaign.phases.select_related("campaign__home").get(code="analysis")
    request = making.fill_in(cast, actions.draft_gate(actor=clerk, phase=second))
    actions.send_gate(actor=clerk, request=request)
    actions.agree_gate(actor=cast.actor("inspection_group"), request=request)
    second.refresh_from_db()
    assert second.closed_on == dt.date(2009, 11, 30)


def test_nobody_agrees_to_their_own_town(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    account = made.make_account("inspection_group", cast.county)
    account.person = made.make_person(cast.station)
    account.save(update_fields=["person"])
    with pytest.raises(OwnGate, match="由上级同意"):
        actions.agree_gate(actor=Actor.of(account), request=request)
    with pytest.raises(OwnGate):
        actions.return_gate(actor=Actor.of(account), request=request, reason="再查")
    request.refresh_from_db()
    assert request.state == GateState.SENT


def test_who_sent_it_does_not_agree_to_it(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    group = cast.account("inspection_group")
    sent = request.steps.get(kind=GateStepKind.SEND)
    sent.pk, sent.by = new_id(), group.pk
    sent.save(force_insert=True)
    with pytest.raises(OwnGate, match="经手"):
        actions.agree_gate(actor=Actor.of(group), request=request)


@pytest.mark.parametrize("who", ["clerk", "leader", "village_reporter", "outsider"])
def test_a_town_does_not_agree_to_a_stage(cast: Cast, campaign: Campaign, who: str) -> None:
    request = making.make_sent(cast, campaign)
    with pytest.raises(NotAllowed):
        actions.agree_gate(actor=cast.actor(who), request=request)
    with pytest.raises(NotAllowed):
        actions.return_gate(actor=cast.actor(who), request=request, reason="不同意")


def test_a_return_needs_a_reason(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    with pytest.raises(Invalid, match="请填写退回理由"):
        actions.return_gate(actor=cast.actor("inspection_group"), request=request, reason=" ")
    request.refresh_from_db()
    assert request.state == GateState.SENT


def test_every_round_is_kept(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    group, clerk = cast.actor("inspection_group"), cast.actor("clerk")
    actions.return_gate(actor=group, request=request, reason="调研报告只有一篇")
    line = request.lines.get()
    spec = actions.LineSpec(line.promised, "已印发5篇", Standing.KEPT)
    actions.change_line(actor=clerk, line=line, spec=spec)
    actions.send_gate(actor=clerk, request=request)
    actions.agree_gate(actor=group, request=request, reason="同意")
    kind = GateStepKind
    assert _kinds(request) == [kind.DRAFT, kind.SEND, kind.RETURN, kind.SEND, kind.AGREE]
    sent = [step.said["lines"][0]["stands"] for step in request.steps.filter(kind=kind.SEND)]
    assert sent == ["已印发3篇", "已印发5篇"]
    assert [step.round for step in request.steps.all()] == [0, 1, 1, 2, 2]
    assert [step.reason for step in request.steps.filter(kind=kind.RETURN)] == ["调研报告只有一篇"]


def test_what_was_sent_is_not_edited(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    clerk, line = cast.actor("clerk"), request.lines.get()
    with pytest.raises(WrongState, match="请先撤回"):
        actions.write_summary(actor=clerk, request=request, summary="另写")
    with pytest.raises(WrongState):
        actions.remove_line(actor=clerk, line=line, reason="多余")
    with pytest.raises(WrongState):
        actions.add_line(actor=clerk, request=request, spec=actions.LineSpec("另加"))


def test_a_withdrawn_request_is_not_agreed_to(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    actions.withdraw_gate(actor=cast.actor("clerk"), request=request, reason="再核一遍数据")
    with pytest.raises(WrongState, match="自查中"):
        actions.agree_gate(actor=cast.actor("inspection_group"), request=request)
    assert campaign.phases.get(code="analysis").opened_on is None


def test_the_second_answer_finds_that_it_was_answered(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    stale = GateRequest.objects.get(pk=request.pk)
    actions.agree_gate(actor=cast.actor("inspection_group"), request=request)
    second = Actor.of(made.make_account("inspection_group", cast.county))
    with pytest.raises(WrongState, match="同意转段"):
        actions.return_gate(actor=second, request=stale, reason="不同意")


def test_it_is_not_sent_twice(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    with pytest.raises(WrongState, match="等待答复"):
        actions.send_gate(actor=cast.actor("clerk"), request=request)
    request.refresh_from_db()
    assert request.round == 1


def test_each_condition_is_a_task_that_the_town_does_and_the_group_verifies(
    cast: Cast, campaign: Campaign
) -> None:
    request = making.make_agreed(cast, "补开两个村的座谈会", "问卷补发到学校", campaign=campaign)
    assert request.state == GateState.CONDITIONAL
    assert campaign.phases.get(code="analysis").opened_on is not None
    condition = request.conditions.first()
    assert condition is not None
    assert condition.task_id is not None
    task = Task.objects.get(pk=condition.task_id)
    assert (task.home, task.unit, task.about_kind) == (cast.town, cast.town, "gate_condition")
    clerk = cast.actor("clerk")
    sign_for_task(actor=clerk, task=task)
    submit_task(actor=clerk, task=task, note="已补开")
    with pytest.raises(OwnWork):
        verify_task(actor=cast.actor("leader"), task=task, accepted=True, note="好")
    verify_task(actor=cast.actor("inspection_group"), task=task, accepted=True, note="看过")
    task.refresh_from_db()
    assert task.state == State.VERIFIED


def test_nothing_is_agreed_where_a_condition_cannot_be(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    day = dt.date(2009, 12, 20)
    bad = actions.Condition("给邻镇的事", day, cast.other_village)
    with pytest.raises(Invalid, match="不属于"):
        actions.agree_gate(
            actor=cast.actor("inspection_group"),
            request=request,
            conditions=[actions.Condition("好", day), bad],
        )
    request.refresh_from_db()
    assert request.state == GateState.SENT
    assert not Task.objects.exists()
    assert campaign.phases.get(code="analysis").opened_on is None


def test_agreement_gives_no_right_to_assign_anything_else(cast: Cast, campaign: Campaign) -> None:
    making.make_agreed(cast, "补开座谈会", campaign=campaign)
    assert not cast.actor("inspection_group").may(Permission.ASSIGN_TASKS)


def test_a_figure_is_computed_and_held_against_what_was_promised(
    cast: Cast, campaign: Campaign
) -> None:
    Definition.objects.create(
        home=cast.town,
        code="problems_found",
        label="查找问题",
        source="rectification.problems",
        aggregate="count",
        unit_of_measure="个",
        nature="exact",
    )
    request = making.make_draft(cast, campaign)
    clerk = cast.actor("clerk")
    spec = actions.LineSpec(
        "查找问题不少于1个",
        stands="9999",
        standing=Standing.KEPT,
        doing="十二月继续找",
        figure_code="problems_found",
        rule="at_least",
        threshold=Decimal(1),
    )
    line = actions.add_line(actor=clerk, request=request, spec=spec)
    assert (line.measure, line.stands, line.standing) == (Measure.FIGURE, "", "")
    actions.write_summary(actor=clerk, request=request, summary="还没找。")
    words = request.lines.exclude(pk=line.pk).get()
    actions.change_line(
        actor=clerk,
        line=words,
        spec=actions.LineSpec(words.promised, "3篇", Standing.KEPT),
    )
    actions.send_gate(actor=clerk, request=request)
    line.refresh_from_db()
    assert (line.frozen_text, line.frozen_standing) == ("0个", Standing.OPEN)
    assert line.frozen_url.startswith("/figures/")


def test_a_figure_that_is_not_defined_is_refused(cast: Cast, campaign: Campaign) -> None:
    request = making.make_draft(cast, campaign)
    spec = actions.LineSpec("没有的数据", figure_code="nowhere", rule="at_least")
    with pytest.raises(Invalid, match="没有名为“nowhere”的数据"):
        actions.add_line(actor=cast.actor("clerk"), request=request, spec=spec)


def test_a_line_taken_out_stays_with_its_reason_and_is_not_proposed_again(
    cast: Cast, campaign: Campaign
) -> None:
    request = making.make_draft(cast, campaign)
    clerk, line = cast.actor("clerk"), request.lines.get()
    with pytest.raises(Invalid, match="移出理由"):
        actions.remove_line(actor=clerk, line=line, reason="")
    actions.remove_line(actor=clerk, line=line, reason="本镇不要求")
    assert actions.propose_lines(actor=clerk, request=request) == 0
    line.refresh_from_db()
    assert line.removed_reason == "本镇不要求"


def test_the_second_stage_looks_back_at_what_the_first_left(cast: Cast, campaign: Campaign) -> None:
    clerk, group = cast.actor("clerk"), cast.actor("inspection_group")
    request = making.make_draft(cast, campaign)
    line = request.lines.get()
    spec = actions.LineSpec(line.promised, "1篇", Standing.PARTLY, "十二月补齐")
    actions.change_line(actor=clerk, line=line, spec=spec)
    actions.write_summary(actor=clerk, request=request, summary="完成。")
    actions.send_gate(actor=clerk, request=request)
    condition = actions.Condition("补开座谈会", dt.date(2009, 12, 20))
    actions.agree_gate(actor=group, request=request, conditions=[condition])
    second = campaign.phases.select_related("campaign__home").get(code="analysis")
    request = actions.draft_gate(actor=clerk, phase=second)
    looked_at = GateLine.objects.filter(request=request, section=Section.LOOK_BACK)
    assert [line.promised for line in looked_at] == [
        "学习调研：学习培训：调研报告",
        "学习调研转段条件：补开座谈会",
    ]
    assert [line.stands for line in looked_at] == ["1篇", ""]


def test_the_group_sees_its_towns_and_a_town_no_other(cast: Cast, campaign: Campaign) -> None:
    request = making.make_sent(cast, campaign)
    assert gate_for(cast.actor("inspection_group"), request.pk) == request
    assert gate_for(cast.actor("leader"), request.pk) == request
    for who in ("outsider", "village_reporter", "auditor", "administrator"):
        with pytest.raises(NoSuchGate):
            gate_for(cast.actor(who), request.pk)


def test_the_group_sees_no_draft_that_was_never_sent(cast: Cast, campaign: Campaign) -> None:
    making.make_draft(cast, campaign)
    assert not gates_visible_to(cast.actor("inspection_group")).exists()
    assert gates_visible_to(cast.actor("clerk")).exists()


def test_a_note_is_answered_once_by_the_town(cast: Cast, campaign: Campaign) -> None:
    group, clerk = cast.actor("inspection_group"), cast.actor("clerk")
    with pytest.raises(NotAllowed):
        actions.add_note(actor=clerk, campaign=campaign, text="自己提")
    note = actions.add_note(actor=group, campaign=campaign, text="座谈会面窄了些")
    with pytest.raises(NotAllowed):
        actions.answer_note(actor=cast.actor("outsider"), note=note, answer="不是我")
    actions.answer_note(actor=clerk, note=note, answer="下周补三场")
    with pytest.raises(Conflict, match="已经回复"):
        actions.answer_note(actor=clerk, note=note, answer="再答")


def test_what_the_rules_forbid_as_a_yardstick_may_be_told_but_not_held_against(
    cast: Cast, campaign: Campaign
) -> None:
    make_register(cast.town)
    figure(cast.town, "notes", label="学习笔记篇数")
    request, clerk = making.make_draft(cast, campaign), cast.actor("clerk")
    told = actions.LineSpec("学习笔记", figure_code="notes", rule="at_least")
    with pytest.raises(ForbiddenYardstick, match="不要填应达到的数"):
        actions.add_line(actor=clerk, request=request, spec=replace(told, threshold=Decimal(10)))
    assert request.lines.count() == 1
    assert actions.add_line(actor=clerk, request=request, spec=told).threshold is None


@pytest.mark.parametrize(
    "statement",
    ["UPDATE oversight_gatestep SET reason = 'x'", "DELETE FROM oversight_gatestep"],
)
def test_the_database_refuses_to_change_a_step_of_a_gate(
    cast: Cast, campaign: Campaign, statement: str
) -> None:
    making.make_draft(cast, campaign)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
