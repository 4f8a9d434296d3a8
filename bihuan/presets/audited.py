"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "preset.set": _("设定预设"),
    "calendar.set_day": _("改日历的一天"),
    "calendar.import": _("导入放假安排"),
}
