"""The shape of a pack's problems.yaml, checked by pydantic; docs/reference/packs.md explains it."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from bihuan.packs.schema import Strict, UnitCode

Doing = Literal[
    "link", "commit", "measure", "sign_for", "progress", "submit", "accept", "close_measure",
    "contact", "ask", "answer", "money", "report", "verify", "send_back", "close", "keep_open",
    "explain", "void", "publish", "satisfaction", "look_back", "decide", "reopen",
]  # fmt: skip
Text = Annotated[str, Field(max_length=2000)]


class StepShape(Strict):
    """One thing that was done of a problem: when, by which account, and what belongs to it."""

    at: dt.datetime
    by: Annotated[str, Field(min_length=1)]
    do: Doing
    ref: str = ""  # of the measure or request that the step makes
    of: str = ""  # of the measure, request or opinion that the step is about
    title: Text = ""
    note: Text = ""
    opinions: tuple[str, ...] = ()
    goal: Text = ""
    commitment: Text = ""
    horizon: Literal["", "campaign", "year", "long_term"] = ""
    due_on: dt.date | None = None
    leader: str = ""
    unit: UnitCode | None = None
    assisting: tuple[UnitCode, ...] = ()
    responsible: tuple[str, ...] = ()
    requirement: Text = ""
    deliverable: Text = ""
    milestone: int | None = None
    evidence: Literal["none", "any", "visit"] = "none"
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    difficulty: Text = ""
    next: Text = ""
    seen_on: dt.date | None = None
    asked_of: Text = ""
    paper: Text = ""
    day: dt.date | None = None
    reply: Literal["", "agreed", "partly", "refused"] = ""
    payer: str = ""
    payer_name: Text = ""
    phase: Literal["", "planned", "approved", "paid"] = ""
    yuan: Annotated[Decimal, Field(gt=0)] | None = None
    lower_bound: bool = False
    purpose: Text = ""
    outcome: Text = ""
    answer: Literal["", "satisfied", "fairly", "not"] = ""
    how: Literal["", "page", "visit", "phone", "meeting"] = ""
    solved: bool | None = None
    after_days: int | None = None
    finding: Literal["", "holds", "fails"] = ""
    choice: Literal["", "reopen", "further", "explain"] = ""


class ProblemShape(Strict):
    """One problem and all that was done of it, in the order of its moments."""

    ref: Annotated[str, Field(min_length=1, max_length=60)]
    title: Annotated[str, Field(min_length=1, max_length=120)]
    unit: UnitCode
    assisting: tuple[UnitCode, ...] = ()
    category: str = ""
    origin: Literal["raised", "own", "superior", "mutual"] = "raised"
    level: Literal["county", "township", "station", "village"] = "township"
    leader: str = ""
    detail: Text = ""
    cause: Text = ""
    beyond_power: bool = False
    yearly_cost: Decimal | None = None  # yuan
    remark: Annotated[str, Field(max_length=300)] = ""
    found_on: dt.date
    at: dt.datetime
    by: Annotated[str, Field(min_length=1)]
    opinions: tuple[str, ...] = ()  # refs of the pack's opinions, whose groups it takes up
    steps: tuple[StepShape, ...] = ()

    @model_validator(mode="after")
    def steps_follow_each_other(self) -> "ProblemShape":
        moments = [self.at, *(step.at for step in self.steps)]
        if moments != sorted(moments):
            raise ValueError("steps 的时间（at）应从早到晚，且不早于立项")
        return self


class ProblemsFile(Strict):
    problems: tuple[ProblemShape, ...]
