"""The shape of a pack's gates.yaml, checked by pydantic; docs/reference/packs.md explains it."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from bihuan.packs.schema import Strict, UnitCode

Doing = Literal[
    "write", "line", "rest", "remove", "send", "withdraw", "return", "agree", "note",
    "answer_note", "sign_for", "progress", "submit", "accept", "close",
]  # fmt: skip
Text = Annotated[str, Field(max_length=2000)]
Standing = Literal["", "kept", "partly", "open"]


class ConditionShape(Strict):
    """A condition of an agreement: a task of the town, or of a unit of it."""

    ref: Annotated[str, Field(min_length=1, max_length=60)]
    text: Annotated[str, Field(min_length=1, max_length=120)]
    due_on: dt.date
    unit: UnitCode | None = None


class GateStepShape(Strict):
    """One thing that was done of a gate: when, by which account, and what belongs to it."""

    at: dt.datetime
    by: Annotated[str, Field(min_length=1)]
    do: Doing
    of: str = ""  # the condition, by its ref
    note: Text = ""
    promised: Text = ""
    stands: Text = ""
    standing: Standing = ""
    doing: Text = ""
    figure: str = ""
    rule: Literal["", "at_least", "at_most"] = ""
    threshold: Decimal | None = None
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    conditions: tuple[ConditionShape, ...] = ()


class GateShape(Strict):
    """One gate and all that was done of it, in the order of its moments."""

    campaign: Annotated[str, Field(min_length=1, max_length=40)]
    phase: Annotated[str, Field(min_length=1, max_length=40)]
    at: dt.datetime
    by: Annotated[str, Field(min_length=1)]
    steps: tuple[GateStepShape, ...] = ()

    @model_validator(mode="after")
    def steps_follow_each_other(self) -> "GateShape":
        moments = [self.at, *(step.at for step in self.steps)]
        if moments != sorted(moments):
            raise ValueError("steps 的时间（at）应从早到晚，且不早于起草")
        return self


class GatesFile(Strict):
    gates: tuple[GateShape, ...]
