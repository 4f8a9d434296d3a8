"""What stands at the loop's last point: the papers that were issued."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.documents.access import visible_to
from bihuan.documents.models import Status
from bihuan.lib.counting import Scan
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.ui.loop import Point


def points(actor: Actor) -> list[Point]:
    """Return the documents in sight: issued ones, and those still drafted."""
    if not actor.may(Permission.SEE_FIGURES):
        return []
    rows = Scan(visible_to(actor))
    page = reverse("documents:list")
    issued, drafts = rows.count(Q(status=Status.ISSUED)), rows.count(Q(status=Status.DRAFT))
    return [
        Point("report", _("签发公文"), issued, page, order=10),
        Point("report", _("起草中"), drafts, page),
    ]
