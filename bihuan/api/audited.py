"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "key.make": _("建立接口密钥"),
    "key.revoke": _("停用接口密钥"),
}
