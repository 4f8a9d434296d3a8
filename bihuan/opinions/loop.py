"""What stands at the loop's third point: what people said, and what of it is not sorted yet."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.lib.counting import Scan
from bihuan.opinions.access import SEE, opinions_visible_to
from bihuan.opinions.models import OpinionState
from bihuan.orgs.access import Actor
from bihuan.ui.loop import Point


def points(actor: Actor) -> list[Point]:
    """Return the opinions in sight, for who sees all of a place."""
    if not actor.may(SEE):
        return []
    rows = Scan(opinions_visible_to(actor).exclude(state=OpinionState.VOID))
    page = reverse("opinions:list")
    unsorted = rows.count(Q(state=OpinionState.NEW))
    return [
        Point("listen", _("收到意见"), rows.count(), page),
        Point("listen", _("待归类"), unsorted, f"{page}?state={OpinionState.NEW}"),
    ]
