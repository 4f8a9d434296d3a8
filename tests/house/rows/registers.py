"""Registers: tables, records and their moves, workbooks in and out."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan.files.tests.pictures import jpeg
from bihuan.registers.models import Record
from tests.house.addresses import CONTENT, EVERYBODY, INSIDE, OUTSIDER, REPORTERS, UNSEEN, Row
from tests.house.world import World


def _register(world: World) -> Mapping[str, Any]:
    return {"code": world.register.code}


def _nobodys_bundle(_world: World) -> Mapping[str, Any]:
    return {"bundle_id": UUID(int=7)}


def _nobodys_file(_world: World) -> Mapping[str, Any]:
    return {"bundle_id": UUID(int=7), "number": 0}


def _submitted(world: World) -> Mapping[str, Any]:
    return {"code": world.register.code, "record_id": world.record.pk}


def _personal(world: World) -> Mapping[str, Any]:
    return {"code": world.register.code, "record_id": world.personal.pk}


def _draft(world: World) -> Mapping[str, Any]:
    return {"code": world.register.code, "record_id": world.draft.pk}


def _photo(world: World) -> Mapping[str, Any]:
    photo = world.photo
    return {"code": world.register.code, "record_id": photo.about_id, "attachment_id": photo.id}


def _a_file(_world: World) -> Mapping[str, Any]:
    return {"evidence": SimpleUploadedFile("现场.jpg", jpeg((60, 40)))}


def _looked_at(
    record: Callable[[World], Record], **given: str
) -> Callable[[World], dict[str, Any]]:
    """Return what a page posts: the version that was looked at, and the rest of its form."""
    return lambda world: {
        "base": record(world).versions.get(superseded_at__isnull=True).pk,
        **given,
    }


def _the_submitted(world: World) -> Record:
    return world.record


ENTERS = frozenset({"village_reporter", "clerk"})
"""Those whose units keep roads; the station's do not."""
VERIFIES = frozenset({"clerk", "leader"})
UNSEEN_ROW = UNSEEN | {"station_reporter"}
"""Those who may not know of a row of the first village."""

DEFINES = frozenset({"clerk"})
OPENS = ENTERS | VERIFIES
OPENS_NOT = UNSEEN_ROW | {"inspection_group"}

ROWS = [
    Row("registers:list", {200: CONTENT}),
    Row("registers:table", {200: INSIDE, 404: UNSEEN}, _register),
    Row("registers:new_register", {200: DEFINES | OUTSIDER}),
    Row("registers:design", {200: DEFINES, 404: UNSEEN}, _register),
    Row(
        "registers:closure",
        {302: DEFINES, 404: UNSEEN},
        _register,
        method="post",
        given={"reason": "并入别的台账"},
    ),
    # It is open: there is nothing to reopen.
    Row("registers:reopening", {400: DEFINES, 404: UNSEEN}, _register, method="post"),
    Row("registers:figure", {200: DEFINES, 404: UNSEEN}, _register),
    Row("registers:duplicates", {200: INSIDE, 404: UNSEEN}, _register),
    # Nothing is said of any pair.
    Row("registers:apart", {302: INSIDE, 404: UNSEEN}, _register, method="post"),
    Row("registers:totals", {200: INSIDE, 404: UNSEEN}, _register),
    Row("registers:export", {200: INSIDE, 404: UNSEEN}, _register),
    Row("registers:unmasked_export", {200: VERIFIES, 404: UNSEEN}, _register),
    Row(
        "registers:unmasked_export",
        {200: VERIFIES, 404: UNSEEN},
        _register,
        method="post",
        given={"reason": "verify"},
    ),
    Row(
        "registers:unmasking",
        {200: ENTERS | VERIFIES, 404: UNSEEN_ROW},
        _personal,
        method="post",
        given={"reason": "contact"},
    ),
    Row("registers:retention_list", {200: CONTENT}),
    Row("registers:retention", {200: INSIDE, 404: UNSEEN}, _register),
    # Nothing is announced yet: there is nothing to postpone.
    Row(
        "registers:postponement",
        {404: UNSEEN | {"clerk"}},
        _register,
        method="post",
        given={"reason": "巡察"},
    ),
    Row("registers:blank", {200: INSIDE, 404: UNSEEN}, _register),
    Row("registers:import", {200: ENTERS, 404: UNSEEN}, _register),
    # Confirms an upload: nothing was uploaded.
    Row("registers:confirmation", {400: ENTERS, 404: UNSEEN}, _register, method="post"),
    Row("registers:marked", {400: ENTERS, 404: UNSEEN}, _register),
    Row("registers:text", {200: INSIDE, 404: UNSEEN}, _register),
    Row("registers:drop", {200: REPORTERS | {"clerk"} | OUTSIDER}),
    # Files that somebody else dropped, or nobody, are not there.
    Row("registers:bundle", {404: EVERYBODY}, _nobodys_bundle),
    Row("registers:dropped", {404: EVERYBODY}, _nobodys_file),
    Row("registers:dropped_marked", {404: EVERYBODY}, _nobodys_file),
    Row("registers:new", {200: ENTERS, 404: UNSEEN}, _register),
    Row("registers:record", {200: INSIDE - UNSEEN_ROW, 404: UNSEEN_ROW}, _submitted),
    Row("registers:revision", {200: ENTERS, 404: UNSEEN_ROW}, _draft),
    Row(
        "registers:submission",
        {302: ENTERS, 404: UNSEEN_ROW},
        _draft,
        method="post",
        given=_looked_at(lambda world: world.draft),
    ),
    Row(
        "registers:verification",
        {302: VERIFIES, 404: UNSEEN_ROW},
        _submitted,
        method="post",
        given=_looked_at(_the_submitted),
    ),
    Row(
        "registers:return",
        {302: VERIFIES, 404: UNSEEN_ROW},
        _submitted,
        method="post",
        given=_looked_at(_the_submitted, reason="里程有误"),
    ),
    Row("registers:evidence", {302: ENTERS, 404: UNSEEN_ROW}, _draft, method="post", given=_a_file),
    # Roads have a personal column: their photos are for those who enter or verify them.
    Row("registers:evidence_file", {200: OPENS, 404: OPENS_NOT}, _photo),
    Row("registers:evidence_thumbnail", {200: OPENS, 404: OPENS_NOT}, _photo),
    Row(
        "registers:evidence_removal",
        {302: ENTERS, 404: UNSEEN_ROW},
        _photo,
        method="post",
        given={"reason": "拍错了"},
    ),
    # What was submitted, its reporter no longer makes void: 409.
    Row(
        "registers:voidance",
        {302: VERIFIES, 404: UNSEEN_ROW, 409: frozenset({"village_reporter"})},
        _submitted,
        method="post",
        given=_looked_at(_the_submitted, reason="重复填报"),
    ),
]
