"""Rectification: who opens, plans, does, verifies, closes and decides; who sees nothing of it."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.house.addresses import EVERYBODY, OUTSIDER, Row
from tests.house.world import World

ASSIGNS = frozenset({"clerk", "leader"})
DOES = frozenset({"station_reporter", "clerk"})
SEES = ASSIGNS | {"station_reporter", "inspection_group"}
HIDDEN = EVERYBODY - SEES
SEES_ANY = SEES | {"village_reporter"} | OUTSIDER
CLERK = frozenset({"clerk"})
LEADER = frozenset({"leader"})
VERIFIES = ASSIGNS | {"inspection_group"}


def _of(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"problem_id": getattr(world, name).pk}


def _step(name: str, may: frozenset[str], problem: str = "problem", url: str = "") -> list[Row]:
    """Return a step's row: its form for who may take it, 403 for who sees it only."""
    return [Row(f"rectification:{url or name}", {200: may, 404: HIDDEN}, _of(problem))]


def _money(world: World) -> Mapping[str, Any]:
    return {"problem_id": world.problem.pk, "amount_id": world.problem_amount.pk}


def _file(world: World) -> Mapping[str, Any]:
    return {"problem_id": world.problem.pk, "attachment_id": world.problem_file.pk}


def _post(name: str, codes: dict[int, frozenset[str]], arguments: Any, **given: Any) -> Row:
    return Row(f"rectification:{name}", codes, arguments, method="post", given=given)


ROWS = [
    Row("rectification:board", {200: SEES_ANY}),
    Row("rectification:list", {200: SEES_ANY}),
    Row("rectification:export", {200: SEES_ANY}),
    Row("rectification:ledger", {200: SEES_ANY}),
    Row("rectification:waiting", {200: SEES_ANY}),
    Row("rectification:rates", {200: SEES_ANY}),
    Row("rectification:new", {200: ASSIGNS | OUTSIDER}),
    Row("rectification:problem", {200: SEES, 404: HIDDEN}, _of("problem")),
    *_step("description", ASSIGNS),
    *_step("plan", ASSIGNS),
    *_step("measures", ASSIGNS),
    *_step("requests", ASSIGNS),
    *_step("contact", DOES | ASSIGNS),
    *_step("report", DOES | ASSIGNS, "problem_doing"),
    *_step("verification", VERIFIES, "problem_done"),
    *_step("close_out", ASSIGNS, "problem_verified"),
    *_step("keeping_open", ASSIGNS),
    *_step("explanation", LEADER),
    *_step("reopening", LEADER, "problem_closed"),
    *_step("voidance", ASSIGNS),
    *_step("hand_over", ASSIGNS),
    *_step("groups", ASSIGNS),
    *_step("publication", CLERK),
    *_step("money", CLERK),
    *_step("satisfaction", CLERK, "problem_closed"),
    Row(
        "rectification:answer",
        {200: ASSIGNS, 404: HIDDEN},
        lambda world: {"request_id": world.upward_request.pk},
    ),
    _post(
        "request_withdrawal",
        {302: ASSIGNS, 404: HIDDEN},
        lambda world: {"request_id": world.upward_request.pk},
        reason="不用了",
    ),
    Row(
        "rectification:look_back",
        {200: VERIFIES, 404: HIDDEN},
        lambda world: {"look_back_id": world.look_back.pk},
    ),
    Row(
        "rectification:decision",
        {200: LEADER, 404: HIDDEN},
        lambda world: {"decision_id": world.decision.pk},
    ),
    _post(
        "publication_withdrawal", {302: CLERK, 404: HIDDEN}, _of("problem_public"), reason="改字"
    ),
    _post("money_voidance", {302: CLERK, 404: HIDDEN}, _money, reason="记错"),
    _post("evidence", {302: DOES | ASSIGNS, 404: HIDDEN}, _of("problem")),
    Row("rectification:evidence_file", {200: SEES, 404: HIDDEN}, _file),
    _post("evidence_removal", {302: DOES | ASSIGNS, 404: HIDDEN}, _file, reason="传错"),
]
