"""Adding and removing evidence, inside the action of the room that owns the thing.

That room has asked for the permission and locked the thing; here the rows are written and the
entries appended. What a record says does not change by it, so there is no new version.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.files import store
from bihuan.files.actions.keeping import keep
from bihuan.files.checking import Examined
from bihuan.files.checking.likeness import bands_of
from bihuan.files.errors import FileRefused, NoSuchFile
from bihuan.files.models import Attachment, LookBand
from bihuan.files.rules import LONGEST_REASON, MOST_ON_ONE, THUMBNAIL_TYPE
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit


@dataclass(frozen=True)
class About:
    """What evidence is of: a thing by the kind that its audit entries name, its id, its unit."""

    kind: str
    id: UUID
    unit: Unit


def lay_down(examined: Iterable[Examined]) -> None:
    """Write contents to the store before a transaction begins, so that it is held briefly.

    What no row comes to name is swept later (`purging.purge_unreferenced`).
    """
    for one in examined:
        store.put(one.content)
        if one.thumbnail:
            store.put(one.thumbnail)


def attach(*, actor: Actor, about: About, examined: Examined) -> Attachment:
    """Add one file to a thing. The same file twice on one thing is refused (FileRefused)."""
    standing = Attachment.objects.filter(
        about_kind=about.kind, about_id=about.id, removed_at=None, purged_at=None
    )
    if standing.filter(original=examined.original).exists():
        raise FileRefused(_("这里已经有同一个文件，不必重复添加。"))
    if standing.count() >= MOST_ON_ONE:
        raise FileRefused(_("佐证材料最多%(n)d份，请先移除不需要的。") % {"n": MOST_ON_ONE})
    made = Attachment(
        home=about.unit.home,
        about_kind=about.kind,
        about_id=about.id,
        path=about.unit.path,
        file=keep(examined.content, examined.kind.media_type),
        thumbnail=keep(examined.thumbnail, THUMBNAIL_TYPE) if examined.thumbnail else None,
        original=examined.original,
        look=examined.look,
        name=examined.name,
        kind=examined.kind.code,
        size=len(examined.content),
        added_at=clock.now(),
        added_by=actor.id,
        added_by_name=actor.name[:60],
    )
    made.save(force_insert=True)
    LookBand.objects.bulk_create(
        LookBand(home_id=made.home_id, attachment=made, band=band)
        for band in bands_of(examined.look)
    )
    _audit(actor, "attachment.add", made)
    return made


def remove_attachment(
    *, actor: Actor, attachment_id: UUID, about: About, reason: str
) -> Attachment:
    """Remove a file from a thing with a reason; the row stays, the content is purged later.

    Raises NoSuchFile where the thing has no such file, or no longer, and Invalid without a reason.
    """
    reason = reason.strip()
    if not reason:
        raise Invalid(_("移除佐证材料必须写明理由。"))
    if len(reason) > LONGEST_REASON:
        raise Invalid(_("理由最多%(n)d个字，请缩短。") % {"n": LONGEST_REASON})
    found = (
        Attachment.objects.select_for_update(of=("self",))
        .filter(pk=attachment_id, about_kind=about.kind, about_id=about.id, removed_at=None)
        .first()
    )
    if found is None:
        raise NoSuchFile(_("没有这份佐证材料，或它已被移除。"))
    found.removed_at = clock.now()
    found.removed_by = actor.id
    found.removed_by_name = actor.name[:60]
    found.reason = reason
    found.save(update_fields=["removed_at", "removed_by", "removed_by_name", "reason"])
    _audit(actor, "attachment.remove", found, reason)
    return found


def _audit(actor: Actor, action: str, attachment: Attachment, note: str = "") -> None:
    audit.append(
        actor=actor,
        action=action,
        target=(attachment.about_kind, attachment.about_id),
        unit_path=attachment.path,
        values={
            "attachment": str(attachment.id),
            "name": attachment.name,
            "file": attachment.file_id,
            "original": attachment.original,
        },
        note=note,
    )
