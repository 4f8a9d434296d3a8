"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "register.define": _("设置台账"),
    "register.import": _("导入记录"),
    "record.enter": _("登记记录"),
    "record.edit": _("修改记录"),
    "record.submit": _("提交记录"),
    "record.verify": _("审核通过记录"),
    "record.return": _("退回记录"),
    "record.void": _("作废记录"),
}
