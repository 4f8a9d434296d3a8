"""Lines of a self-check that a campaign's requirements make: proposed, and counted from records.

What is asked of persons is proposed in words: people are not counted by result.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.campaigns.models import Campaign, Phase, Requirement, RequirementScope
from bihuan.campaigns.requirements.access import requirements_of, standing_on
from bihuan.campaigns.requirements.progress import (
    Column,
    asks_of_whole,
    columns_of,
    matrix,
    of_whole,
)
from bihuan.campaigns.requirements.rules import Standing as Held
from bihuan.campaigns.requirements.wording import asked_of, due, shown, wanted
from bihuan.figures.answering import At
from bihuan.figures.asking import Answer
from bihuan.figures.catalogue import Offered
from bihuan.lib import clock
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


def standing_today(campaign: Campaign, ids: Sequence[str]) -> list[Requirement]:
    """Return those of some requirements, by their ids as text, that stand today."""
    if not ids:
        return []
    rows = standing_on(campaign, clock.today())
    return list(rows.filter(pk__in=[UUID(each) for each in ids]))


def is_of(scope: RequirementScope) -> Callable[[Column], bool]:
    """Return what tells whether a column is asked of units, or of the whole."""
    return lambda column: column.requirement.scope == scope


def held_by_whole(
    columns: Iterable[Column], campaign: Campaign, answers: Mapping[At, Answer]
) -> dict[str, Counted]:
    """Return how what is asked of the whole stands, by id; what was not answered is missing."""
    answered = [
        column
        for column in filter(is_of(RequirementScope.OVERALL), columns)
        if all((d.code, scope) in answers for d, scope in asks_of_whole([column], campaign))
    ]
    found = {}
    for cell in of_whole(answered, campaign, answers):
        value = f"{shown(cell).value}{cell.column.definition.unit_of_measure}"
        held = int(cell.measured.standing in DONE)
        found[str(cell.column.requirement.pk)] = (held, 1, value)
    return found


def held_by_units(
    columns: Iterable[Column], campaign: Campaign, offered: Offered, *, actor: Actor
) -> dict[str, Counted]:
    """Return of how many units each column is kept, by its requirement's id."""
    by_unit = list(filter(is_of(RequirementScope.UNIT), columns))
    if not by_unit:
        return {}
    asked = [column.requirement for column in by_unit]
    today = clock.today()
    found = matrix(campaign, asked, today, actor=actor, columns=by_unit, offered=offered)
    counted: dict[str, Counted] = {}
    for at, one in enumerate(asked):
        cells = [line.cells[at] for line in found.lines if not line.subject.is_closed]
        held_by = [each.measured.standing in DONE for each in cells if each is not None]
        counted[str(one.pk)] = (sum(held_by), len(held_by), "")
    return counted


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
