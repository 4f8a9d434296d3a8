"""Documents: drafts, signatures, issue and the files made of them."""

from collections.abc import Mapping
from typing import Any

from tests.house.addresses import CONTENT, INSIDE, OUTSIDER, UNSEEN, Row
from tests.house.world import World


def _document(world: World) -> Mapping[str, Any]:
    return {"pk": world.document.pk}


def _file(world: World) -> Mapping[str, Any]:
    return {"pk": world.document.pk, "form": "docx"}


def _sign_off(world: World) -> Mapping[str, Any]:
    return {"pk": world.document.pk, "sign_off_pk": world.sign_off.pk}


CLERK = frozenset({"clerk"})
CLERKS = CLERK | OUTSIDER
LEADER = frozenset({"leader"})

ROWS = [
    Row("documents:list", {200: CONTENT}),
    Row("documents:new", {200: CLERKS}),
    Row("documents:new_briefing", {200: CLERKS}),
    Row("documents:file_check", {200: CLERKS}),
    Row("documents:check", {200: INSIDE, 404: UNSEEN}, _document),
    Row("documents:document", {200: INSIDE, 404: UNSEEN}, _document),
    Row("documents:template", {200: CLERK, 404: UNSEEN}, _document),
    Row("documents:file", {200: INSIDE, 404: UNSEEN}, _file),
    Row("documents:sign_offs", {200: LEADER, 404: UNSEEN}, _document, given={"figure": "0"}),
    Row(
        "documents:revocation",
        {302: LEADER, 404: UNSEEN},
        _sign_off,
        method="post",
        given={"reason": "来源有误"},
    ),
    Row("documents:issue", {302: LEADER, 404: UNSEEN}, _document, method="post"),
]
