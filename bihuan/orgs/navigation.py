"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the entries for an actor: people, accounts, the log, each to those who may."""
    offered = (
        (Permission.SEE_PEOPLE, Entry(_("机构人员"), "orgs:units", "users", 40)),
        (Permission.MANAGE_ACCOUNTS, Entry(_("账号"), "orgs:accounts", "key", 80)),
        (Permission.READ_AUDIT, Entry(_("审计日志"), "orgs:log", "history", 90)),
    )
    return [entry for permission, entry in offered if actor.may(permission)]
