"""A task as its page shows it: what happened, newest first, with the words and the evidence."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.files.models import Attachment
from bihuan.lib.dates import write_date
from bihuan.tasks.models import Step, StepKind, Task

LOOKS: dict[str, tuple[str, str]] = {
    StepKind.ASSIGN: ("send", "info"),
    StepKind.SIGN_FOR: ("check", "info"),
    StepKind.PROGRESS: ("flag", "plain"),
    StepKind.CHASE: ("clock", "warn"),
    StepKind.SUBMIT: ("rubber-stamp", "info"),
    StepKind.ACCEPT: ("circle-check", "good"),
    StepKind.SEND_BACK: ("arrow-back-up", "warn"),
    StepKind.CLOSE: ("circle-check", "good"),
    StepKind.RETURN: ("arrow-back-up", "warn"),
    StepKind.REASSIGN: ("arrow-right", "info"),
    StepKind.INSIST: ("arrow-right", "plain"),
    StepKind.ASK_EXTENSION: ("clock", "plain"),
    StepKind.EXTEND: ("calendar", "info"),
    StepKind.REFUSE_EXTENSION: ("x", "plain"),
    StepKind.RECOUNT: ("calendar", "plain"),
    StepKind.SUSPEND: ("ban", "plain"),
    StepKind.RESUME: ("refresh", "info"),
    StepKind.REOPEN: ("refresh", "warn"),
    StepKind.NAME: ("users", "plain"),
    StepKind.VOID: ("circle-x", "plain"),
}


@dataclass(frozen=True)
class Piece:
    """One file of a task."""

    attachment: Attachment
    who: str
    url: str
    thumbnail_url: str
    removal_url: str

    @property
    def size(self) -> str:
        """Return its size in words."""
        return str(filesizeformat(self.attachment.size))

    @property
    def icon(self) -> str:
        """Return its icon."""
        return str(self.attachment.file_kind.icon)


@dataclass(frozen=True)
class Event:
    """One thing that happened: what, who, when, the words, further lines, files."""

    what: str
    who: str
    at: dt.datetime
    note: str = ""
    lines: Sequence[str] = ()
    icon: str = "circle-check"
    tone: str = "plain"
    pieces: Sequence[Piece] = ()


def events_of(steps: Sequence[Step], pieces: Sequence[Piece]) -> list[Event]:
    """Return what happened, the newest first; files that were added together stand together."""
    found = [_event(step) for step in steps]
    found += _additions(pieces)
    found += [
        Event(
            what=_("移除佐证材料"),
            who=piece.attachment.removed_by_name,
            at=piece.attachment.removed_at,
            note=f"{piece.attachment.name}：{piece.attachment.reason}",
            icon="x",
        )
        for piece in pieces
        if piece.attachment.removed_at is not None
    ]
    return sorted(found, key=lambda event: event.at, reverse=True)


def pieces_of(
    task: Task,
    attachments: Sequence[Attachment],
    names: Mapping[UUID, str],
    *,
    may_remove: bool,
) -> list[Piece]:
    """Return the files of a task with their addresses; none for what is gone.

    `names` are the names of accounts as people know them.
    """
    return [
        _piece(task, each, names.get(each.added_by, each.added_by_name), may_remove)
        if each.added_by
        else _piece(task, each, each.added_by_name, may_remove)
        for each in attachments
    ]


def _piece(task: Task, attachment: Attachment, who: str, may_remove: bool) -> Piece:
    given = {"pk": task.pk, "attachment_id": attachment.pk}
    there = attachment.is_there and attachment.file_id is not None
    return Piece(
        attachment,
        who,
        url=reverse("tasks:evidence_file", kwargs=given) if there else "",
        thumbnail_url=reverse("tasks:evidence_thumbnail", kwargs=given)
        if there and attachment.thumbnail_id
        else "",
        removal_url=reverse("tasks:evidence_removal", kwargs=given) if there and may_remove else "",
    )


def _additions(pieces: Sequence[Piece]) -> list[Event]:
    together: dict[tuple[str, str], list[Piece]] = {}
    for piece in pieces:
        added = piece.attachment
        key = (piece.who, added.added_at.isoformat(timespec="minutes"))
        together.setdefault(key, []).append(piece)
    return [
        Event(
            what=_("添加佐证材料%(n)d份") % {"n": len(some)},
            who=some[0].who,
            at=some[0].attachment.added_at,
            icon="paperclip",
            pieces=[piece for piece in some if piece.url],
        )
        for some in together.values()
    ]


def _event(step: Step) -> Event:
    icon, tone = LOOKS[step.kind]
    return Event(
        what=str(StepKind(step.kind).label),
        who=step.by_name,
        at=step.at,
        note=step.note,
        lines=[line for tell in _TOLD for line in tell(step.kind, step.facts)],
        icon=icon,
        tone=tone,
    )


def _progress(_kind: str, facts: dict[str, Any]) -> list[str]:
    said = []
    if facts.get("percent") is not None:
        said.append(_("进度：%(n)d%%") % {"n": facts["percent"]})
    if facts.get("difficulty"):
        said.append(_("困难：%(what)s") % {"what": facts["difficulty"]})
    if facts.get("next"):
        said.append(_("下一步：%(what)s") % {"what": facts["next"]})
    return said


def _days(kind: str, facts: dict[str, Any]) -> list[str]:
    old, new = _day(facts.get("old_due")), _day(facts.get("new_due"))
    if not new:
        return []
    if not old:
        return [_("期限：%(new)s") % {"new": new}]
    label = {
        StepKind.ASK_EXTENSION: _("申请把期限从%(old)s延到%(new)s"),
        StepKind.REFUSE_EXTENSION: _("期限仍为%(old)s（申请延到%(new)s）"),
    }.get(StepKind(kind), _("期限由%(old)s改为%(new)s"))
    return [label % {"old": old, "new": new}]


def _units(kind: str, facts: dict[str, Any]) -> list[str]:
    if kind == StepKind.ASSIGN:
        return [_("承办单位：%(unit)s") % {"unit": facts["new_unit_name"]}]
    if kind == StepKind.REASSIGN:
        units = {"old": facts["old_unit_name"], "new": facts["new_unit_name"]}
        return [_("承办单位由%(old)s改为%(new)s") % units]
    return []


def _others(_kind: str, facts: dict[str, Any]) -> list[str]:
    said = []
    if facts.get("seen_on"):
        said.append(_("到场查看：%(day)s") % {"day": _day(facts["seen_on"])})
    if "names" in facts:
        names = {"old": "、".join(facts["old_names"]), "new": "、".join(facts["names"])}
        said.append(_("责任人由“%(old)s”改为“%(new)s”") % names)
    if facts.get("days"):
        said.append(_("挂起%(n)d天，期限顺延") % {"n": facts["days"]})
    return said


def _day(text: str | None) -> str:
    return write_date(dt.date.fromisoformat(text)) if text else ""


_TOLD: tuple[Callable[[str, dict[str, Any]], list[str]], ...] = (
    _units,
    _progress,
    _days,
    _others,
)
