"""The supervision slip (督办单) in words: to be passed on by message, or to remind."""

from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.dates import write_date
from bihuan.tasks.models import EvidenceNeeded, Task


def slip_text(task: Task) -> str:
    """Return the slip as a text that goes into a message."""
    lines = [
        _("【督办单】%(number)s") % {"number": task.slip_number},
        _("任务：%(title)s") % {"title": task.title},
        _("承办单位：%(unit)s") % {"unit": task.unit},
    ]
    if task.requirement:
        lines.append(_("要求：%(what)s") % {"what": task.requirement})
    lines.append(_("期限：%(day)s") % {"day": write_date(task.due_on)})
    if task.deliverable:
        lines.append(_("成果：%(what)s") % {"what": task.deliverable})
    if task.evidence == EvidenceNeeded.ANY:
        lines.append(_("验收时要有佐证材料至少一份。"))
    if task.basis:
        lines.append(_("来源：%(what)s") % {"what": task.basis})
    lines.append(
        _("交办：%(home)s %(who)s，%(day)s")
        % {
            "home": task.home,
            "who": task.assigned_by_name,
            "day": write_date(timezone.localdate(task.assigned_at)),
        }
    )
    return "\n".join(lines)


def chasing_text(task: Task) -> str:
    """Return the words of a reminder."""
    days = (task.due_on - clock.today()).days
    if days < 0:
        when = _("已超过期限%(n)d天") % {"n": -days}
    elif days == 0:
        when = _("今天到期")
    else:
        when = _("还有%(n)d天到期") % {"n": days}
    return _(
        "【催办】%(number)s“%(title)s”（%(unit)s）期限%(day)s，%(when)s。请反馈进展；有困难的说明困难，"
        "需要延期的请先申请。"
    ) % {
        "number": task.slip_number,
        "title": task.title,
        "unit": task.unit,
        "day": write_date(task.due_on),
        "when": when,
    }
