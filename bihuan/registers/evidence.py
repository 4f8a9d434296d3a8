"""A record's evidence as its page shows it, and where the same photo stands elsewhere.

Photos and scans of a register with personal columns are themselves personal: whoever sees those
columns masked is told how many files there are, and neither their names nor their contents.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.files.asking import attachments_of, twins_of
from bihuan.files.errors import NoSuchFile
from bihuan.files.models import Attachment
from bihuan.files.rules import ACCEPT, LONG_SIDE
from bihuan.orgs.access import Actor
from bihuan.registers.access import versions_visible_to
from bihuan.registers.actions.evidence import KIND
from bihuan.registers.describing import Describing
from bihuan.registers.links import record_url
from bihuan.registers.models import Status, Version
from bihuan.registers.presenting import Event, names_of, sees_all, title_of
from bihuan.registers.rules import Change


@dataclass(frozen=True)
class Use:
    """Another record that holds the same file; `url` is empty where the actor may not see it."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Piece:
    """One file as the page shows it."""

    id: UUID
    name: str
    label: str
    icon: str
    size: str
    who: str
    at: Any
    url: str
    thumbnail_url: str
    removal_url: str
    uses: Sequence[Use] = ()


def may_open(actor: Actor, version: Version) -> bool:
    """Tell whether an actor may open the files of a record that they may see."""
    columns = version.register.columns_in_order
    return sees_all(actor, version) or not any(column.is_sensitive for column in columns)


def require_open(actor: Actor, version: Version) -> None:
    """Raise NoSuchFile unless an actor may open the files of a record."""
    if not may_open(actor, version):
        raise NoSuchFile(_("这份佐证材料涉及个人信息，您的账号不能打开。"))


def evidence_context(actor: Actor, version: Version, may: set[Change]) -> dict[str, Any]:
    """Return what `registers/_evidence.html` needs, and the events of the record's history."""
    found = attachments_of(KIND, version.record_id)
    standing = [each for each in found if each.is_there]
    is_open = may_open(actor, version)
    may_change = Change.EDIT in may and version.record.purged_at is None
    return {
        "evidence_count": len(standing),
        "evidence_is_open": is_open,
        "evidence": _pieces(actor, version, standing, may_change) if is_open else [],
        "evidence_url": _url("evidence", version) if may_change else "",
        "evidence_accept": ACCEPT,
        "evidence_side": LONG_SIDE,
        "evidence_events": _events(found, is_open=is_open),
    }


def warnings_of(actor: Actor, added: Iterable[Attachment]) -> list[str]:
    """Return a sentence for each file just added that another record holds already."""
    added = list(added)
    uses = _uses(actor, added)
    return [
        _("“%(name)s”与另一处的材料相同：%(where)s。仍已添加，请核对是否用错。")
        % {"name": each.name, "where": "、".join(use.text for use in uses[each.id])}
        for each in added
        if uses.get(each.id)
    ]


def _pieces(
    actor: Actor, version: Version, standing: list[Attachment], may_change: bool
) -> list[Piece]:
    uses = _uses(actor, standing)
    names = names_of({each.added_by for each in standing if each.added_by})
    return [
        Piece(
            id=each.id,
            name=each.name,
            label=str(each.file_kind.label),
            icon=each.file_kind.icon,
            size=filesizeformat(each.size),
            who=names.get(each.added_by, each.added_by_name),
            at=each.added_at,
            url=_url("evidence_file", version, each),
            thumbnail_url=_url("evidence_thumbnail", version, each) if each.thumbnail_id else "",
            removal_url=_url("evidence_removal", version, each) if may_change else "",
            uses=uses.get(each.id, ()),
        )
        for each in standing
    ]


def _uses(actor: Actor, attachments: list[Attachment]) -> dict[UUID, list[Use]]:
    """Return where else the files stand; records made void do not count."""
    twins = twins_of(attachments)
    ids = {twin.about_id for found in twins.values() for twin in found if twin.about_kind == KIND}
    if not ids:
        return {}
    standing = Version.objects.current().filter(record_id__in=ids).exclude(status=Status.VOID)
    alive = set(standing.values_list("record_id", flat=True))
    visible = {
        each.record_id: each
        for each in standing.filter(versions_visible_to(actor)).select_related(
            "record", "register__home", "unit"
        )
    }
    found: dict[UUID, list[Use]] = {}
    for id_, others in twins.items():
        records = dict.fromkeys(twin.about_id for twin in others if twin.about_id in alive)
        seen = [visible[record] for record in records if record in visible]
        uses = [Use(_named(each), record_url(each)) for each in seen]
        if len(seen) < len(records):
            uses.append(Use(_("另一条您无权查看的记录")))
        if uses:
            found[id_] = uses
    return found


def _named(version: Version) -> str:
    title = title_of(version, Describing(version.register))
    return f"{version.register.label}·{version.unit.name}·{title}"


def _events(found: list[Attachment], *, is_open: bool) -> list[Event]:
    """Return what became of the files; what was added together is one event."""
    names = names_of(
        {who for each in found for who in (each.added_by, each.removed_by) if who is not None}
    )
    together: dict[tuple[UUID | None, str], list[Attachment]] = {}
    for each in found:
        together.setdefault((each.added_by, f"{each.added_at:%Y%m%d%H%M}"), []).append(each)
    events = [
        Event(
            what=_("添加佐证材料"),
            who=names.get(first.added_by, first.added_by_name),
            at=first.added_at,
            icon="paperclip",
            tone="plain",
            status="",
            changes=_named_where(is_open, first, *others),
        )
        for first, *others in together.values()
    ]
    for each in found:
        events += _endings(each, names, is_open=is_open)
    return events


def _endings(each: Attachment, names: dict[UUID | None, str], *, is_open: bool) -> Iterator[Event]:
    named = _named_where(is_open, each)
    if each.removed_at is not None:
        yield Event(
            what=_("移除佐证材料"),
            who=names.get(each.removed_by, each.removed_by_name),
            at=each.removed_at,
            icon="x",
            tone="warn",
            status="",
            reason=each.reason if is_open else "",
            changes=named,
        )
    if each.purged_at is not None:
        what = _("佐证材料的内容已清除")
        yield Event(what, "", each.purged_at, "ban", "plain", "", changes=named)


def _named_where(is_open: bool, *attachments: Attachment) -> tuple[str, ...]:
    return tuple(each.name for each in attachments) if is_open else ()


def _url(name: str, version: Version, attachment: Attachment | None = None) -> str:
    arguments = [version.register.code, version.record_id]
    return reverse(f"registers:{name}", args=[*arguments, *([attachment.id] if attachment else [])])
