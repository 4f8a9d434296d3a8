"""What a campaign, its phases, steps, items and rolls are asked to be: values given to actions."""

import datetime as dt
from dataclasses import dataclass, field

from bihuan.campaigns.models import CampaignStep
from bihuan.orgs.models import Unit

LONGEST_TITLE, LONGEST_LABEL, LONGEST_STEP = 80, 40, 60
LONGEST_CONTENT, LONGEST_GOAL, LONGEST_BASIS = 1000, 2000, 200
LONGEST_DELIVERABLE, LONGEST_REASON, LONGEST_CODE = 120, 200, 40
MOST_PHASES, MOST_STEPS, MOST_ITEMS, MOST_DELIVERABLES = 12, 20, 300, 20


@dataclass(frozen=True)
class Deliverable:
    """What comes of a step; `is_required` where a gate asks for it."""

    label: str
    is_required: bool = False
    code: str = ""


@dataclass(frozen=True)
class ItemSpec:
    """One item of a plan. Without days it takes those of its step's part of the phase."""

    title: str
    begins_on: dt.date | None = None
    due_on: dt.date | None = None
    content: str = ""
    deliverable: str = ""
    is_required: bool = False
    lead_unit: Unit | None = None
    step: CampaignStep | None = None


@dataclass(frozen=True)
class StepSpec:
    """A step of a phase; `items` are what the campaign's own plan begins with."""

    label: str
    code: str = ""
    content: str = ""
    deliverables: tuple[Deliverable, ...] = ()
    items: tuple[ItemSpec, ...] = ()


@dataclass(frozen=True)
class PhaseSpec:
    """A stage or a track. `code` empty: a new one, which is given the next."""

    label: str
    begins_on: dt.date
    ends_on: dt.date
    code: str = ""
    goal: str = ""
    is_gated: bool = False
    steps: tuple[StepSpec, ...] = ()


@dataclass(frozen=True)
class ReadinessSpec:
    """A line of the readiness list."""

    label: str
    needed: int
    in_place: int = 0
    unit_of_measure: str = ""
    due_on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True)
class CampaignSpec:
    """A campaign to be made, whole."""

    code: str
    title: str
    mode: str
    begins_on: dt.date
    ends_on: dt.date
    phases: tuple[PhaseSpec, ...]
    basis: str = ""
    goal: str = ""
    template: str = ""
    plan_kinds: tuple[str, ...] = ()
    roll_kinds: tuple[str, ...] = ()
    readiness: tuple[ReadinessSpec, ...] = field(default=())


@dataclass(frozen=True)
class RollCounts:
    """What a unit counted; `ways` are how those away take part."""

    should: int
    took_part: int
    counted_on: dt.date
    away_should: int = 0
    away_took_part: int = 0
    ways: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonSpec:
    """One who takes part, by a label of a post or a number."""

    label: str
    is_away: bool = False
    way: str = ""
    took_part_on: dt.date | None = None
