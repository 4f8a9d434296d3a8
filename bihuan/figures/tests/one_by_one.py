"""Holds what is computed for many at once against what is computed for each alone."""

from collections.abc import Sequence

from bihuan.figures.asking import Scope
from bihuan.figures.computing import compute_all
from bihuan.figures.grouping import compute_by
from bihuan.figures.models import Definition
from bihuan.figures.periods import Period
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit


def refuse_difference(
    definitions: Sequence[Definition],
    units: Sequence[Unit],
    period: Period,
    actor: Actor,
    within: Unit,
) -> None:
    """Raise AssertionError where a cell differs from the figure over the unit's own scope."""
    together = compute_by(definitions, units, period, actor=actor, within=within)
    asked = [(d, Scope(unit, period)) for d in definitions for unit in units]
    alone = compute_all(asked, actor=actor)
    for definition, scope in asked:
        one, cell = alone[definition.code, scope], together[definition.code, scope.unit.pk]
        assert (one.value, one.records) == (cell.value, cell.records), (definition.code, scope)
        assert one.scope == cell.scope, (definition.code, scope)
    assert len(together) == len(asked)
