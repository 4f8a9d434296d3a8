"""A sweep that found nothing: one click. Where nobody clicks, nothing follows."""

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.duty.models import Dispute, DisputeState, ZeroReport
from bihuan.duty.sweeping import days_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission


@action("sweep.report_zero")
def report_zero(*, actor: Actor, unit: Unit) -> ZeroReport:
    """Say that this half month's (month's) sweep of a unit found no dispute.

    Said once; again is the same word. Raises NotAllowed, Invalid where a dispute is registered.
    """
    actor.require(Permission.ENTER_RECORDS, unit)
    first, last = days_of(unit, clock.today())
    standing = Dispute.objects.filter(unit=unit, found_on__gte=first, found_on__lte=last)
    count = standing.exclude(state=DisputeState.VOID).count()
    if count:
        raise Invalid(
            _("“%(unit)s”这一期已登记%(n)d件纠纷，不是零报告。") % {"unit": unit.name, "n": count}
        )
    made, is_new = ZeroReport.objects.get_or_create(
        home=unit.home,
        unit=unit,
        first=first,
        defaults={"last": last, "said_at": clock.now(), "said_by_name": name_of(actor)},
    )
    if is_new:
        audit.append(
            actor=actor,
            action="sweep.report_zero",
            target=("zero_report", made.pk),
            unit_path=unit.path,
            values={"first": str(first), "last": str(last)},
            note=f"{unit.name} {first.isoformat()}",
        )
    return made
