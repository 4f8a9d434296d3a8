"""What stands at the loop's points of putting right: found, put right, verified."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.counting import Scan
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.rectification.listing import OVERDUE, in_state
from bihuan.rectification.models import Problem, State
from bihuan.ui.loop import Point

UNDER_WAY = [str(State.PLANNED), str(State.DOING), str(State.WAITING)]


def points(actor: Actor) -> list[Point]:
    """Return the problems of the units over which an actor sees tasks, by where they stand."""
    if not actor.may(Permission.SEE_TASKS):
        return []
    seen = actor.within(Permission.SEE_TASKS, "path")
    rows = Scan(Problem.objects.exclude(state=State.VOID).filter(seen))

    def point(stage: str, label: str, where: Q | None, state: str, late: bool = False) -> Point:
        page = f"{reverse('rectification:list')}?state={state}"
        return Point(stage, label, rows.count(where), page, is_late=late)

    return [
        point("analyse", _("查找问题"), None, "all"),
        point("analyse", _("待定方案"), Q(state=State.FOUND), State.FOUND),
        point("put_right", _("整改中"), Q(state__in=UNDER_WAY), "open"),
        point("put_right", _("超期"), in_state(OVERDUE), OVERDUE, late=True),
        point("verify", _("待验收"), Q(state=State.DONE), State.DONE),
        point("verify", _("待销号"), Q(state=State.VERIFIED), State.VERIFIED),
        point("verify", _("已销号"), Q(state=State.CLOSED), State.CLOSED),
    ]
