"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "unit.open": _("设立单位"),
    "unit.update": _("修改单位"),
    "unit.close": _("撤销单位"),
    "person.add": _("登记人员"),
    "person.update": _("修改人员"),
    "post.add": _("设置职务"),
    "post.update": _("修改职务"),
    "post_term.begin": _("任职"),
    "post_term.end": _("离任"),
    "team.set_up": _("成立工作组"),
    "team.update": _("修改工作组"),
    "team.disband": _("撤销工作组"),
    "team_member.join": _("加入工作组"),
    "team_member.leave": _("退出工作组"),
    "contact_point.assign": _("安排联系点"),
    "contact_point.end": _("结束联系点"),
    "liaison.assign": _("安排联络干部"),
    "liaison.end": _("结束联络"),
    "account.make": _("新建账号"),
    "account.update": _("修改账号"),
    "account.set_password": _("重置密码"),
    "account.change_password": _("修改自己的密码"),
    "account.deactivate": _("停用账号"),
    "account.reactivate": _("启用账号"),
    "account.log_in": _("登录"),
    "account.log_out": _("退出登录"),
    "account.locked_out": _("登录失败次数过多"),
    "role.grant": _("授予角色"),
    "role.revoke": _("收回角色"),
}
