"""Tasks: who sees them, who assigns, who does, and that nobody else steps in."""

from collections.abc import Mapping
from typing import Any

from bihuan.lib import clock
from tests.house.addresses import CONTENT, EVERYBODY, OUTSIDER, Row
from tests.house.world import World

ASSIGNS = frozenset({"clerk", "leader"})
DOES = frozenset({"village_reporter", "clerk"})
SEES = ASSIGNS | DOES | {"inspection_group"}
UNSEEN = EVERYBODY - SEES


def _task(world: World) -> Mapping[str, Any]:
    return {"pk": world.task.pk}


def _at_work(world: World) -> Mapping[str, Any]:
    return {"pk": world.task_at_work.pk}


def _step(slug: str, *, at_work: bool = False) -> Any:
    def arguments(world: World) -> Mapping[str, Any]:
        found = world.task_at_work if at_work else world.task
        return {"pk": found.pk, "slug": slug}

    return arguments


def _photo(world: World) -> Mapping[str, Any]:
    return {"pk": world.task_photo.about_id, "attachment_id": world.task_photo.pk}


def _new(world: World) -> Mapping[str, Any]:
    return {
        "title": "清淤",
        "unit": world.cast.villages[0].name,
        "counting": "fixed",
        "due_on": clock.today().isoformat(),
        "evidence": "none",
    }


ROWS = [
    Row("tasks:list", {200: CONTENT}),
    Row("tasks:workbook", {200: CONTENT}),
    Row("tasks:new", {200: ASSIGNS | OUTSIDER}),
    Row("tasks:new", {302: ASSIGNS, 422: OUTSIDER}, method="post", given=_new),
    Row("tasks:recount", {302: ASSIGNS | OUTSIDER}, method="post"),
    # Of the first village.
    Row("tasks:task", {200: SEES, 404: UNSEEN}, _task),
    Row("tasks:slip", {200: SEES, 404: UNSEEN}, _task),
    Row("tasks:step", {302: DOES, 404: UNSEEN}, _step("signing"), method="post"),
    Row(
        "tasks:step",
        {302: DOES, 404: UNSEEN},
        _step("submission", at_work=True),
        method="post",
        given={"note": "清完"},
    ),
    Row(
        "tasks:step",
        {302: ASSIGNS, 404: UNSEEN},
        _step("voiding"),
        method="post",
        given={"note": "重复"},
    ),
    Row("tasks:evidence", {302: DOES, 404: UNSEEN}, _at_work, method="post"),
    Row("tasks:evidence_file", {200: SEES, 404: UNSEEN}, _photo),
    Row("tasks:evidence_thumbnail", {200: SEES, 404: UNSEEN}, _photo),
    Row(
        "tasks:evidence_removal",
        {302: DOES, 404: UNSEEN},
        _photo,
        method="post",
        given={"reason": "重了"},
    ),
]
