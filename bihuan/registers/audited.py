"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "register.define": _("设置台账"),
    "register.close": _("停用台账"),
    "register.reopen": _("恢复台账"),
    "records.keep_apart": _("认定不是重复"),
    "register.import": _("导入记录"),
    "record.enter": _("登记记录"),
    "record.edit": _("修改记录"),
    "record.submit": _("提交记录"),
    "record.verify": _("审核通过记录"),
    "record.return": _("退回记录"),
    "record.void": _("作废记录"),
    "record.unmask": _("查看个人信息"),
    "register.unmask": _("导出个人信息"),
    "register.announce_purge": _("预告到期清除"),
    "register.postpone_purge": _("推迟到期清除"),
    "register.purge": _("到期清除"),
}
