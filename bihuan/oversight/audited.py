"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "gate.draft": _("开始转段自查"),
    "gate.write": _("写阶段小结"),
    "gate.propose": _("补充自查事项"),
    "gate_line.add": _("添加自查事项"),
    "gate_line.change": _("修改自查事项"),
    "gate_line.remove": _("移出自查事项"),
    "gate.send": _("报送转段申请"),
    "gate.withdraw": _("撤回转段申请"),
    "gate.return": _("退回转段申请"),
    "gate.agree": _("同意转段"),
    "group_note.add": _("提出指导意见"),
    "group_note.answer": _("回复指导意见"),
}
