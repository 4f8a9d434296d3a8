"""The list of what a campaign requires, in the words of the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.campaigns.models import Campaign, Requirement, RequirementScope
from bihuan.campaigns.requirements.access import requirements_of
from bihuan.campaigns.requirements.wording import asked_of, due, wanted
from bihuan.figures.computing import definitions_in
from bihuan.figures.models import Definition


@dataclass(frozen=True)
class RequirementEntry:
    """One requirement as the list shows it."""

    requirement: Requirement
    definition: Definition

    @property
    def asked_of(self) -> str:
        """Say of whom it is asked."""
        return asked_of(self.requirement)

    @property
    def wanted(self) -> str:
        """Say what is required."""
        return wanted(self.requirement, self.definition)

    @property
    def due(self) -> str:
        """Say by when."""
        return due(self.requirement)


@dataclass(frozen=True)
class EntryGroup:
    """The requirements of one scope."""

    scope: str
    label: str
    entries: Sequence[RequirementEntry]


def entries(campaign: Campaign) -> list[RequirementEntry]:
    """Return all requirements that a campaign ever had."""
    found = list(requirements_of(campaign))
    codes = {one.figure for one in found}
    definitions = definitions_in(campaign.home, codes) if codes else {}
    return [RequirementEntry(one, definitions[one.figure]) for one in found]


def groups(found: Sequence[RequirementEntry]) -> list[EntryGroup]:
    """Return entries by scope; scopes that have none are left out."""
    by_scope = [
        (scope, [one for one in found if one.requirement.scope == scope])
        for scope in (RequirementScope.UNIT, RequirementScope.PERSON, RequirementScope.OVERALL)
    ]
    return [EntryGroup(scope.value, str(scope.label), some) for scope, some in by_scope if some]
