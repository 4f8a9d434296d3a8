"""Every write of the room: defining a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from dataclasses import field as with_default
from typing import Any

from django.db import transaction

from bihuan.audit import actions as audit
from bihuan.figures import conditions
from bihuan.figures.catalogue import sources
from bihuan.figures.models import Aggregate, Definition
from bihuan.figures.periods import parse_period
from bihuan.lib.errors import Invalid
from bihuan.lib.sources import Source
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

NEEDS_A_FIELD = frozenset(Aggregate) - {Aggregate.COUNT, Aggregate.RATIO}
NEEDS_A_NUMBER = frozenset({Aggregate.SUM, Aggregate.AVG})


@dataclass(frozen=True)
class FigureSpec:
    """A figure as its maker describes it; see docs/reference/packs.md for each key."""

    code: str
    label: str
    aggregate: str
    source: str = ""
    field: str = ""
    until: str = ""
    where: Sequence[Mapping[str, Any]] = ()
    period: str = "document"
    numerator: str = ""
    denominator: str = ""
    unit_of_measure: str = ""
    nature: str = "exact"
    wording: Mapping[str, Any] = with_default(default_factory=dict)
    note: str = ""
    checked_by: str = ""
    sort_order: int = 0


@transaction.atomic
def define_figure(*, actor: Actor, home: Unit, spec: FigureSpec) -> Definition:
    """Define a figure, or bring the one of the same code to what `spec` says.

    Raises Invalid where it cannot be computed from its source; NotAllowed without
    `define_registers` over the home.
    """
    actor.require(Permission.DEFINE_REGISTERS, home)
    if spec.aggregate != Aggregate.RATIO:
        offered = sources(home, frozenset({spec.source}))
        refuse_uncountable(spec, offered[spec.source])
    values = asdict(spec)
    values["where"] = [dict(part) for part in spec.where]
    values["wording"] = dict(spec.wording)
    code = values.pop("code")
    definition, _made = Definition.objects.update_or_create(home=home, code=code, defaults=values)
    definition.style()  # a wording that cannot be understood is refused here, not in a document
    audit.append(
        actor=actor,
        action="figure.define",
        target=("figure", definition.id),
        unit_path=home.path,
        values=asdict(spec),
        note=spec.label,
    )
    return definition


def refuse_uncountable(spec: FigureSpec, source: Source) -> None:
    """Raise Invalid where a figure cannot be computed from its source."""
    if spec.aggregate in NEEDS_A_FIELD:
        if not spec.field:
            raise Invalid(f"“{spec.label}”需要写明对哪个字段计算（field）。")
        kind = source.field(spec.field).type
        if spec.aggregate in NEEDS_A_NUMBER and kind != "number":
            raise Invalid(f"“{spec.label}”要计算的字段“{spec.field}”不是数字。")
    if spec.until:
        source.field(spec.until)
    conditions.condition(source, spec.where)
    if spec.period != "document":
        parse_period(spec.period)
