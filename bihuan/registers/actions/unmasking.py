"""Uncovering personal data for a moment: with a reason, and written down.

What was shown is not in the entry, only which record and which columns. The reason stays in the
log for good, so it names nobody.
"""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.lib.errors import Invalid, NotAllowed
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text
from bihuan.registers.access import current_version
from bihuan.registers.masking import (
    LONGEST_DETAIL,
    REASONS,
    covered,
    may_export_unmasked,
    may_unmask,
    reason_said,
)
from bihuan.registers.models import Register, Version


@action("record.unmask")
def unmask_record(*, actor: Actor, record_id: UUID, reason: str, detail: str = "") -> Version:
    """Return a record whose personal data may be shown on one page, once, for a reason.

    Raises NoSuchRecord, NotAllowed, or Invalid where no reason is given or nothing is covered.
    """
    version = current_version(actor, record_id)
    if not may_unmask(actor, version):
        raise NotAllowed(_("只有填报或审核这个单位记录的人，才能查看个人信息。"))
    said = checked_reason(reason, detail)
    columns = covered(version.register, version.values)
    if not columns:
        raise Invalid(_("这条记录没有遮盖的个人信息。"))
    labels = "、".join(column.label for column in columns)
    audit.append(
        actor=actor,
        action="record.unmask",
        target=("record", version.record_id),
        unit_path=version.path,
        values={"version": str(version.id), "columns": [column.code for column in columns]},
        note=_("%(register)s，查看%(labels)s；理由：%(reason)s")
        % {"register": version.register.label, "labels": labels, "reason": said},
    )
    return version


@action("register.unmask")
def unmask_export(
    *, actor: Actor, register: Register, reason: str, detail: str, write: Callable[[], int]
) -> int:
    """Take a register out with its personal data, for a reason; `write` writes it.

    Returns how many rows were written. Raises NotAllowed or Invalid.
    """
    if not may_export_unmasked(actor, register):
        raise NotAllowed(_("只有审核这本台账全部记录的人，才能导出个人信息。"))
    said = checked_reason(reason, detail)
    count = write()
    columns = [column for column in register.columns_in_order if column.is_sensitive]
    audit.append(
        actor=actor,
        action="register.unmask",
        target=("register", register.id),
        unit_path=register.home.path,
        values={"columns": [column.code for column in columns], "records": count},
        note=_("%(register)s，导出%(count)d条，含%(labels)s；理由：%(reason)s")
        % {
            "register": register.label,
            "count": count,
            "labels": "、".join(column.label for column in columns),
            "reason": said,
        },
    )
    return count


def checked_reason(reason: str, detail: str) -> str:
    """Return a reason in words; raises Invalid where none is chosen or written."""
    if reason not in REASONS:
        raise Invalid(_("请选择查看个人信息的理由。"))
    detail = checked_text(str(_("理由")), detail, LONGEST_DETAIL, required=reason == "other")
    return reason_said(reason, detail)
