"""Who may know when the installation was backed up.

Who may see a file is for the room that refers to it to say.
"""

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission

SEES_BACKUPS = (Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT)


def may_see_backups(actor: Actor) -> bool:
    """Tell whether an actor keeps accounts or reads the log."""
    return any(actor.may(permission) for permission in SEES_BACKUPS)


def require_backups_seen(actor: Actor) -> None:
    """Raise NotAllowed unless an actor keeps accounts or reads the log."""
    if not may_see_backups(actor):
        actor.require(Permission.MANAGE_ACCOUNTS)
