"""The shape of a pack's requirements.yaml, checked by pydantic; see docs/reference/packs.md."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from bihuan.campaigns.requirements.specs import RequirementSpec
from bihuan.packs.schema import Strict, UnitCode


class RequirementShape(Strict):
    """One requirement: which figure, of whom, how much, by when, on what basis."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
    label: Annotated[str, Field(min_length=1, max_length=60)]
    figure: Annotated[str, Field(min_length=1, max_length=60)]
    scope: Literal["overall", "unit", "person"]
    rule: Literal["at_least", "at_most", "by_date", "coverage"]
    threshold: Decimal = Decimal(1)
    unit_kinds: tuple[str, ...] = ()
    units: tuple[UnitCode, ...] = ()
    post_kinds: tuple[str, ...] = ()
    team: str = ""
    phase: str = ""
    due_on: dt.date | None = None
    basis: Annotated[str, Field(min_length=1, max_length=200)]
    note: Annotated[str, Field(max_length=300)] = ""
    historical: bool = False
    why_historical: Annotated[str, Field(max_length=200)] = ""

    def spec(self, position: int) -> RequirementSpec:
        """Return what the requirement is to be, at its place in the list."""
        given = self.model_dump(exclude={"historical"})
        return RequirementSpec(**given, is_historical=self.historical, position=position)


class RequirementsFile(Strict):
    """requirements.yaml: the campaign's code and what it requires."""

    campaign: Annotated[str, Field(min_length=1, max_length=40)]
    requirements: tuple[RequirementShape, ...] = ()
