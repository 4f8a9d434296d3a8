"""Disputes and petitions: who lists them, who takes which step, who learns who brought them."""

from collections.abc import Mapping
from typing import Any

from bihuan.duty.tests.making import make_types
from tests.house.addresses import EVERYBODY, INSIDE, OUTSIDER, REPORTERS, Row
from tests.house.world import World

KEEPS = frozenset({"clerk"})
SEES = KEEPS | {"leader"}
ENTERS = KEEPS | REPORTERS
SEES_DISPUTE = SEES | {"village_reporter"}
SEES_SHEET = SEES | {"village_reporter"}


def _dispute(world: World) -> Mapping[str, Any]:
    return {"pk": world.dispute.pk}


def _petition(world: World) -> Mapping[str, Any]:
    return {"pk": world.petition.pk}


def _dispute_step(kind: str) -> Any:
    return lambda world: {"pk": world.dispute.pk, "kind": kind}


def _petition_step(kind: str) -> Any:
    return lambda world: {"pk": world.petition.pk, "kind": kind}


def _sealed(world: World) -> Mapping[str, Any]:
    return {"kind": "petition", "pk": world.petition.pk}


def _paper(world: World) -> Mapping[str, Any]:
    return {**_sealed(world), "attachment_id": world.petition_paper.pk}


def _zero(world: World) -> Mapping[str, Any]:
    return {"unit": world.cast.villages[1].code}


def _adopting(world: World) -> Mapping[str, Any]:
    assert make_types(world.cast.town)
    return {"do": "adopt", "home": world.cast.town.code}


BY_KEEPER: Mapping[int, frozenset[str]] = {302: KEEPS, 403: SEES - KEEPS, 404: EVERYBODY - SEES}
ROWS = [
    Row("duty:disputes", {200: SEES | REPORTERS | OUTSIDER}),
    Row("duty:disputes_workbook", {200: SEES | REPORTERS | OUTSIDER}),
    Row("duty:dispute_new", {200: ENTERS | OUTSIDER}),
    Row("duty:monthly", {200: INSIDE | OUTSIDER}),
    Row("duty:types", {200: KEEPS | OUTSIDER}),
    Row(
        "duty:type_changes",
        {302: KEEPS | OUTSIDER},
        method="post",
        given=_adopting,
    ),
    Row(
        "duty:zero",
        {302: KEEPS, 404: REPORTERS | OUTSIDER},
        method="post",
        given=_zero,
    ),
    Row("duty:dispute", {200: SEES_DISPUTE, 404: EVERYBODY - SEES_DISPUTE}, _dispute),
    Row(
        "duty:dispute_step",
        {302: SEES_DISPUTE - {"leader"}, 404: EVERYBODY - SEES_DISPUTE},
        _dispute_step("try"),
        method="post",
        given={"on": "2010-02-03", "note": "村调委会上门谈过"},
    ),
    Row("duty:petitions", {200: SEES | OUTSIDER}),
    Row("duty:petitions_workbook", {200: SEES | OUTSIDER}),
    Row("duty:petition_new", {200: KEEPS | OUTSIDER}),
    Row("duty:petition", {200: SEES, 404: EVERYBODY - SEES}, _petition),
    Row("duty:sheet", {200: SEES_SHEET, 404: EVERYBODY - SEES_SHEET}, _petition),
    Row(
        "duty:petition_step",
        BY_KEEPER,
        _petition_step("reply"),
        method="post",
        given={"on": "2010-02-03", "note": "水费账目已公布"},
    ),
    Row(
        "duty:identity",
        {200: KEEPS, 403: SEES - KEEPS, 404: EVERYBODY - SEES},
        _sealed,
        method="post",
        given={"reason": "电话回访"},
    ),
    Row("duty:erasure", BY_KEEPER, _sealed, method="post", given={"reason": "本人要求"}),
    Row("duty:papers", BY_KEEPER, _sealed, method="post"),
    Row("duty:paper", {200: KEEPS, 403: SEES - KEEPS, 404: EVERYBODY - SEES}, _paper),
    Row("duty:paper_removal", BY_KEEPER, _paper, method="post", given={"reason": "放错了"}),
]
