"""Who may uncover personal data for a moment, and the reasons there are for it. No writing here."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.registers.models import Column, Register, Version

REASONS: dict[str, str | Promise] = {
    "contact": _("联系本人"),
    "verify": _("核对信息"),
    "serve": _("为本人办理事项"),
    "correct": _("本人要求更正"),
    "inspect": _("配合依法检查"),
    "other": _("其他（请写明）"),
}
LONGEST_DETAIL = 100


def reason_said(code: str, detail: str) -> str:
    """Return a reason in words: the chosen one, with what was added."""
    chosen = str(REASONS.get(code, code))
    if code == "other":
        return detail
    return f"{chosen}：{detail}" if detail else chosen


def may_unmask(actor: Actor, version: Version) -> bool:
    """Tell whether an actor may uncover a record: who enters or verifies its unit's records."""
    roles = version.register.seen_by
    return any(
        actor.may(permission, version.path, roles)
        for permission in (Permission.ENTER_RECORDS, Permission.VERIFY_RECORDS)
    )


def may_export_unmasked(actor: Actor, register: Register) -> bool:
    """Tell whether an actor may take a register out uncovered: who verifies all of it."""
    has_any = any(column.is_sensitive for column in register.columns_in_order)
    may = actor.may(Permission.VERIFY_RECORDS, register.home, register.seen_by)
    return has_any and may


def covered(register: Register, values: Mapping[str, object]) -> Sequence[Column]:
    """Return the sensitive columns in which values stand."""
    return [
        column
        for column in register.columns_in_order
        if column.is_sensitive and values.get(column.code) not in (None, "", [])
    ]
