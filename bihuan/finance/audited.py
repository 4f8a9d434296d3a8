"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "amount.record": _("登记资金"),
    "amount.void": _("作废资金"),
}
