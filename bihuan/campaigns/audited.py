"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "campaign.make": _("建立活动"),
    "campaign.change": _("修改活动"),
    "campaign.arrange": _("安排活动阶段"),
    "campaign.start": _("启动活动"),
    "campaign.end": _("办结活动"),
    "phase.open": _("启动阶段"),
    "phase.close": _("结束阶段"),
    "step.save": _("保存环节"),
    "step.remove": _("删除环节"),
    "plan.issue": _("印发活动方案"),
    "plan.adopt": _("采用上级方案"),
    "plan.take_over": _("接续撤销单位的方案"),
    "plan_item.add": _("增加方案事项"),
    "plan_item.change": _("修改方案事项"),
    "plan_item.withdraw": _("取消方案事项"),
    "plan_item.assign": _("方案事项交办"),
    "plan_offer.answer": _("答复上级方案变化"),
    "readiness.save": _("保存筹备事项"),
    "readiness.drop": _("取消筹备事项"),
    "roll.count": _("登记参学人数"),
    "roll.import": _("导入参学名册"),
    "roll.purge": _("清除名册标识"),
    "participant.save": _("登记参学人员"),
    "participant.leave": _("移出参学名册"),
    "requirement.make": _("提出活动要求"),
    "requirement.change": _("修改活动要求"),
    "requirement.end": _("终止活动要求"),
}
