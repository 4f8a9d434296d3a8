"""Roles and what each may do: a table, read by orgs.access and printed in docs/reference.

The administrator keeps accounts and sees no content; no role that touches content may grant
roles, so nobody can give themselves a content role.
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    VILLAGE_REPORTER = "village_reporter", _("村级填报员")
    STATION_REPORTER = "station_reporter", _("站所填报员")
    CLERK = "clerk", _("办公室文书")
    LEADER = "leader", _("领导")
    INSPECTION_GROUP = "inspection_group", _("指导检查组")
    AUDITOR = "auditor", _("审计员")
    ADMINISTRATOR = "administrator", _("系统管理员")


ROLE_CHOICES = Role.choices
CONTENT_ROLES = frozenset(set(Role) - {Role.ADMINISTRATOR, Role.AUDITOR})


class Permission(StrEnum):
    """What may be done over a subtree of units."""

    SEE_FIGURES = "see_figures"  # counts and documents of the whole administration
    SEE_RECORDS = "see_records"  # the rows themselves
    ENTER_RECORDS = "enter_records"  # draft and submit
    VERIFY_RECORDS = "verify_records"  # verify, return; what one enters is verified at once
    DEFINE_REGISTERS = "define_registers"
    DRAFT_DOCUMENTS = "draft_documents"
    SIGN_FIGURES = "sign_figures"  # sign for a figure without records
    ISSUE_DOCUMENTS = "issue_documents"
    SEE_PEOPLE = "see_people"  # units, posts, teams, contact points
    MANAGE_PEOPLE = "manage_people"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"


_REPORTER = {
    Permission.SEE_FIGURES,
    Permission.SEE_RECORDS,
    Permission.ENTER_RECORDS,
    Permission.SEE_PEOPLE,
}
_CLERK = _REPORTER | {
    Permission.VERIFY_RECORDS,
    Permission.DEFINE_REGISTERS,
    Permission.DRAFT_DOCUMENTS,
    Permission.MANAGE_PEOPLE,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VILLAGE_REPORTER: frozenset(_REPORTER),
    Role.STATION_REPORTER: frozenset(_REPORTER),
    Role.CLERK: frozenset(_CLERK),
    Role.LEADER: frozenset(
        {
            Permission.SEE_FIGURES,
            Permission.SEE_RECORDS,
            Permission.VERIFY_RECORDS,
            Permission.SIGN_FIGURES,
            Permission.ISSUE_DOCUMENTS,
            Permission.SEE_PEOPLE,
        }
    ),
    Role.INSPECTION_GROUP: frozenset(
        {Permission.SEE_FIGURES, Permission.SEE_RECORDS, Permission.SEE_PEOPLE}
    ),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT}),
    Role.ADMINISTRATOR: frozenset({Permission.MANAGE_ACCOUNTS}),
}
