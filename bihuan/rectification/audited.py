"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "problem.open": _("问题立项"),
    "problem.describe": _("改问题内容"),
    "problem.link": _("并入意见"),
    "problem.commit": _("定整改方案"),
    "problem.measure": _("交办整改措施"),
    "problem.contact": _("联系反映人"),
    "problem.ask": _("向上请求"),
    "problem.answer": _("登记上级答复"),
    "problem.withdraw_request": _("撤回向上请求"),
    "problem.report": _("报整改完成"),
    "problem.accept": _("整改验收通过"),
    "problem.send_back": _("整改验收不通过"),
    "problem.close": _("问题销号"),
    "problem.keep_open": _("转长期坚持"),
    "problem.explain": _("问题解释说明"),
    "problem.look_back": _("回头看"),
    "problem.satisfaction": _("满意度评价"),
    "problem.decide": _("领导决定"),
    "problem.reopen": _("问题重开"),
    "problem.hand_over": _("问题改由他单位负责"),
    "problem.publish": _("公开整改情况"),
    "problem.withdraw": _("撤回公开"),
    "problem.void": _("问题作废"),
}
