"""All towns of an inspection group side by side: one row a campaign, counts by GROUP BY.

Every column is one statement over the whole of the group's area, however many towns there are.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from bihuan.campaigns.models import Campaign, CampaignState, Mode, Phase, Plan
from bihuan.lib import clock
from bihuan.opinions.models import Opinion, OpinionState
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.rules import LABEL_WIDTH
from bihuan.oversight.access import AGREE, campaigns_seen_by, gates_visible_to, towns_of
from bihuan.oversight.models import GateRequest, GateState, GroupNote
from bihuan.oversight.presenting import TONES
from bihuan.oversight.rules import CONDITION_KIND
from bihuan.rectification.models import LATE_STATES as LATE_PROBLEMS
from bihuan.rectification.models import OPEN_STATES, Problem, State
from bihuan.tasks.models import LATE_STATES, Task
from bihuan.tasks.models import State as TaskState

MOST_TOWNS = 400


@dataclass(frozen=True)
class Counted:
    """A number of a row, and the list that it opens."""

    n: int
    url: str
    is_late: bool = False


COLUMNS = ("conditions", "opinions", "problems", "ended", "late_problems", "late_tasks", "notes")
"""The numbers of a row, in the order in which they stand."""


@dataclass
class TownRow:
    """A town, with one of its campaigns where it has any."""

    town: Unit
    campaign: Campaign | None = None
    phase: Phase | None = None
    gate: GateRequest | None = None
    counts: Mapping[str, Counted] = field(default_factory=dict)
    adopted: str = ""

    @property
    def cells(self) -> list[Counted | None]:
        """Return the numbers in their order; None where a row has none of it."""
        return [self.counts.get(name) for name in COLUMNS]

    @property
    def tone(self) -> str:
        """Return the tone of the gate's state."""
        return TONES[GateState(self.gate.state)] if self.gate else "plain"

    @property
    def is_of_earlier(self) -> bool:
        """Tell whether the gate is of a stage before the one under way."""
        return self.gate is not None and self.gate.phase_id != (self.phase and self.phase.pk)

    @property
    def waits(self) -> bool:
        """Tell whether the gate waits for the group."""
        return self.gate is not None and self.gate.state == GateState.SENT

    @property
    def is_late(self) -> bool:
        """Tell whether the group is late with its answer."""
        by = self.gate.answer_by if self.gate else None
        return self.waits and by is not None and by < clock.today()


@dataclass(frozen=True)
class Asked:
    """What the desk shows: one campaign code or all, and perhaps only what waits for the group."""

    code: str = ""
    waits: bool = False


@dataclass(frozen=True)
class Desk:
    """The rows, and the codes of the campaigns in sight with a title each, the newest first."""

    rows: list[TownRow]
    codes: list[tuple[str, str]]


def desk_of(actor: Actor, asked: Asked) -> Desk:
    """Return the towns in the tree's order, each with its campaigns or with none."""
    towns = list(towns_of(actor)[:MOST_TOWNS])
    everything = _campaigns(actor, towns)
    campaigns = _kept(everything, asked)
    gates = _gates(actor, campaigns)
    counts, adopted = counts_of(actor, towns), _adopted(campaigns)
    rows = []
    for town in towns:
        own: list[Campaign | None] = [each for each in campaigns if each.home_id == town.pk]
        for campaign in own or [None]:
            row = TownRow(town, campaign)
            numbers = dict(counts[town.pk])
            if campaign is not None:
                row.adopted = adopted.get(campaign.pk, "")
                row.phase, row.gate = _standing(campaign, gates)
                page = reverse("oversight:notes", args=[campaign.pk])
                numbers["notes"] = Counted(campaign.unanswered, page)  # type: ignore[attr-defined]
            if row.gate is not None:
                page = reverse("oversight:gate", args=[row.gate.pk]) + "#conditions"
                numbers["conditions"] = Counted(numbers["conditions"].n, page)
            row.counts = numbers
            rows.append(row)
    shown = [row for row in rows if row.waits] if asked.waits else rows
    newest_first = sorted(everything, key=lambda each: each.begins_on)
    return Desk(shown, list({each.code: each.title for each in newest_first}.items())[::-1])


def counts_of(actor: Actor, towns: Sequence[Unit]) -> dict[UUID, dict[str, Counted]]:
    """Return by town what stands in it: opinions, problems, tasks, conditions; three statements."""
    places = {town.path: town for town in towns}
    sums: dict[UUID, dict[str, int]] = {town.pk: defaultdict(int) for town in towns}

    def add(rows: QuerySet[Any, Any], *names: str) -> None:
        for path, *numbers in rows:
            town = _town_of(places, path)
            for name, n in zip(names, numbers, strict=True) if town else ():
                sums[town.pk][name] += n  # type: ignore[union-attr]

    today, where = clock.today(), _within(actor, towns)
    counted = _number(~Q(state=OpinionState.VOID))
    add(_by_path(Opinion.objects.filter(where), counted), "opinions")
    late = Q(state__in=[str(each) for each in LATE_PROBLEMS], own_due_on__lt=today)
    still = Q(state__in=[str(each) for each in OPEN_STATES])
    ended = Q(state__in=(State.CLOSED, State.LONG_TERM, State.EXPLAINED))
    add(
        _by_path(
            Problem.objects.filter(where),
            *map(_number, (still, ended, late)),
        ),
        *("problems", "ended", "late_problems"),
    )
    overdue = Q(state__in=[str(each) for each in LATE_STATES], due_on__lt=today)
    unmet = Q(about_kind=CONDITION_KIND) & ~Q(state=TaskState.VERIFIED)
    open_tasks = Task.objects.filter(where, is_open=True)
    add(_by_path(open_tasks, _number(overdue), _number(unmet)), "late_tasks", "conditions")
    return {town.pk: _linked(town, sums[town.pk]) for town in towns}


def _by_path(rows: QuerySet[Any, Any], *counted: Count) -> QuerySet[Any, Any]:
    names = {f"n{at}": each for at, each in enumerate(counted)}
    found: QuerySet[Any, Any] = rows.order_by().values_list("path").annotate(**names)
    return found


def _number(where: Q) -> Count:
    """Count a constant, not the key: then an index without the key still answers."""
    return Count(Value(1), filter=where)


def _within(actor: Actor, towns: Sequence[Unit]) -> Q:
    """Return the condition of the group's whole area: one range a grant, not one a town."""
    return actor.within(AGREE, "path") if towns else Q(pk__in=[])


def _town_of(places: Mapping[str, Unit], path: str) -> Unit | None:
    ends = range(len(path), 0, -LABEL_WIDTH)
    return next((places[path[:end]] for end in ends if path[:end] in places), None)


def _linked(town: Unit, sums: Mapping[str, int]) -> dict[str, Counted]:
    def at(name: str, view: str, **query: str) -> Counted:
        address = f"{reverse(view)}?{urlencode({**query, 'unit': town.code})}"
        return Counted(sums[name], address, is_late=name.startswith("late_"))

    return {
        "opinions": at("opinions", "opinions:list"),
        "problems": at("problems", "rectification:list", state="open"),
        "ended": at("ended", "rectification:list", state="all"),
        "late_problems": at("late_problems", "rectification:list", state="overdue"),
        "late_tasks": at("late_tasks", "tasks:list", show="overdue"),
        "conditions": at("conditions", "tasks:list", show="open"),
    }


def _campaigns(actor: Actor, towns: Sequence[Unit]) -> list[Campaign]:
    """Return the towns' campaigns, each with how many notes and adopted plans it has."""
    notes = GroupNote.objects.filter(campaign=OuterRef("pk"), answered_at=None)
    open_now = Q(unit__closed_on=None) | Q(unit__closed_on__gt=clock.today())
    plans = Plan.objects.filter(open_now, campaign=OuterRef("pk"), parent__isnull=False)
    rows = campaigns_seen_by(actor).filter(home__in=[town.pk for town in towns])
    return list(rows.annotate(unanswered=_how_many(notes), adopters=_how_many(plans)))


def _how_many(rows: QuerySet[Any, Any]) -> Coalesce:
    counted = rows.order_by().values("campaign").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _kept(campaigns: Sequence[Campaign], asked: Asked) -> list[Campaign]:
    if asked.code:
        return [each for each in campaigns if each.code == asked.code]
    running = [each for each in campaigns if each.state != CampaignState.ENDED]
    return running or list(campaigns)


def _gates(actor: Actor, campaigns: Sequence[Campaign]) -> dict[UUID, GateRequest]:
    rows = gates_visible_to(actor).filter(campaign__in=campaigns)
    return {each.phase_id: each for each in rows}


def _standing(
    campaign: Campaign, gates: Mapping[UUID, GateRequest]
) -> tuple[Phase | None, GateRequest | None]:
    """Return the stage under way, or the last one, with the last gate so far; of tracks none."""
    phases = sorted(campaign.phases.all(), key=lambda phase: phase.position)
    opened = [phase for phase in phases if phase.opened_on is not None]
    if campaign.mode != Mode.STAGED or not opened:
        return None, None
    have = [gates[phase.pk] for phase in opened if phase.pk in gates]
    return opened[-1], have[-1] if have else None


def _adopted(campaigns: Sequence[Campaign]) -> dict[UUID, str]:
    """Return of each campaign how many of the units asked for a plan have one: 12/18."""
    kinds = {kind for each in campaigns for kind in each.plan_kinds}
    if not kinds:
        return {}
    homes = {each.home_id for each in campaigns}
    units = Unit.objects.open_on(clock.today()).filter(home__in=homes, kind__in=kinds)
    asked: dict[tuple[UUID, str], int] = {
        (home, kind): n
        for home, kind, n in units.order_by().values_list("home", "kind").annotate(n=Count("*"))
    }

    def of(campaign: Campaign) -> int:
        return sum(asked.get((campaign.home_id, kind), 0) for kind in campaign.plan_kinds)

    wanted = [each for each in campaigns if of(each)]
    return {each.pk: f"{each.adopters}/{of(each)}" for each in wanted}  # type: ignore[attr-defined]
