"""Documents: drafts, signatures, issue and the files made of them."""

from collections.abc import Mapping
from typing import Any

from tests.house.addresses import CONTENT, EVERYBODY, INSIDE, OUTSIDER, UNSEEN, Row
from tests.house.world import World


def _document(world: World) -> Mapping[str, Any]:
    return {"pk": world.document.pk}


def _file(world: World) -> Mapping[str, Any]:
    return {"pk": world.document.pk, "form": "docx"}


def _sign_off(world: World) -> Mapping[str, Any]:
    return {"pk": world.document.pk, "sign_off_pk": world.sign_off.pk}


def _word(world: World) -> Mapping[str, Any]:
    return {"pk": world.word_template.pk}


def _word_version(world: World) -> Mapping[str, Any]:
    return {"pk": world.word_template.pk, "number": 1}


def _discussed(world: World) -> Mapping[str, Any]:
    return {"pk": world.discussed.pk}


def _round(world: World) -> Mapping[str, Any]:
    return {"pk": world.discussed.pk, "number": world.comment_round.number}


def _addressee(world: World) -> Mapping[str, Any]:
    return {**_round(world), "addressee_pk": world.addressee.pk}


def _issued(world: World) -> Mapping[str, Any]:
    return {"pk": world.issued.pk}


CLERK = frozenset({"clerk"})
CLERKS = CLERK | OUTSIDER
LEADER = frozenset({"leader"})
AT_WORK = CLERK | LEADER
STATION = frozenset({"station_reporter"})
REPORTER = frozenset({"village_reporter"})
ASKED = STATION | REPORTER

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
    Row("documents:numbers", {200: CONTENT}),
    Row("documents:drafts", {200: AT_WORK, 404: UNSEEN}, _discussed),
    Row("documents:steps", {200: INSIDE, 404: UNSEEN}, _discussed),
    Row(
        "documents:steps",
        {302: CLERK, 404: UNSEEN},
        _discussed,
        method="post",
        given={"kind": "submit", "note": "请审"},
    ),
    Row(
        "documents:steps",
        {302: LEADER, 404: UNSEEN},
        _discussed,
        method="post",
        given={"kind": "sign"},
    ),
    Row(
        "documents:countersigns",
        {302: AT_WORK, 404: UNSEEN},
        _discussed,
        method="post",
        given=lambda world: {"units": [str(world.cast.station.pk)]},
    ),
    Row(
        "documents:withdrawal",
        {302: AT_WORK, 404: UNSEEN},
        lambda world: {"pk": world.discussed.pk, "request_pk": world.countersign.pk},
        method="post",
        given={"reason": "不涉及"},
    ),
    Row("documents:new_round", {200: CLERK, 404: UNSEEN}, _discussed),
    Row("documents:round", {200: ASKED | AT_WORK, 404: EVERYBODY - ASKED - AT_WORK}, _round),
    Row(
        "documents:round_comments",
        {302: STATION, 404: EVERYBODY - ASKED - AT_WORK},
        _round,
        method="post",
        given=lambda world: {
            "addressee": str(world.addressee.pk),
            "place": "1",
            "text": "再核",
        },
    ),
    Row(
        "documents:round_answer",
        {302: STATION, 404: EVERYBODY - ASKED - AT_WORK},
        _addressee,
        method="post",
    ),
    Row(
        "documents:round_reminder",
        {302: CLERK, 404: EVERYBODY - ASKED - AT_WORK},
        _addressee,
        method="post",
    ),
    Row("documents:comments", {200: INSIDE, 404: UNSEEN}, _discussed),
    Row(
        "documents:settlement",
        {302: CLERK, 403: LEADER | REPORTER, 404: EVERYBODY - AT_WORK - REPORTER},
        lambda world: {"pk": world.discussed.pk, "comment_pk": world.comment.pk},
        method="post",
        given={"outcome": "adopted"},
    ),
    Row("documents:correction", {200: CLERK, 404: UNSEEN}, _issued),
    Row("documents:sheet", {200: INSIDE, 404: UNSEEN}, _issued),
    Row("documents:issue", {302: LEADER, 404: UNSEEN}, _document, method="post"),
    Row("documents:figures", {200: CLERKS}, given={"q": "公路"}),
    Row("documents:chips", {422: CLERKS}, method="post", given={"template": "没有文头"}),
    Row("documents:text_check", {200: CLERKS}, method="post", given={"template": "没有文头"}),
    Row("documents:pasted_text", {200: CLERKS}, method="post", given={"html": "<p>正文</p>"}),
    Row("documents:text_of_word", {200: CLERKS}),
    Row("documents:word_templates", {200: CONTENT}),
    Row("documents:new_word_template", {200: CLERKS}),
    Row("documents:word_template", {200: INSIDE, 404: UNSEEN}, _word),
    Row("documents:word_version", {200: INSIDE, 404: UNSEEN}, _word_version),
    Row("documents:new_word_version", {200: CLERK, 404: UNSEEN}, _word),
    Row("documents:filled_word", {200: INSIDE, 404: UNSEEN}, _word, method="post"),
    Row(
        "documents:word_withdrawal",
        {302: CLERK, 404: UNSEEN},
        _word,
        method="post",
        given={"reason": "改用新的样子"},
    ),
]
