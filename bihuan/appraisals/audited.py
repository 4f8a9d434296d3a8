"""What the room's actions are called in the audit log. A ballot has no entry."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "poll.make": _("登记测评"),
    "poll.change": _("更改测评"),
    "poll.key": _("制作测评密钥"),
    "poll.print": _("印制票证"),
    "poll.spoil": _("作废票证"),
    "poll.roll": _("登记签到名单"),
    "poll.present": _("登记到会人数"),
    "poll.open": _("开始投票"),
    "poll.end": _("结束投票"),
    "poll.seal": _("封箱"),
    "poll.count": _("开票"),
    "poll.confirm": _("复核开票"),
    "poll.cross_check": _("交叉把关"),
    "poll.publish": _("公布测评结果"),
    "poll.draft": _("起草测评结果通报"),
    "poll.destroy": _("销毁封存的票"),
    "poll.void": _("作废测评"),
}
