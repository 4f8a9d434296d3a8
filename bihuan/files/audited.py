"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "attachment.add": _("添加佐证材料"),
    "attachment.remove": _("移除佐证材料"),
    "attachment.purge": _("清除佐证材料的内容"),
    "file.purge": _("删除不再引用的文件内容"),
    "installation.backup": _("备份"),
    "installation.restore": _("从备份恢复"),
}
