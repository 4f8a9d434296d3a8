"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "job.start": _("发起后台作业"),
    "job.cancel": _("取消后台作业"),
    "job.fetch": _("下载后台作业的结果"),
}
