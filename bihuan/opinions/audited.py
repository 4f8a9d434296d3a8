"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "opinion.record": _("登记意见"),
    "opinion.sort": _("意见归类"),
    "opinion.split": _("拆出意见"),
    "opinion.move": _("移动意见"),
    "opinion.void": _("作废意见"),
    "group.merge": _("归并意见"),
    "group.word": _("改写归并表述"),
    "group.answer": _("答复意见"),
    "group.publish": _("公开意见办理情况"),
    "group.withdraw": _("撤回公开"),
    "proposal.decline": _("不采纳归并建议"),
    "proposal.make": _("提出归并建议"),
    "category.add": _("新增意见类别"),
    "category.update": _("修改意见类别"),
    "category.retire": _("停用意见类别"),
    "category.order": _("调整类别顺序"),
    "category.import": _("导入意见类别"),
    "mapping.keep": _("设置导入对应"),
    "classifier.learn": _("训练归类模型"),
    "opinion.take_over": _("接管原意见台账"),
    "opinion.receive": _("居民提交意见"),
    "contact.read": _("查看居民联系方式"),
    "contact.erase": _("清除居民联系方式"),
    "contact.withdraw": _("居民收回联系方式"),
    "contact.purge": _("到期清除居民联系方式"),
    "contact.give_up": _("钥匙遗失，清除联系方式"),
    "contact.rotate": _("更换联系方式的钥匙"),
    "contact.drop_keys": _("去掉联系方式的旧钥匙"),
}
