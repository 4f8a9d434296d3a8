"""What waits for somebody in this room: contact points and liaisons not arranged yet."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.orgs.access import Actor, homes_of
from bihuan.orgs.coverage import coverage
from bihuan.orgs.permissions import Permission
from bihuan.ui.waiting import Card, Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Return the gaps in contact points and liaisons, for whoever keeps units and people."""
    today = clock.today()
    found = []
    for home in homes_of(actor, Permission.MANAGE_PEOPLE):
        gaps = coverage(home, today).gaps
        if gaps:
            found.append(
                Waiting(
                    label=_("联系点和联络干部未理顺"),
                    count=gaps,
                    url=f"{reverse('orgs:coverage')}?unit={home.code}",
                    hint=_("%(home)s：班子成员没有联系点，或党支部没有联络干部、有两名以上")
                    % {"home": home},
                    verb=_("去安排"),
                )
            )
    return found


def home_cards(actor: Actor) -> list[Card]:
    """Return the room's quick entries of the home page."""
    cards = []
    if actor.may(Permission.MANAGE_ACCOUNTS):
        url = reverse("orgs:new_account")
        cards.append(Card(_("新建账号"), url, _("建账号、授角色，交给本人"), "plus"))
    if actor.may(Permission.READ_AUDIT):
        url = reverse("orgs:verification")
        cards.append(Card(_("核验日志"), url, _("检查日志是否被改动、删除"), "shield-lock"))
    return cards
