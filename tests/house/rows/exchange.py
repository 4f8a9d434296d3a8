"""Documents sent and received, packages, and the keys of offices on other servers."""

from collections.abc import Mapping
from typing import Any

from tests.house.addresses import CONTENT, EVERYBODY, INSIDE, OUTSIDER, UNSEEN, Row
from tests.house.world import World

CLERK = frozenset({"clerk"})
LEADER = frozenset({"leader"})
OFFICE = CLERK | LEADER
OFFICES = OFFICE | OUTSIDER
NOT_OF_THE_OFFICE = EVERYBODY - OFFICE


def _issued(world: World) -> Mapping[str, Any]:
    return {"pk": world.issued.pk}


def _dispatch(world: World) -> Mapping[str, Any]:
    return {"pk": world.dispatch.pk}


def _answered(world: World) -> Mapping[str, Any]:
    return {"pk": world.answer_step.dispatch_id}


def _packed(world: World) -> Mapping[str, Any]:
    return {"pk": world.packed.pk}


def _reception(world: World) -> Mapping[str, Any]:
    return {"pk": world.reception.pk}


def _reception_file(world: World) -> Mapping[str, Any]:
    return {"pk": world.reception.pk, "form": "docx"}


def _step_file(world: World) -> Mapping[str, Any]:
    return {"pk": world.answer_step.pk, "form": "pdf"}


def _correspondent(world: World) -> Mapping[str, Any]:
    return {"pk": world.correspondent.pk}


def _with_keys(world: World) -> Mapping[str, Any]:
    assert world.office_keys
    return {}


ROWS = [
    Row("exchange:inbox", {200: OFFICES}),
    Row("exchange:outbox", {200: CONTENT}),
    Row("exchange:new_dispatch", {200: OFFICE, 404: UNSEEN}, _issued),
    Row("exchange:dispatch", {200: INSIDE, 404: UNSEEN}, _dispatch),
    Row("exchange:note", {302: OFFICE, 404: UNSEEN}, _answered, method="post"),
    Row("exchange:package", {200: OFFICE, 404: UNSEEN}, _packed),
    Row("exchange:reception", {200: OFFICE, 404: NOT_OF_THE_OFFICE}, _reception),
    Row("exchange:reception_file", {200: OFFICE, 404: NOT_OF_THE_OFFICE}, _reception_file),
    Row(
        "exchange:receipt",
        {302: CLERK, 404: NOT_OF_THE_OFFICE},
        _reception,
        method="post",
    ),
    Row(
        "exchange:return",
        {302: CLERK, 404: NOT_OF_THE_OFFICE},
        _reception,
        method="post",
        given={"reason": "缺附件"},
    ),
    Row(
        "exchange:answer",
        {302: CLERK, 404: NOT_OF_THE_OFFICE},
        _reception,
        method="post",
        given={"text": "同意"},
    ),
    Row("exchange:step_file", {200: INSIDE | OUTSIDER, 404: UNSEEN - OUTSIDER}, _step_file),
    Row("exchange:new_package", {200: CLERK | OUTSIDER}),
    Row("exchange:correspondents", {200: OFFICES}),
    Row("exchange:new_correspondent", {200: LEADER}),
    Row(
        "exchange:withdrawal",
        {302: LEADER, 404: NOT_OF_THE_OFFICE},
        _correspondent,
        method="post",
        given={"reason": "换了服务器"},
    ),
    Row("exchange:own_key", {200: OFFICES}),
    Row("exchange:own_key", {302: LEADER}, method="post"),
    Row("exchange:own_key_file", {200: OFFICES}, _with_keys),
]
