"""Which cases an actor may see, and what of them: the only way a view fetches.

Three circles. Who keeps or sees cases (`see_cases`) sees them without who brought them; a unit's
own people see the disputes of their unit and those that it deals with, and of a petition that it
deals with the assignment sheet alone; who brought it is opened by a keeper with a reason
(`actions.identities`). Whoever is of the unit complained of is in none of them.
"""

from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bihuan.duty.errors import NoSuchCase
from bihuan.duty.models import Case, Dispute, DisputeType, Petition, ZeroReport
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import paths_above

C = TypeVar("C", bound=Case)
_RELATED = ("home", "unit", "lead_unit", "lead_person", "leader", "unit_complained_of")


def is_of(actor: Actor, unit: Unit | None) -> bool:
    """Tell whether an account is of a unit: its person or one of its roles lies there or below."""
    return unit is not None and any(path.startswith(unit.path) for path in actor.own_paths)


def _not_complained_of(actor: Actor) -> Q:
    """Return the condition that the actor is not of the unit complained of."""
    own = {above for path in actor.own_paths for above in paths_above(path)}
    return ~Q(complained_path__in=own) if own else Q()


def disputes_seen(actor: Actor) -> Q:
    """Return the condition of a dispute's row being seen: of the source, and of every page."""
    seen = actor.within(Permission.SEE_CASES, "path")
    own = actor.within(Permission.ENTER_RECORDS, "path")
    led = actor.within(Permission.ENTER_RECORDS, "lead_path")
    return (seen | own | led) & _not_complained_of(actor)


def petitions_seen(actor: Actor) -> Q:
    """Return the condition of a petition's row being seen."""
    return actor.within(Permission.SEE_CASES, "path") & _not_complained_of(actor)


def disputes_visible_to(actor: Actor) -> QuerySet[Dispute]:
    """Return the disputes that an actor may see."""
    return Dispute.objects.filter(disputes_seen(actor)).select_related("type", *_RELATED)


def petitions_visible_to(actor: Actor) -> QuerySet[Petition]:
    """Return the petitions that an actor may see, without who brought them."""
    return Petition.objects.filter(petitions_seen(actor)).select_related("problem", *_RELATED)


def sheets_visible_to(actor: Actor) -> QuerySet[Petition]:
    """Return the petitions whose assignment sheet an actor may read: assigned ones.

    Also whoever does the tasks of the unit that it was assigned to, and of that unit alone.
    """
    led = actor.within(Permission.DO_TASKS, "lead_path") & _not_complained_of(actor)
    return (
        Petition.objects.filter(petitions_seen(actor) | led)
        .exclude(lead_unit=None)
        .select_related(*_RELATED)
    )


def dispute_for(actor: Actor, id_: UUID | str) -> Dispute:
    """Return a dispute; raises NoSuchCase where there is none or it is unseen."""
    return _one(disputes_visible_to(actor), id_)


def petition_for(actor: Actor, id_: UUID | str) -> Petition:
    """Return a petition; raises NoSuchCase."""
    return _one(petitions_visible_to(actor), id_)


def sheet_for(actor: Actor, id_: UUID | str) -> Petition:
    """Return a petition whose assignment sheet the actor may read; raises NoSuchCase."""
    return _one(sheets_visible_to(actor), id_)


def _one(rows: QuerySet[C], id_: UUID | str) -> C:
    found = rows.filter(pk=id_).first()
    if found is None:
        raise NoSuchCase(_("没有这件事项，或您的账号无权查看。"))
    return found


def keeps(actor: Actor, case: Case) -> bool:
    """Tell whether an actor keeps a case: at its home, and not of the unit complained of."""
    return actor.may(Permission.KEEP_CASES, case.home) and not is_of(actor, case.unit_complained_of)


def require_keeper(actor: Actor, case: Case) -> None:
    """Raise NotAllowed without `keep_cases` at the home, NoSuchCase for the unit complained of."""
    actor.require(Permission.KEEP_CASES, case.home)
    if is_of(actor, case.unit_complained_of):
        raise NoSuchCase(_("没有这件事项，或您的账号无权查看。"))


def works_on(actor: Actor, dispute: Dispute) -> bool:
    """Tell whether an actor may write what is done of a dispute: keepers, its unit, its lead."""
    units = [unit for unit in (dispute.unit, dispute.lead_unit) if unit is not None]
    mine = any(actor.may(Permission.ENTER_RECORDS, unit) for unit in units)
    return keeps(actor, dispute) or (mine and not is_of(actor, dispute.unit_complained_of))


def types_in(home: Unit) -> list[DisputeType]:
    """Return the types in use at a home, coarse ones each followed by its finer ones."""
    rows = DisputeType.objects.filter(home=home)
    found = [each for each in rows if each.closed_on is None or each.closed_on > clock.today()]
    coarse = [each for each in found if each.parent_id is None]
    return [
        each
        for top in coarse
        for each in (top, *(finer for finer in found if finer.parent_id == top.pk))
    ]


def zero_reports_of(unit: Unit) -> QuerySet[ZeroReport]:
    """Return a unit's zero reports."""
    return ZeroReport.objects.filter(unit=unit)
