"""Lines of a self-check that a campaign's requirements make: proposed, and counted from records.

What is asked of persons is proposed in words: people are not counted by result.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.campaigns.models import Campaign, Phase, Requirement, RequirementScope
from bihuan.campaigns.requirements.access import requirements_of, standing_on
from bihuan.campaigns.requirements.progress import columns_of, matrix, overall
from bihuan.campaigns.requirements.rules import Standing as Held
from bihuan.campaigns.requirements.wording import asked_of, due, shown, wanted
from bihuan.lib import clock
from bihuan.lib.errors import NotAllowed
from bihuan.orgs.access import Actor
from bihuan.oversight.models import GateLine, Measure, Origin, Section
from bihuan.oversight.rules import part_of

DONE = (Held.MET, Held.LATE)
Counted = tuple[int, int, str]
"""How many of how many have what is required, and what to say where it is one value."""


def required_lines(phase: Phase) -> Iterator[GateLine]:
    """Yield a line for each requirement that falls into a stage and stands today."""
    campaign = phase.campaign
    asked = list(_due_in(standing_on(campaign, clock.today()), phase))
    for column in columns_of(asked, campaign, clock.today()):
        one = column.requirement
        said = "，".join(part for part in (wanted(one, column.definition), due(one)) if part)
        is_counted = one.scope != RequirementScope.PERSON
        yield GateLine(
            section=Section.CHECK,
            origin=Origin.REQUIREMENT,
            key=f"requirement:{one.pk}",
            promised=_("%(label)s（%(whom)s%(wanted)s）")
            % {"label": one.label, "whom": asked_of(one)[:60], "wanted": said},
            measure=Measure.REQUIRED if is_counted else Measure.WORDS,
            figure_code=str(one.pk) if is_counted else "",
        )


def _due_in(rows: QuerySet[Requirement], phase: Phase) -> QuerySet[Requirement]:
    """Keep what is due in a stage; what has no day counts in every stage from its own on."""
    by_day = Q(due_on__range=(phase.begins_on, phase.ends_on))
    without = Q(due_on=None) & (Q(phase=None) | Q(phase__position__lte=phase.position))
    return rows.filter(by_day | without, is_historical=False)


def counted(campaign: Campaign, ids: Sequence[str], *, actor: Actor) -> dict[str, Counted]:
    """Return how requirements stand today by id; those that were ended or are unseen are missing.

    Raises nothing: who may not see the figures finds nothing.
    """
    today = clock.today()
    asked = list(standing_on(campaign, today).filter(pk__in=[UUID(each) for each in ids]))
    whole = [one for one in asked if one.scope == RequirementScope.OVERALL]
    by_unit = [one for one in asked if one.scope == RequirementScope.UNIT]
    found: dict[str, Counted] = {}
    try:
        for cell in overall(campaign, whole, today, actor=actor) if whole else ():
            unit = cell.column.definition.unit_of_measure
            value = f"{shown(cell).value}{unit}"
            held = int(cell.measured.standing in DONE)
            found[str(cell.column.requirement.pk)] = (held, 1, value)
        if by_unit:
            lines = matrix(campaign, by_unit, today, actor=actor).lines
            for at, one in enumerate(by_unit):
                cells = [line.cells[at] for line in lines if not line.subject.is_closed]
                held_by = [each.measured.standing in DONE for each in cells if each is not None]
                found[str(one.pk)] = (sum(held_by), len(held_by), "")
    except NotAllowed:
        return {}
    return found


def said_of(ids: Sequence[str], campaign: Campaign) -> dict[str, str]:
    """Return why requirements no longer stand, by id."""
    rows = requirements_of(campaign).filter(pk__in=[UUID(each) for each in ids])
    return {
        str(one.pk): _("这条要求已终止或被代替（%(why)s），请移出") % {"why": one.why_ended}
        for one in rows
        if one.is_ended
    }


def stand_of(one: Counted) -> tuple[str, str]:
    """Return what stands in words, and whether it does."""
    held, of, value = one
    said = value or _("应做到%(of)d个单位，已做到%(held)d个") % {"of": of, "held": held}
    return said, str(part_of(held, of))


def matrix_url(campaign: Campaign, one: Counted) -> str:
    """Return the matrix of the day that a line was counted on."""
    url = reverse("requirements:matrix", args=[campaign.pk])
    scope = RequirementScope.OVERALL if one[2] else RequirementScope.UNIT
    return f"{url}?of={scope.value}&on={clock.today()}"
