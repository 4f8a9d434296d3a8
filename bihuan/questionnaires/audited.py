"""What the room's actions are called in the audit log. A response is never in it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "questionnaire.make": _("新编问卷"),
    "questionnaire.change": _("修改问卷"),
    "questionnaire.add_question": _("增加题目"),
    "questionnaire.change_question": _("修改题目"),
    "questionnaire.move_question": _("移动题目"),
    "questionnaire.remove_question": _("删去题目"),
    "questionnaire.open": _("开放问卷"),
    "questionnaire.take_back": _("收回问卷重编"),
    "questionnaire.extend": _("改问卷截止日期"),
    "questionnaire.close": _("结束问卷"),
    "questionnaire.reopen": _("重新开放问卷"),
    "questionnaire.void": _("作废问卷"),
    "questionnaire.make_codes": _("印制答卷码"),
    "questionnaire.answer": _("答问卷"),
    "questionnaire.type_in": _("录入纸质答卷"),
    "questionnaire.pass_on": _("文字答复转为意见"),
}
