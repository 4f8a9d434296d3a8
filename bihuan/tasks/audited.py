"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "task.assign": _("交办任务"),
    "task.sign_for": _("签收任务"),
    "task.progress": _("反馈任务进展"),
    "task.chase": _("催办任务"),
    "task.submit": _("任务报完成"),
    "task.verify": _("验收任务"),
    "task.close": _("任务销号"),
    "task.return": _("退回任务"),
    "task.insist": _("任务退件不成立"),
    "task.reassign": _("改交任务"),
    "task.ask_extension": _("申请任务延期"),
    "task.decide_extension": _("审批任务延期"),
    "task.recount": _("按日历重算任务期限"),
    "task.suspend": _("挂起任务"),
    "task.resume": _("恢复任务"),
    "task.reopen": _("重开任务"),
    "task.name": _("改任务责任人"),
    "task.void": _("作废任务"),
}
