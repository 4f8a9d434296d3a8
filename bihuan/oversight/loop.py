"""What stands at the loop's first point: stages whose gate is not passed yet."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.counting import Scan
from bihuan.orgs.access import Actor
from bihuan.oversight.access import AGREE, SEE, gates_visible_to
from bihuan.oversight.models import PASSED, GateState
from bihuan.ui.loop import Point


def points(actor: Actor) -> list[Point]:
    """Return the requests under way and those that wait for an answer."""
    if not actor.may(SEE):
        return []
    rows = Scan(gates_visible_to(actor).exclude(state__in=[str(state) for state in PASSED]))
    page = reverse("oversight:desk" if actor.may(AGREE) else "oversight:list")
    return [
        Point("organise", _("转段自查"), rows.count(), page),
        Point("organise", _("等待答复"), rows.count(Q(state=GateState.SENT)), page),
    ]
