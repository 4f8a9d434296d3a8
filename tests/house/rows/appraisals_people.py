"""Talks that somebody decided on, and the yearly assessment: leaders, and who is concerned."""

from collections.abc import Mapping
from typing import Any

from bihuan.lib import clock
from tests.house.addresses import EVERYBODY, Row
from tests.house.world import World

LEADER = frozenset({"leader"})
CONCERNED = frozenset({"village_reporter"})
CLERK = frozenset({"clerk"})
INSPECTING = frozenset({"inspection_group"})
SEES_TALK = LEADER | CONCERNED
"""Neither the clerk, nor the level above: only who decides, and the person."""
SEES_WHOLE = CLERK | LEADER | INSPECTING
SEES_OWN = SEES_WHOLE | CONCERNED
NOT_TALK = EVERYBODY - SEES_TALK
NOT_WHOLE = EVERYBODY - SEES_WHOLE
NOT_OWN = EVERYBODY - SEES_OWN


def _talk(world: World) -> Mapping[str, Any]:
    return {"pk": world.reminder_talk.pk}


def _answered(world: World) -> Mapping[str, Any]:
    return {"pk": world.answered_talk.pk}


def _yearly(world: World) -> Mapping[str, Any]:
    return {"pk": world.yearly_assessment.pk}


def _one(world: World) -> Mapping[str, Any]:
    return {"pk": world.yearly_assessment.pk, "assessed_id": world.assessed_person.pk}


def _new_talk(world: World) -> Mapping[str, Any]:
    return {"person": str(world.concerned.pk), "facts": "三次找不到人", "basis": "党委会纪要"}


def _new_year(world: World) -> Mapping[str, Any]:
    assert world.concerned.pk
    kinds = ["village_secretary"]
    return {"unit": world.cast.town.code, "year": clock.today().year - 1, "post_kinds": kinds}


def _grades(world: World) -> Mapping[str, Any]:
    grade = {f"grade_{world.assessed_person.pk}": "good"}
    return {**grade, "on": clock.today().isoformat(), "basis": "党委会"}


def _points(_world: World) -> Mapping[str, Any]:
    on = clock.today().replace(year=clock.today().year - 1, day=1)
    return {"points-points": "90", "points-reason": "半年检查", "points-on": on.isoformat()}


def _persons(world: World) -> Mapping[str, Any]:
    return {"persons": [str(world.concerned.pk)]}


def _held(_world: World) -> Mapping[str, Any]:
    return {"hold-on": clock.today().isoformat(), "hold-by": "镇党委副书记"}


def _reply(_world: World) -> Mapping[str, Any]:
    return {"reply-text": "当天请过假", "reply-given_on": clock.today().isoformat()}


ROWS = [
    Row("appraisals:reminders", {200: LEADER}),
    Row("appraisals:reminder_new", {200: LEADER}),
    Row("appraisals:reminder_new", {302: LEADER}, method="post", given=_new_talk),
    Row("appraisals:reminder", {200: SEES_TALK, 404: NOT_TALK}, _talk),
    Row(
        "appraisals:reminder_holding",
        {302: LEADER, 404: NOT_TALK},
        _talk,
        method="post",
        given=_held,
    ),
    Row(
        "appraisals:reminder_replies",
        {302: SEES_TALK, 404: NOT_TALK},
        _talk,
        method="post",
        given=_reply,
    ),
    Row(
        "appraisals:reminder_conclusion",
        {302: LEADER, 404: NOT_TALK},
        _answered,
        method="post",
        given={"conclude-conclusion": "情况属实"},
    ),
    Row(
        "appraisals:reminder_recorder",
        {302: LEADER, 404: NOT_TALK},
        _talk,
        method="post",
        given=lambda world: {"recorder-recorder": str(world.cast.account("clerk").pk)},
    ),
    Row(
        "appraisals:reminder_withdrawal",
        {302: LEADER, 404: NOT_TALK},
        _talk,
        method="post",
        given={"withdraw-reason": "事实不成立"},
    ),
    Row("appraisals:yearly", {200: SEES_WHOLE | {"outsider"}}),
    Row("appraisals:yearly_new", {200: CLERK | {"outsider"}}),
    Row(
        "appraisals:yearly_new",
        {302: CLERK, 422: frozenset({"outsider"})},
        method="post",
        given=_new_year,
    ),
    Row("appraisals:assessment", {200: SEES_WHOLE, 302: CONCERNED, 404: NOT_OWN}, _yearly),
    Row("appraisals:assessment_paper", {200: SEES_WHOLE, 404: NOT_WHOLE}, _yearly),
    Row("appraisals:assessment_workbook", {200: SEES_WHOLE, 404: NOT_WHOLE}, _yearly),
    Row("appraisals:assessment_change", {200: CLERK, 404: NOT_WHOLE}, _yearly),
    Row("appraisals:assessment_change", {302: CLERK, 404: NOT_WHOLE}, _yearly, method="post"),
    Row("appraisals:assessment_persons", {200: CLERK, 404: NOT_WHOLE}, _yearly),
    Row(
        "appraisals:assessment_persons",
        {302: CLERK, 404: NOT_WHOLE},
        _yearly,
        method="post",
        given=_persons,
    ),
    Row("appraisals:assessment_grades", {200: LEADER, 404: NOT_WHOLE}, _yearly),
    Row(
        "appraisals:assessment_grades",
        {302: LEADER, 404: NOT_WHOLE},
        _yearly,
        method="post",
        given=_grades,
    ),
    Row(
        "appraisals:assessment_publication",
        {409: LEADER, 404: NOT_WHOLE},
        _yearly,
        method="post",
    ),
    Row(
        "appraisals:assessment_voiding",
        {302: CLERK | LEADER, 404: NOT_WHOLE},
        _yearly,
        method="post",
        given={"void-reason": "名单不对"},
    ),
    Row("appraisals:assessed", {200: SEES_OWN, 404: NOT_OWN}, _one),
    Row(
        "appraisals:assessed_points",
        {302: LEADER, 404: NOT_OWN},
        _one,
        method="post",
        given=_points,
    ),
    Row(
        "appraisals:assessed_views",
        {302: CLERK | LEADER | CONCERNED, 404: NOT_OWN},
        _one,
        method="post",
        given={"view-text": "目标数应去掉一条"},
    ),
]
