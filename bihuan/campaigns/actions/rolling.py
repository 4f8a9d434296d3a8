"""The participants' roll: counts of a unit, or people by a label; names go after the campaign."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.campaigns.actions.holding import refuse_ended, refuse_to_come
from bihuan.campaigns.actions.specs import PersonSpec, RollCounts
from bihuan.campaigns.models import Campaign, Participant, UnitRoll, Way
from bihuan.campaigns.policy import NAMES_MONTHS
from bihuan.campaigns.rules import months_after, twice
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Conflict, Invalid
from bihuan.lib.ids import new_id
from bihuan.lib.policy import whole
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import (
    action,
    checked_choice,
    checked_text,
    locked,
    record,
    require_open,
)
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

MOST_PEOPLE = 5000


@action("roll.count")
def count_roll(*, actor: Actor, campaign: Campaign, unit: Unit, counts: RollCounts) -> UnitRoll:
    """Say how many of a unit should take part and did, without naming anybody.

    Raises NotAllowed without `adapt_plans` over the unit; Invalid for counts that contradict each
    other, a closed unit, or one that is not asked; Conflict where the unit's roll names people.
    """
    roll = _held(actor, campaign, unit)
    if roll.by_person and roll.people.filter(left_on=None).exists():
        raise Conflict(_("“%(unit)s”按人登记，人数由名册算出，不另填。") % {"unit": unit})
    _refuse_contradiction(counts)
    refuse_to_come(counts.counted_on, _("统计日期"))
    roll.by_person = False
    roll.should, roll.took_part = counts.should, counts.took_part
    roll.away_should, roll.away_took_part = counts.away_should, counts.away_took_part
    roll.away_ways = [checked_choice(_("参加方式"), way, Way) for way in counts.ways]
    roll.counted_on, roll.counted_by_name = counts.counted_on, name_of(actor)
    roll.save()
    record(actor, "roll.count", roll, unit.path, f"{campaign.title} {unit}")
    return roll


@action("participant.save")
def save_participant(
    *,
    actor: Actor,
    campaign: Campaign,
    unit: Unit,
    spec: PersonSpec,
    participant: Participant | None = None,
) -> Participant:
    """Add somebody to a unit's roll by a label, or change one; the counts follow."""
    roll = _by_person(actor, campaign, unit)
    if participant is None:
        one = Participant(id=new_id(), home=campaign.home, roll=roll)
        one.position = roll.people.count() + 1
    else:
        one = locked(participant)
    _put(one, spec)
    if roll.people.filter(label=one.label).exclude(pk=one.pk).exists():
        raise Invalid(_("名册里已有“%(label)s”，请换一个标识。") % {"label": one.label})
    one.save()
    _recount(actor, roll)
    record(actor, "participant.save", roll, unit.path, f"{campaign.title} {unit}")
    return one


@action("participant.leave")
def leave_roll(*, actor: Actor, participant: Participant) -> Participant:
    """Say that somebody is no longer expected (moved away, entered by mistake)."""
    roll = participant.roll
    roll = _by_person(actor, roll.campaign, roll.unit)
    one = locked(participant)
    if one.left_on is not None:
        raise Conflict(_("“%(label)s”已经移出名册。") % {"label": one.label})
    one.left_on = clock.today()
    one.save(update_fields=["left_on"])
    _recount(actor, roll)
    record(actor, "participant.leave", roll, roll.unit.path, f"{roll.campaign.title} {roll.unit}")
    return one


@action("roll.import")
def import_roll(
    *, actor: Actor, campaign: Campaign, unit: Unit, people: Sequence[PersonSpec]
) -> UnitRoll:
    """Take a unit's roll over from a workbook: by label, all rows or none.

    Whoever stands in the roll and not in the rows stays.
    """
    roll = _by_person(actor, campaign, unit)
    if not people:
        raise Invalid(_("表里没有人员，请每人填一行再上传。"))
    if len(people) > MOST_PEOPLE:
        raise Invalid(_("一次最多%(n)d人。") % {"n": MOST_PEOPLE})
    if (doubled := twice(spec.label.strip() for spec in people)) is not None:
        raise Invalid(_("标识“%(label)s”在表里出现了两次，请改正。") % {"label": doubled})
    standing = {one.label: one for one in roll.people.all()}
    new: list[Participant] = []
    known: list[Participant] = []
    for spec in people:
        one = standing.get(spec.label.strip())
        if one is None:
            place = len(standing) + len(new) + 1
            one = Participant(id=new_id(), home=campaign.home, roll=roll, position=place)
            new.append(one)
        else:
            one.left_on = None
            known.append(one)
        _put(one, spec)
    Participant.objects.bulk_create(new, batch_size=500)
    changed = ("is_away", "way", "took_part_on", "left_on")
    Participant.objects.bulk_update(known, changed, batch_size=200)
    _recount(actor, roll)
    record(actor, "roll.import", roll, unit.path, f"{campaign.title} {unit}")
    return roll


@action("roll.purge")
def remove_names(*, actor: Actor, campaign: Campaign) -> int:
    """Empty the labels of an ended campaign's rolls once their time has come; return how many.

    The counts stay. The audit entry is the proof: which rolls, how many labels, when. Raises
    NotAllowed unless the actor runs the campaign; nothing is done before the day.
    """
    actor.require(Permission.RUN_CAMPAIGNS, campaign.path)
    campaign = locked(campaign)
    due = names_due_on(campaign)
    if due is None or due > clock.today():
        return 0
    people = Participant.objects.filter(roll__campaign=campaign).exclude(label="")
    rolls = sorted({str(pk) for pk in people.values_list("roll_id", flat=True)})
    if not rolls:
        return 0
    emptied = people.update(label="")
    UnitRoll.objects.filter(pk__in=rolls).update(names_removed_on=clock.today())
    audit.append(
        actor=actor,
        action="roll.purge",
        target=("campaign", campaign.id),
        unit_path=campaign.path,
        values={"rolls": rolls, "labels": emptied, "on": clock.today().isoformat()},
        note=_("%(title)s：清除%(n)d个标识") % {"title": campaign.title, "n": emptied},
    )
    return emptied


def names_due_on(campaign: Campaign) -> dt.date | None:
    """Return the day from which the labels of a campaign's rolls are to go; None while it runs."""
    if campaign.ended_on is None:
        return None
    months = whole(NAMES_MONTHS, campaign.path, clock.today())
    return months_after(campaign.ended_on, months)


def _held(actor: Actor, campaign: Campaign, unit: Unit) -> UnitRoll:
    """Return a unit's roll locked, a new one where there is none yet."""
    actor.require(Permission.ADAPT_PLANS, unit)
    campaign = locked(campaign)
    refuse_ended(campaign)
    require_open(unit, clock.today())
    if unit.kind not in campaign.roll_kinds or not campaign.home.holds(unit.path):
        raise Invalid(_("这个活动不要“%(unit)s”登记参学情况。") % {"unit": unit})
    roll = UnitRoll.objects.select_for_update().filter(campaign=campaign, unit=unit).first()
    return roll or UnitRoll(
        id=new_id(),
        home=campaign.home,
        campaign=campaign,
        unit=unit,
        path=unit.path,
        counted_on=clock.today(),
        counted_by_name=name_of(actor),
    )


def _by_person(actor: Actor, campaign: Campaign, unit: Unit) -> UnitRoll:
    roll = _held(actor, campaign, unit)
    roll.by_person = True
    roll.save()
    return roll


def _recount(actor: Actor, roll: UnitRoll) -> None:
    people = [one for one in roll.people.all() if one.left_on is None]
    away = [one for one in people if one.is_away]
    roll.should, roll.away_should = len(people), len(away)
    roll.took_part = sum(one.took_part_on is not None for one in people)
    roll.away_took_part = sum(one.took_part_on is not None for one in away)
    used = {one.way for one in away if one.way and one.took_part_on is not None}
    roll.away_ways = [way.value for way in Way if way.value in used]
    roll.counted_on, roll.counted_by_name = clock.today(), name_of(actor)
    roll.save()


def _put(one: Participant, spec: PersonSpec) -> None:
    one.label = checked_text(_("标识"), spec.label, 40)
    one.is_away = spec.is_away
    one.way = checked_choice(_("参加方式"), spec.way, Way) if spec.way else ""
    if spec.took_part_on is not None:
        refuse_to_come(spec.took_part_on, _("参加日期"))
    one.took_part_on = spec.took_part_on


def _refuse_contradiction(counts: RollCounts) -> None:
    said = {
        _("已参加人数不能多于应参加人数。"): counts.took_part > counts.should,
        _("外出人员不能多于应参加人数。"): counts.away_should > counts.should,
        _("外出已参加人数不能多于外出应参加人数。"): counts.away_took_part > counts.away_should,
        _("外出已参加人数不能多于已参加人数。"): counts.away_took_part > counts.took_part,
        _("人数不能是负数。"): min(
            counts.should, counts.took_part, counts.away_should, counts.away_took_part
        )
        < 0,
    }
    wrong = next((sentence for sentence, is_so in said.items() if is_so), None)
    if wrong is not None:
        raise Invalid(wrong)
