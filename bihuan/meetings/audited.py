"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "meeting.call": _("通知开会"),
    "meeting.change": _("更改会议"),
    "meeting.hold": _("登记到会"),
    "meeting.call_again": _("另行召开会议"),
    "meeting.points": _("登记会上意见"),
    "meeting.minutes": _("起草会议纪要"),
    "meeting.mark": _("登记会议程序步骤"),
    "meeting.void": _("作废会议"),
    "resolution.record": _("登记议定事项"),
    "resolution.assign": _("交办议定事项"),
    "resolution.void": _("撤回议定事项"),
    "talk.record": _("登记谈心谈话"),
    "talk.void": _("作废谈心谈话"),
}
