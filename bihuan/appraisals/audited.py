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
    "poll.paper": _("录入纸质票"),
    "poll.end": _("结束投票"),
    "poll.seal": _("封箱"),
    "poll.count": _("开票"),
    "poll.confirm": _("复核开票"),
    "poll.cross_check": _("交叉把关"),
    "poll.publish": _("公布测评结果"),
    "poll.draft": _("起草测评结果通报"),
    "poll.destroy": _("销毁封存的票"),
    "poll.void": _("作废测评"),
    "reminder.decide": _("决定提醒谈话"),
    "reminder.recorder": _("指定提醒谈话记录人"),
    "reminder.hold": _("登记提醒谈话"),
    "reminder.reply": _("收到谈话说明"),
    "reminder.conclude": _("作出谈话结论"),
    "reminder.withdraw": _("撤回提醒谈话"),
    "yearly.make": _("建立年度考核"),
    "yearly.change": _("更改年度考核"),
    "yearly.persons": _("调整考核对象"),
    "yearly.points": _("登记平时考核分"),
    "yearly.view": _("登记考核本人意见"),
    "yearly.grades": _("决定考核等次"),
    "yearly.publish": _("公布年度考核"),
    "yearly.void": _("作废年度考核"),
}
