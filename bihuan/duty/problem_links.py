"""What a problem came of: the petition, for who may see both; the unit complained of does not."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.duty.access import petitions_visible_to
from bihuan.duty.models import Petition
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.rectification.models import Problem
from bihuan.tasks.about_links import Link


def links(actor: Actor, problem: Problem) -> list[Link]:
    """Return the petitions that became a problem; asks nothing for who sees no cases."""
    if not actor.may(Permission.SEE_CASES):
        return []
    rows = petitions_visible_to(actor).filter(problem=problem).order_by("year", "number")
    return [Link(_label(each), reverse("duty:petition", args=[each.pk])) for each in rows]


def _label(petition: Petition) -> str:
    return _("信访事项%(n)s") % {"n": petition.written_number}
