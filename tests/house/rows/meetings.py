"""Meetings and heart talks: a unit keeps its own, leaders and the clerk keep who talked."""

from collections.abc import Mapping
from typing import Any

from tests.house.addresses import CONTENT, EVERYBODY, INSIDE, OUTSIDER, REPORTERS, Row
from tests.house.world import World

KEEPERS = frozenset({"clerk", "village_reporter"})
"""Who keeps the first village's meetings."""
SEES = INSIDE - {"station_reporter"}
"""Who sees them: not another unit of the town."""
TALKERS = frozenset({"clerk", "leader"})
BY_KEEPER: Mapping[int, frozenset[str]] = {302: KEEPERS, 404: EVERYBODY - SEES}


def _meeting(world: World) -> Mapping[str, Any]:
    return {"pk": world.village_meeting.pk}


def _town_meeting(world: World) -> Mapping[str, Any]:
    return {"pk": world.town_meeting.pk}


def _too_few(world: World) -> Mapping[str, Any]:
    return {"pk": world.meeting_without_quorum.pk}


def _resolution(world: World) -> Mapping[str, Any]:
    return {"pk": world.village_meeting.pk, "resolution_id": world.resolution.pk}


def _step(world: World) -> Mapping[str, Any]:
    return {"pk": world.meeting_without_quorum.pk, "code": "publish"}


def _talk(world: World) -> Mapping[str, Any]:
    return {"pk": world.heart_talk.pk}


def _change(world: World) -> Mapping[str, Any]:
    return {"title": "改过名的座谈会", "on": world.village_meeting.on.isoformat()}


def _task(world: World) -> Mapping[str, Any]:
    return {"unit": world.cast.villages[0].code, "due_on": "2099-01-05"}


ROWS = [
    Row("meetings:list", {200: CONTENT}),
    Row("meetings:workbook", {200: CONTENT}),
    Row("meetings:new", {200: frozenset({"clerk"}) | REPORTERS | OUTSIDER}),
    Row("meetings:meeting", {200: SEES, 404: EVERYBODY - SEES}, _meeting),
    Row("meetings:record", {200: SEES, 404: EVERYBODY - SEES}, _meeting),
    Row("meetings:change", {200: KEEPERS, 404: EVERYBODY - SEES}, _meeting),
    Row("meetings:change", BY_KEEPER, _meeting, method="post", given=_change),
    Row("meetings:attendance", {200: KEEPERS, 404: EVERYBODY - SEES}, _meeting),
    Row(
        "meetings:attendance",
        BY_KEEPER,
        _meeting,
        method="post",
        given={"should_members": "20", "came_members": "18"},
    ),
    Row(
        "meetings:points",
        BY_KEEPER,
        _meeting,
        method="post",
        given={"lines": "路要早点修", "giver": "villager", "target": "work"},
    ),
    Row("meetings:resolutions", BY_KEEPER, _meeting, method="post", given={"text": "修路"}),
    Row(
        "meetings:assignment",
        {302: frozenset({"clerk"}), 404: EVERYBODY - SEES},
        _resolution,
        method="post",
        given=_task,
    ),
    Row("meetings:withdrawal", BY_KEEPER, _resolution, method="post", given={"reason": "重复"}),
    Row("meetings:step", BY_KEEPER, _step, method="post", given={"publish-done_on": "2010-01-25"}),
    Row(
        "meetings:minutes",
        {302: frozenset({"clerk"}), 404: EVERYBODY - SEES},
        _meeting,
        method="post",
    ),
    Row("meetings:another", BY_KEEPER, _too_few, method="post", given={"another-on": "2010-02-02"}),
    Row("meetings:voiding", BY_KEEPER, _meeting, method="post", given={"void-reason": "重复"}),
    Row(
        "meetings:meeting",
        {
            200: frozenset({"clerk", "leader", "inspection_group"}),
            404: EVERYBODY - {"clerk", "leader", "inspection_group"},
        },
        _town_meeting,
    ),
    Row("meetings:talks", {200: TALKERS | OUTSIDER}),
    Row("meetings:talks_workbook", {200: TALKERS | OUTSIDER}),
    Row("meetings:new_talk", {200: TALKERS | OUTSIDER}),
    Row("meetings:talk_list", {200: TALKERS | OUTSIDER}),
    Row("meetings:talk_workbook", {200: TALKERS | OUTSIDER}),
    Row(
        "meetings:talk_voiding",
        {302: TALKERS, 404: EVERYBODY - TALKERS},
        _talk,
        method="post",
        given={"reason": "日期写错"},
    ),
]
