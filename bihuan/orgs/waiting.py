"""What waits for somebody in this room: contact points and liaisons not arranged yet."""

from functools import partial

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib import clock
from bihuan.lib.counting import Scan, Told
from bihuan.orgs.access import Actor, homes_of
from bihuan.orgs.actions.notices import WATCHED
from bihuan.orgs.actions.resets import resets_to_decide
from bihuan.orgs.coverage import gaps_told
from bihuan.orgs.models import AccountNotice, ResetRequest, Unit
from bihuan.orgs.permissions import Permission
from bihuan.ui.waiting import Card, Waiting


def waiting(actor: Actor) -> list[Waiting | Told]:
    """Return the gaps in contact points and liaisons, for whoever keeps units and people."""
    today = clock.today()
    found: list[Waiting | Told] = [
        gaps_told(home, today, partial(_gaps, home))
        for home in homes_of(actor, Permission.MANAGE_PEOPLE)
    ]
    return found + _to_look_at(actor) if actor.roles & WATCHED else found


def _gaps(home: Unit, count: int) -> list[Waiting]:
    line = Waiting(
        label=_("联系点和联络干部未理顺"),
        count=count,
        url=f"{reverse('orgs:coverage')}?unit={home.code}",
        hint=_("%(home)s：班子成员没有联系点，或党支部没有联络干部、有两名以上") % {"home": home},
        verb=_("去安排"),
    )
    return [line]


def _to_look_at(actor: Actor) -> list[Waiting | Told]:
    """Return the resets that wait for a second person, and what was done to such accounts."""
    asked = resets_to_decide(actor)
    unread = AccountNotice.objects.filter(told_id=actor.id, acknowledged_at=None)
    notices = Waiting(
        label=_("账号有变动，请过目"),
        count=Scan(unread.exclude(about_id=actor.id)).count(),
        url=reverse("orgs:notices"),
        hint=_("本单位领导、审计员、系统管理员的账号和角色的改动"),
        verb=_("去看看"),
    )
    return [Told([Scan(asked).count()], partial(_resets, asked)), notices]


def _resets(asked: QuerySet[ResetRequest], count: int) -> list[Waiting]:
    """Return the line of resets, which leads to the newest; nothing is asked where none waits."""
    newest = asked.first() if count else None
    if newest is None:
        return []
    line = Waiting(
        label=_("账号重置等您确认"),
        count=count,
        url=reverse("orgs:reset", args=[newest.pk]),
        hint=_("领导、审计员的账号须有第二人同意才能重置，请先问本人"),
        verb=_("去确认"),
    )
    return [line]


def home_cards(actor: Actor) -> list[Card]:
    """Return the room's quick entries of the home page."""
    cards = []
    if actor.may(Permission.MANAGE_ACCOUNTS):
        url = reverse("orgs:new_account")
        cards.append(Card(_("新建账号"), url, _("建账号、授角色，交给本人"), "plus"))
        url = reverse("orgs:account_sheet")
        cards.append(Card(_("批量新建账号"), url, _("用 Excel 一次建好，打印登录单"), "upload"))
    if actor.may(Permission.READ_AUDIT):
        url = reverse("orgs:verification")
        cards.append(Card(_("核验日志"), url, _("检查日志是否被改动、删除"), "shield-lock"))
    return cards
