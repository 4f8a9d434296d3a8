"""What talks and the yearly assessment offer in the main navigation."""

from django.utils.translation import gettext_lazy as _

from bihuan.appraisals.access_people import DECIDE, SEE
from bihuan.orgs.access import Actor
from bihuan.ui.navigation import Entry


def entries_people(actor: Actor) -> list[Entry]:
    """Return both entries, for who has a part in them, or is a person whom they may concern.

    Nothing is asked of the database: every page is drawn with it. So whether there is a talk with
    somebody does not show in what they, or who looks over their shoulder, see on each page.
    """
    is_person = bool(actor.place)
    found = []
    if is_person or actor.may(SEE):
        found.append(Entry(_("年度考核"), "appraisals:yearly", "table", 44, "keeping"))
    if is_person or actor.may(DECIDE):
        found.append(Entry(_("提醒谈话"), "appraisals:reminders", "users", 45, "keeping"))
    return found
