"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "document.save": _("保存公文"),
    "document.sign_for_figure": _("签认数据"),
    "document.revoke_sign_off": _("撤回签认"),
    "word_template.add": _("上传 Word 模板"),
    "word_template.replace": _("更换 Word 模板"),
    "word_template.void": _("停用 Word 模板"),
    "word_template.fill": _("用 Word 模板填写"),
    "document.issue": _("编号印发公文"),
    "document.submit_draft": _("送审公文稿"),
    "document.review_draft": _("核稿"),
    "document.countersign_draft": _("会签公文稿"),
    "document.sign_draft": _("签发公文"),
    "document.return_draft": _("退回公文稿"),
    "document.ask_countersign": _("送会签"),
    "document.withdraw_countersign": _("撤回会签"),
    "document.send_for_comment": _("送稿征求意见"),
    "document.comment": _("提修改意见"),
    "document.answer_without_remarks": _("答复无修改意见"),
    "document.settle_comment": _("处理修改意见"),
    "document.remind_addressee": _("提醒反馈意见"),
    "document.begin_correction": _("起草更正件"),
    "document.explain_numbers": _("登记空号"),
}
