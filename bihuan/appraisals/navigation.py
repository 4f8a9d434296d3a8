"""What the room offers in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.appraisals.navigation_people import entries_people
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.navigation import Entry


def entries(actor: Actor) -> list[Entry]:
    """Return the polls, for who sees some, and what is decided on people."""
    polls = [Entry(_("测评评议"), "appraisals:list", "chart-bar", 5, "campaign")]
    return [*(polls if actor.may(Permission.SEE_POLLS) else ()), *entries_people(actor)]
