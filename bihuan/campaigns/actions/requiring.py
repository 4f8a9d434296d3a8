"""Setting, changing and ending the requirements of a campaign."""

from dataclasses import asdict

from django.db.models import Max
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.campaigns.models import (
    Campaign,
    CampaignState,
    RequiredUnit,
    Requirement,
    RequirementScope,
)
from bihuan.campaigns.requirements.errors import RequirementClosed
from bihuan.campaigns.requirements.specs import Checked, RequirementSpec, check
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.ids import new_id
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_code, checked_text, locked, refuse_taken
from bihuan.orgs.permissions import Permission

LONGEST_CODE, LONGEST_WHY = 40, 200

__all__ = ["RequirementSpec", "change_requirement", "end_requirement", "make_requirement"]


@action("requirement.make")
def make_requirement(*, actor: Actor, campaign: Campaign, spec: RequirementSpec) -> Requirement:
    """Set a requirement; raises Invalid for what it cannot be, ForbiddenYardstick, NotAllowed.

    Raises RequirementClosed where the campaign has ended.
    """
    campaign = _held(actor, campaign)
    code = checked_code(spec.code, LONGEST_CODE)
    standing = Requirement.objects.filter(campaign=campaign, ended_on__isnull=True)
    refuse_taken(standing, code, _("要求"))
    made = _made(actor, campaign, spec, check(spec, campaign))
    _record(actor, "requirement.make", made, spec)
    return made


@action("requirement.change")
def change_requirement(
    *, actor: Actor, requirement: Requirement, spec: RequirementSpec, reason: str
) -> Requirement:
    """End a requirement today and set another in its place, under the same code.

    Days before today are held against the old one. Raises as `make_requirement` does.
    """
    campaign = _held(actor, requirement.campaign)
    old = _standing(requirement)
    checked = check(spec, campaign)
    _end(old, reason)
    made = _made(actor, campaign, spec, checked, replaces=old)
    _record(actor, "requirement.change", made, spec, old.why_ended)
    return made


@action("requirement.end")
def end_requirement(*, actor: Actor, requirement: Requirement, reason: str) -> Requirement:
    """Withdraw a requirement from today on, with a reason; what it was stays to be read."""
    campaign = _held(actor, requirement.campaign)
    ended = _end(_standing(requirement), reason)
    audit.append(
        actor=actor,
        action="requirement.end",
        target=("requirement", ended.id),
        unit_path=campaign.home.path,
        values={"ended_on": str(ended.ended_on), "why_ended": ended.why_ended},
        note=ended.label,
    )
    return ended


def _held(actor: Actor, campaign: Campaign) -> Campaign:
    """Return the campaign locked; raises NotAllowed, RequirementClosed where it has ended."""
    actor.require(Permission.RUN_CAMPAIGNS, campaign.home)
    campaign = locked(campaign)
    if campaign.state == CampaignState.ENDED:
        raise RequirementClosed(
            _("“%(title)s”已经办结，要求不能再增加或修改。") % {"title": campaign.title}
        )
    return campaign


def _standing(requirement: Requirement) -> Requirement:
    requirement = locked(requirement)
    if requirement.is_ended:
        raise RequirementClosed(
            _("“%(label)s”已于%(day)s终止，请刷新页面。")
            % {"label": requirement.label, "day": requirement.ended_on}
        )
    return requirement


def _end(requirement: Requirement, reason: str) -> Requirement:
    requirement.why_ended = checked_text(_("理由"), reason, LONGEST_WHY)
    requirement.ended_on = max(clock.today(), requirement.from_on)
    requirement.save(update_fields=["why_ended", "ended_on"])
    return requirement


def _made(
    actor: Actor,
    campaign: Campaign,
    spec: RequirementSpec,
    checked: Checked,
    replaces: Requirement | None = None,
) -> Requirement:
    made = Requirement(
        home=campaign.home,
        campaign=campaign,
        phase=checked.phase,
        code=replaces.code if replaces else spec.code,
        label=checked.label,
        position=_position(campaign, spec, replaces),
        figure=checked.definition.code,
        scope=spec.scope,
        unit_kinds=list(spec.unit_kinds) if spec.scope == RequirementScope.UNIT else [],
        post_kinds=list(spec.post_kinds) if spec.scope == RequirementScope.PERSON else [],
        team=checked.team,
        rule=spec.rule,
        threshold=checked.threshold,
        due_on=spec.due_on,
        basis=checked.basis,
        note=checked.note,
        is_historical=spec.is_historical,
        why_historical=checked.why_historical,
        from_on=clock.today(),
        replaces=replaces,
        made_at=clock.now(),
        made_by_name=name_of(actor),
    )
    made.save(force_insert=True)
    RequiredUnit.objects.bulk_create(
        RequiredUnit(id=new_id(), home=campaign.home, requirement=made, unit=unit)
        for unit in checked.units
    )
    return made


def _position(campaign: Campaign, spec: RequirementSpec, replaces: Requirement | None) -> int:
    if spec.position is not None:
        return spec.position
    if replaces is not None:
        return replaces.position
    last = Requirement.objects.filter(campaign=campaign).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def _record(
    actor: Actor, name: str, made: Requirement, spec: RequirementSpec, why: str = ""
) -> None:
    audit.append(
        actor=actor,
        action=name,
        target=("requirement", made.id),
        unit_path=made.home.path,
        values={key: str(value) for key, value in asdict(spec).items()},
        note=f"{made.label}：{why}" if why else made.label,
    )
