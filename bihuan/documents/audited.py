"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "document.save": _("保存公文"),
    "document.sign_for_figure": _("签认数据"),
    "document.revoke_sign_off": _("撤回签认"),
    "document.issue": _("签发公文"),
}
