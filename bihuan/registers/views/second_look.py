"""What is looked at once more before a record is saved: its form's age, and records like it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.registers import presenting
from bihuan.registers.actions.keeping_apart import keep_apart
from bihuan.registers.cleaning import Cleaning
from bihuan.registers.describing import Describing
from bihuan.registers.duplicates import resembling
from bihuan.registers.links import record_url
from bihuan.registers.models import Register, Version
from bihuan.registers.names import Names
from bihuan.registers.record_form import PREFIX
from bihuan.registers.sameness import Sameness

EDITION, APART, APART_FROM = "edition", "apart", "apart_from"


@dataclass(frozen=True)
class Alike:
    """A record that the one entered looks like, as the form names it."""

    id: UUID
    title: str
    day: str
    status: str
    url: str


def why_outdated(request: HttpRequest, register: Register) -> str:
    """Say that the register was changed since the form was drawn; nothing where it was not.

    What was entered in a column that is gone is repeated, so that it is not lost unseen.
    """
    drawn = request.POST.get(EDITION, "")
    if not drawn or drawn == str(register.edition):
        return ""
    said = _("这本台账的设置刚刚改过，还没有存入；请看看下面各项，再保存一次。")
    lost = [
        f"“{column.label}”{text}"
        for column in register.columns.all()
        if column.is_retired and (text := request.POST.get(f"{PREFIX}-{column.code}", "").strip())
    ]
    if lost:
        said += _("已停用的列不再存入：%(lost)s。") % {"lost": "；".join(lost)}
    return said


def resembled(
    actor: Actor,
    register: Register,
    unit: Unit,
    raw: Mapping[str, Any],
    version: Version | None = None,
) -> list[Version]:
    """Return the records that what was entered looks like; of a change, only of what tells."""
    before = version.values if version else None
    clean = Cleaning(register, Names(register.home)).clean(raw, draft=True, before=before)
    if clean.faults or clean.day is None:
        return []  # the action says what is wrong
    same = Sameness(register)
    if before is not None:
        telling = {*same.codes, same.title, same.day}
        if all(before.get(code) == clean.values.get(code) for code in telling):
            return []
    but = version.record_id if version else None
    return resembling(actor, register, unit, clean.values, clean.day, but=but)


def are_told_apart(request: HttpRequest, found: Sequence[Version]) -> bool:
    """Tell whether somebody was shown these records and said that theirs is another."""
    if APART not in request.POST:
        return not found
    shown = set(request.POST.getlist(APART_FROM))
    return all(str(version.record_id) in shown for version in found)


def keep_apart_from(actor: Actor, version: Version, found: Sequence[Version]) -> None:
    """Remember that a record is none of those it looks like."""
    if found:
        pairs = [(version.record_id, other.record_id) for other in found]
        keep_apart(actor=actor, pairs=pairs)


def as_alike(register: Register, versions: Sequence[Version]) -> list[Alike]:
    """Return records as the form names them, personal data covered."""
    describing = Describing(register)
    describing.read(versions)
    return [
        Alike(
            id=version.record_id,
            title=presenting.title_of(version, describing),
            day=version.date.isoformat(),
            status=version.status,
            url=record_url(version),
        )
        for version in versions
    ]
