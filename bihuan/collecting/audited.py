"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "collection.ask": _("发起收表"),
    "collection.close": _("结束收表"),
    "collection.extend": _("改收表期限"),
    "ask.return": _("交回收表"),
    "ask.waive": _("免报"),
}
