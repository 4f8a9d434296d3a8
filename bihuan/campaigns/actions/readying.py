"""The readiness list: what is needed, what is in place."""

from django.utils.translation import gettext as _

from bihuan.campaigns.actions.holding import held_campaign
from bihuan.campaigns.actions.specs import ReadinessSpec
from bihuan.campaigns.models import Campaign, ReadinessItem
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked, record

MOST = 1_000_000


@action("readiness.save")
def save_readiness(
    *, actor: Actor, campaign: Campaign, spec: ReadinessSpec, line: ReadinessItem | None = None
) -> ReadinessItem:
    """Add a line to a campaign's readiness list, or change one; raises Invalid."""
    campaign = held_campaign(actor, campaign)
    others = campaign.readiness.filter(dropped_at=None)
    if line is None:
        position = campaign.readiness.count() + 1
        made = new_line(campaign, spec, position)
    else:
        made = locked(line)
        others = others.exclude(pk=made.pk)
        _put(made, spec)
    if others.filter(label=made.label).exists():
        raise Invalid(_("筹备清单里已有“%(label)s”，请直接改那一条。") % {"label": made.label})
    made.save()
    record(actor, "readiness.save", made, campaign.path, made.label)
    return made


@action("readiness.drop")
def drop_readiness(*, actor: Actor, line: ReadinessItem) -> ReadinessItem:
    """Take a line off the list: it is not needed after all."""
    held_campaign(actor, line.campaign)
    line = locked(line)
    line.dropped_at = clock.now()
    line.save(update_fields=["dropped_at"])
    record(actor, "readiness.drop", line, line.campaign.path, line.label)
    return line


def new_line(campaign: Campaign, spec: ReadinessSpec, position: int) -> ReadinessItem:
    """Return a line that is not saved yet."""
    line = ReadinessItem(id=new_id(), home=campaign.home, campaign=campaign, position=position)
    _put(line, spec)
    return line


def _put(line: ReadinessItem, spec: ReadinessSpec) -> None:
    line.label = checked_text(_("筹备事项"), spec.label, 60)
    line.unit_of_measure = checked_text(_("单位"), spec.unit_of_measure, 10, required=False)
    line.note = checked_text(_("备注"), spec.note, 120, required=False)
    if not 1 <= spec.needed <= MOST:
        raise Invalid(_("“%(label)s”的需要数应是1以上的整数。") % {"label": line.label})
    if not 0 <= spec.in_place <= MOST:
        raise Invalid(_("“%(label)s”的到位数应是0以上的整数。") % {"label": line.label})
    line.needed, line.in_place, line.due_on = spec.needed, spec.in_place, spec.due_on
