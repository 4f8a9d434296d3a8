"""Which problems an actor may see: those of the units over which they see tasks, and those that
such a unit assists with.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.rectification.errors import NoSuchProblem
from bihuan.rectification.models import Problem, ProblemAssistant

MOST_ASSISTED = 500


def visible_condition(actor: Actor, path: str = "path") -> Q:
    """Return the condition that a problem is seen; `path` names where its path stands.

    Assisted ones are asked for first, so that the condition on paths stays one that an index
    answers: one statement, none for who sees whole administrations.
    """
    seen = actor.within(Permission.SEE_TASKS, path)
    if sees_administrations(actor) or not actor.may(Permission.SEE_TASKS):
        return seen
    assisted = ProblemAssistant.objects.filter(
        actor.within(Permission.SEE_TASKS, "unit__path")
    ).exclude(actor.within(Permission.SEE_TASKS, "problem__path"))
    ids = list(assisted.values_list("problem_id", flat=True)[:MOST_ASSISTED])
    return seen | Q(pk__in=ids) if ids else seen


def sees_administrations(actor: Actor, permission: Permission = Permission.SEE_TASKS) -> bool:
    """Tell whether a permission holds over whole administrations and over nothing less.

    A unit assists only with problems of its own administration.
    """
    paths = actor.paths(permission)
    return "" in paths or set(paths) <= set(actor.homes.get(permission, ()))


def problems_visible_to(actor: Actor) -> QuerySet[Problem]:
    """Return the problems that an actor may see, void ones too."""
    return Problem.objects.filter(visible_condition(actor))


def problem_for(actor: Actor, id_: UUID | str) -> Problem:
    """Return a problem; raises NoSuchProblem where there is none or it is unseen.

    Only where it lies outside the paths that the actor sees is it asked whether they assist.
    """
    rows = Problem.objects.filter(pk=id_).select_related("home", "unit", "category", "leader")
    found = next(iter(rows.filter(actor.within(Permission.SEE_TASKS, "path")).order_by()), None)
    if found is None and actor.may(Permission.SEE_TASKS):
        assisted = ProblemAssistant.objects.filter(
            actor.within(Permission.SEE_TASKS, "unit__path"), problem_id=id_
        )
        found = rows.first() if assisted.exists() else None
    if found is None:
        raise NoSuchProblem(_("没有这个问题，或您的账号无权查看。"))
    return found
