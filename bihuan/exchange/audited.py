"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "exchange.send": _("送出公文"),
    "exchange.pack": _("生成公文包"),
    "exchange.receive": _("接收公文包"),
    "exchange.take_reply": _("接收回执"),
    "exchange.receipt": _("签收来文"),
    "exchange.return": _("退回来文"),
    "exchange.answer": _("答复来文"),
    "exchange.note": _("知悉退回或答复"),
    "exchange.key": _("生成本单位钥匙"),
    "correspondent.enter": _("登记通信单位"),
    "correspondent.withdraw": _("停用通信单位的钥匙"),
}
