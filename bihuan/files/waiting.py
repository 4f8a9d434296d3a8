"""What waits in this room: a backup, when the last one is old. Nobody is counted by it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.files.backups.asking import DAYS_WITHOUT, is_overdue
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.waiting import Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Remind whoever keeps accounts when the last backup is old."""
    if not actor.may(Permission.MANAGE_ACCOUNTS) or not is_overdue():
        return []
    return [
        Waiting(
            label=_("系统该备份了"),
            count=1,
            url=reverse("files:backups"),
            hint=_("超过%(days)d天没有备份，请告知管理服务器的人") % {"days": DAYS_WITHOUT},
            is_late=True,
            verb=_("看看"),
        )
    ]
