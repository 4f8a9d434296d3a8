"""Evidence (佐证材料) of a record: added and removed by whoever may change the record.

What a record says does not change by it: no new version. It is never asked for: a photo is no
yardstick of anybody's work.
"""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.files.actions import About, attach, lay_down, remove_attachment
from bihuan.files.checking import Examined
from bihuan.files.errors import FileRefused
from bihuan.files.models import Attachment
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.registers.actions.records import locked_for_a_change
from bihuan.registers.errors import WrongStatus
from bihuan.registers.models import Version

KIND = "record"
"""The kind under which evidence of a record is kept, as in the audit log."""


def add_evidence(
    *, actor: Actor, record_id: UUID, examined: Sequence[Examined]
) -> tuple[list[Attachment], list[str]]:
    """Add files to a record; return what was added, and a sentence for each that stands already.

    Raises NoSuchRecord, NotAllowed or WrongStatus as a change of the record would.
    """
    lay_down(examined)
    return _add(actor=actor, record_id=record_id, examined=examined)


@action("attachment.add")
def _add(
    *, actor: Actor, record_id: UUID, examined: Sequence[Examined]
) -> tuple[list[Attachment], list[str]]:
    about = _about(locked_for_a_change(actor, record_id))
    added, refused = [], []
    for one in examined:
        try:
            added.append(attach(actor=actor, about=about, examined=one))
        except FileRefused as error:
            refused.append(_("“%(name)s”没有收：%(why)s") % {"name": one.name, "why": error})
    return added, refused


@action("attachment.remove")
def remove_evidence(
    *, actor: Actor, record_id: UUID, attachment_id: UUID, reason: str
) -> Attachment:
    """Remove a file from a record with a reason; its name, who and why stay."""
    about = _about(locked_for_a_change(actor, record_id))
    return remove_attachment(actor=actor, attachment_id=attachment_id, about=about, reason=reason)


def _about(version: Version) -> About:
    if version.record.purged_at is not None:
        raise WrongStatus(_("这条记录的内容已按保存年限清除，不能再添加或移除佐证材料。"))
    return About(KIND, version.record_id, version.unit)
