"""What the room's actions are called in the audit log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "ledger.take_over": _("接入现有台账"),
    "ledger.take_in": _("把现有台账并入"),
}
