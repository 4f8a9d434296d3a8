"""What the room's actions are called in the audit log, and the entry of each step."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.duty.models.step import StepKind as S

ENTRY_OF: dict[tuple[str, S], str] = {
    ("dispute", S.REGISTER): "dispute.register",
    ("dispute", S.ACCEPT): "dispute.accept",
    ("dispute", S.TRY): "dispute.try",
    ("dispute", S.CLOSE): "dispute.close",
    ("dispute", S.VISIT): "dispute.visit",
    ("dispute", S.REOPEN): "dispute.reopen",
    ("dispute", S.VOID): "dispute.void",
    ("petition", S.REGISTER): "petition.register",
    ("petition", S.ACCEPT): "petition.accept",
    ("petition", S.SUMMARISE): "petition.summarise",
    ("petition", S.NOTE): "petition.note",
    ("petition", S.ASSIGN): "petition.assign",
    ("petition", S.EXTEND): "petition.extend",
    ("petition", S.REPLY): "petition.reply",
    ("petition", S.SEEK_REVIEW): "petition.seek_review",
    ("petition", S.REVIEW): "petition.review",
    ("petition", S.CLOSE): "petition.close",
    ("petition", S.REOPEN): "petition.reopen",
    ("petition", S.PUT_RIGHT): "petition.put_right",
    ("petition", S.VOID): "petition.void",
}
ACTIONS: dict[str, str | Promise] = {
    "dispute.register": _("登记矛盾纠纷"),
    "dispute.accept": _("受理、分流矛盾纠纷"),
    "dispute.try": _("登记调处情况"),
    "dispute.close": _("矛盾纠纷结案"),
    "dispute.visit": _("矛盾纠纷回访"),
    "dispute.reopen": _("重开矛盾纠纷"),
    "dispute.void": _("作废矛盾纠纷"),
    "petition.register": _("登记信访事项"),
    "petition.accept": _("告知受理信访事项"),
    "petition.summarise": _("核定信访脱敏摘要"),
    "petition.note": _("批示信访事项"),
    "petition.assign": _("交办信访事项"),
    "petition.extend": _("延长信访办理期限"),
    "petition.reply": _("答复信访事项"),
    "petition.seek_review": _("登记信访复查申请"),
    "petition.review": _("登记信访复查答复"),
    "petition.close": _("信访事项办结"),
    "petition.reopen": _("重开信访事项"),
    "petition.put_right": _("信访事项列入整改"),
    "petition.void": _("作废信访事项"),
    "identity.read": _("查看当事人身份"),
    "identity.erase": _("清除当事人身份"),
    "identity.purge": _("按期清除当事人身份"),
    "sweep.report_zero": _("排查零报告"),
    "dispute_type.adopt": _("采用自带的纠纷类型"),
    "dispute_type.add": _("增加纠纷类型"),
    "dispute_type.map": _("改纠纷类型对照"),
    "dispute_type.close": _("停用纠纷类型"),
}
