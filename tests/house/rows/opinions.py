"""Opinions: who records, who sorts, who sees all, and that a village sees only its own."""

from collections.abc import Mapping
from typing import Any

from tests.house.addresses import EVERYBODY, OUTSIDER, Row
from tests.house.world import World

SORTS = frozenset({"clerk"})
RECORDS = SORTS | {"village_reporter", "station_reporter"}
SEES_ALL = SORTS | {"leader", "inspection_group"}
SEES_ONE = SEES_ALL | {"village_reporter"}


def _opinion(world: World) -> Mapping[str, Any]:
    assert world.category.pk, "there before anybody is asked"
    return {"opinion_id": world.opinion.pk}


def _sorted(world: World) -> Mapping[str, Any]:
    return {"opinion_id": world.sorted_opinion.pk}


def _group(world: World) -> Mapping[str, Any]:
    return {"group_id": world.group.pk}


def _category(world: World) -> Mapping[str, Any]:
    return {"category_id": world.category.pk}


def _proposal(world: World) -> Mapping[str, Any]:
    return {"proposal_id": world.proposal.pk}


def _two_groups(world: World) -> Mapping[str, Any]:
    assert world.other_group.pk, "there before anybody is asked"
    return _group(world)


def _other(world: World) -> Mapping[str, Any]:
    return {"other": str(world.other_group.pk)}


def _class(world: World) -> Mapping[str, Any]:
    return {"category": world.category.code}


def _received(world: World) -> Mapping[str, Any]:
    return {"opinion_id": world.received.opinion.pk}


ROWS = [
    Row("opinions:list", {200: SEES_ALL | RECORDS | OUTSIDER}),
    Row("opinions:download", {200: SEES_ALL | RECORDS | OUTSIDER}),
    Row("opinions:new", {200: RECORDS | OUTSIDER}),
    Row("opinions:import", {200: SORTS | OUTSIDER}),
    Row("opinions:inbox", {200: SORTS | OUTSIDER}),
    Row("opinions:digest", {200: SEES_ALL | OUTSIDER}),
    Row("opinions:digest_download", {200: SEES_ALL | OUTSIDER}),
    Row("opinions:proposals", {200: SORTS | OUTSIDER}),
    Row("opinions:looking", {302: SORTS | OUTSIDER}, method="post"),
    Row(
        "opinions:proposal",
        {302: SORTS, 404: EVERYBODY - SORTS},
        _proposal,
        method="post",
        given={"do": "decline"},
    ),
    Row("opinions:categories", {200: SORTS | OUTSIDER}),
    Row("opinions:categories_import", {302: SORTS | OUTSIDER}, method="post"),
    Row("opinions:learning", {302: SORTS | OUTSIDER}, method="post"),
    Row("opinions:category", {200: SORTS, 404: EVERYBODY - SORTS}, _category),
    Row("opinions:group", {200: SEES_ALL, 404: EVERYBODY - SEES_ALL}, _group),
    Row(
        "opinions:group_wording",
        {302: SORTS, 404: EVERYBODY - SEES_ALL},
        _group,
        method="post",
        given={"wording": "路坏了好久"},
    ),
    Row(
        "opinions:group_answer",
        {302: SORTS, 404: EVERYBODY - SEES_ALL},
        _group,
        method="post",
        given={"answer": "adopted"},
    ),
    Row(
        "opinions:group_publication",
        {302: SORTS, 404: EVERYBODY - SEES_ALL},
        _group,
        method="post",
        given={"wording": "路坏了"},
    ),
    Row(
        "opinions:group_merging",
        {302: SORTS, 404: EVERYBODY - SEES_ALL},
        _two_groups,
        method="post",
        given=_other,
    ),
    # Recorded by the first village.
    Row("opinions:opinion", {200: SEES_ONE, 404: EVERYBODY - SEES_ONE}, _opinion),
    Row(
        "opinions:opinion_class",
        {302: SORTS, 404: EVERYBODY - SORTS},
        _opinion,
        method="post",
        given=_class,
    ),
    Row(
        "opinions:opinion_group",
        {302: SORTS, 404: EVERYBODY - SEES_ONE},
        _sorted,
        method="post",
    ),
    Row(
        "opinions:opinion_voiding",
        {302: SORTS, 404: EVERYBODY - SEES_ONE},
        _opinion,
        method="post",
        given={"reason": "重复登记"},
    ),
    # Raised by a resident: whoever sees the town's opinions sees it; the contact is the clerk's.
    Row(
        "opinions:contact",
        {200: SORTS, 404: EVERYBODY - SEES_ALL},
        _received,
        method="post",
        given={"reason": "联系本人"},
    ),
    Row(
        "opinions:contact_erasure",
        {302: SORTS, 404: EVERYBODY - SEES_ALL},
        _received,
        method="post",
        given={"reason": "本人要求"},
    ),
]
