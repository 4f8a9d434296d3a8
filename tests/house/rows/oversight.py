"""The stage gate: a town's clerk writes and sends, the level above answers."""

from collections.abc import Mapping
from typing import Any

from tests.house.addresses import EVERYBODY, INSIDE, OUTSIDER, Row
from tests.house.world import World

RUNS = frozenset({"clerk"})
GROUP = frozenset({"inspection_group"})
SEES = RUNS | GROUP | {"leader"}
SEES_DRAFT = RUNS | {"leader"}


def _stage(world: World) -> Mapping[str, Any]:
    return {"phase_id": world.open_stage.pk}


def _draft(world: World) -> Mapping[str, Any]:
    return {"gate_id": world.gate_draft.pk}


def _sent(world: World) -> Mapping[str, Any]:
    return {"gate_id": world.gate_sent.pk}


def _line(world: World) -> Mapping[str, Any]:
    return {"line_id": world.gate_line.pk}


def _campaign(world: World) -> Mapping[str, Any]:
    return {"campaign_id": world.overseen.pk}


def _note(world: World) -> Mapping[str, Any]:
    return {"note_id": world.group_note.pk}


BY_CLERK = {302: RUNS, 403: frozenset({"leader"}), 404: EVERYBODY - SEES_DRAFT}
PAGE_OF_CLERK = {200: RUNS, 403: frozenset({"leader"}), 404: EVERYBODY - SEES_DRAFT}
ROWS = [
    Row("oversight:list", {200: INSIDE | OUTSIDER}),
    Row("oversight:desk", {200: GROUP}),
    Row("oversight:desk_workbook", {200: GROUP}),
    Row(
        "oversight:draft",
        {302: RUNS, 403: SEES - RUNS, 404: EVERYBODY - SEES},
        _stage,
        method="post",
    ),
    Row("oversight:gate", {200: SEES, 404: EVERYBODY - SEES}, _sent),
    Row("oversight:check", BY_CLERK, _draft, method="post", given={"do": "save"}),
    Row("oversight:proposals", BY_CLERK, _draft, method="post"),
    Row("oversight:new_line", PAGE_OF_CLERK, _draft),
    Row("oversight:line", PAGE_OF_CLERK, _line),
    Row("oversight:line_removal", BY_CLERK, _line, method="post", given={"reason": "不要求"}),
    Row(
        "oversight:withdrawal",
        {302: RUNS, 403: SEES - RUNS, 404: EVERYBODY - SEES},
        _sent,
        method="post",
        given={"reason": "再核一遍"},
    ),
    Row(
        "oversight:answer",
        {302: GROUP, 403: SEES - GROUP, 404: EVERYBODY - SEES},
        _sent,
        method="post",
        given={"do": "agree"},
    ),
    Row("oversight:notes", {200: SEES, 404: EVERYBODY - SEES}, _campaign),
    Row(
        "oversight:note_answer",
        {302: RUNS, 403: SEES - RUNS, 404: EVERYBODY - SEES},
        _note,
        method="post",
        given={"answer": "下周补"},
    ),
]
