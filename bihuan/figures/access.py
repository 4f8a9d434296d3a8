"""Whose figures an actor may see."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.figures.models import Definition
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


def administrations(actor: Actor) -> QuerySet[Unit]:
    """Return the administrations that define figures and whose figures the actor may see.

    The highest comes first: a county's own, or the towns below it where the county has none.
    """
    condition = Q(pk__in=[])
    for path in actor.homes.get(Permission.SEE_FIGURES, ()):
        condition |= Q(path__gte=path, path__lt=path + "~")
    defines = Exists(Definition.objects.filter(home=OuterRef("pk")))
    return Unit.objects.filter(condition).filter(defines).select_related("home").order_by("path")
