"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "document.save": _("保存公文"),
    "document.sign_for_figure": _("签认数据"),
    "document.revoke_sign_off": _("撤回签认"),
    "document.issue": _("签发公文"),
    "word_template.add": _("上传 Word 模板"),
    "word_template.replace": _("更换 Word 模板"),
    "word_template.void": _("停用 Word 模板"),
    "word_template.fill": _("用 Word 模板填写"),
}
