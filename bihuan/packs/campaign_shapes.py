"""The shape of a pack's campaign.yaml, checked by pydantic; see docs/reference/campaign.md."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, model_validator

from bihuan.packs.schema import Strict, UnitCode

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Line = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=2000)]
Doing = Literal[
    "start", "open", "close", "end", "issue", "adopt", "add", "change", "withdraw",
    "take", "keep", "assign", "count", "take_over",
]  # fmt: skip


class ItemShape(Strict):
    """An item of the campaign's own plan."""

    ref: Code
    title: Line
    content: Text = ""
    deliverable: Line = ""
    from_: Annotated[dt.date, Field(alias="from")]
    to: dt.date
    required: bool = True
    lead: UnitCode | None = None


class DeliverableShape(Strict):
    label: Line
    required: bool = False


class StepShape(Strict):
    code: Code
    label: Line
    content: Text = ""
    deliverables: tuple[DeliverableShape, ...] = ()
    items: tuple[ItemShape, ...] = ()


class PhaseShape(Strict):
    code: Code
    label: Line
    goal: Text = ""
    from_: Annotated[dt.date, Field(alias="from")]
    to: dt.date
    gated: bool = False
    steps: tuple[StepShape, ...] = ()


class ReadinessShape(Strict):
    label: Line
    unit: Line = ""
    needed: Annotated[int, Field(ge=1)]
    in_place: Annotated[int, Field(ge=0)] = 0
    due_on: dt.date | None = None
    note: Line = ""


class EventShape(Strict):
    """One thing that was done of a campaign: when, by which account, and what belongs to it."""

    at: dt.datetime
    by: Annotated[str, Field(min_length=1)]
    do: Doing
    unit: UnitCode | None = None  # whose plan or roll
    phase: str = ""
    step: str = ""
    item: str = ""  # ref of an item of the campaign's own plan, or one's own (ref)
    ref: str = ""  # of the item that `add` makes
    day: dt.date | None = None
    title: Line = ""
    content: Text = ""
    deliverable: Line = ""
    from_: Annotated[dt.date | None, Field(alias="from")] = None
    to: dt.date | None = None
    required: bool | None = None
    note: Line = ""
    should: int | None = None
    took_part: int | None = None
    away_should: int = 0
    away_took_part: int = 0
    ways: tuple[str, ...] = ()


class CampaignShape(Strict):
    """A campaign: from a template (by its code), or with its phases; and what was done of it."""

    code: Code
    title: Line
    template: Code | None = None
    mode: Literal["", "staged", "concurrent"] = ""
    basis: Line = ""
    goal: Text = ""
    from_: Annotated[dt.date, Field(alias="from")]
    to: dt.date
    made_at: dt.datetime | None = None  # none: when it is loaded
    by: str = ""
    plan_kinds: tuple[str, ...] = ()
    roll_kinds: tuple[str, ...] = ()
    phases: tuple[PhaseShape, ...] = ()
    readiness: tuple[ReadinessShape, ...] = ()
    events: tuple[EventShape, ...] = ()

    @model_validator(mode="after")
    def either_template_or_phases(self) -> "CampaignShape":
        if not self.phases and not self.template:
            raise ValueError("请写明模板（template）或阶段（phases）")
        if self.phases and not self.mode:
            raise ValueError("自己列阶段（phases）的，请写明 mode: staged 或 concurrent")
        moments = [each.at for each in self.events]
        if self.made_at is not None:
            moments.insert(0, self.made_at)
        if moments != sorted(moments):
            raise ValueError("events 的时间（at）应从早到晚，且不早于 made_at")
        return self


class CampaignsFile(Strict):
    campaigns: tuple[CampaignShape, ...]
