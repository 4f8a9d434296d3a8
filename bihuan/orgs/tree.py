"""The tree of units as a page shows it: what lies below a unit, by kind."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q

from bihuan.orgs.models import ADMINISTRATIONS, Unit, UnitKind, UnitQuerySet
from bihuan.orgs.rules import LABEL_WIDTH


@dataclass
class Node:
    """A unit with those right below it, or for an administration only how many there are."""

    unit: Unit
    below: int = 0
    children: list[Unit] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """The units of one kind."""

    label: str
    nodes: Sequence[Node]


def below(unit: Unit, visible: UnitQuerySet, day: dt.date) -> list[Kind]:
    """Return the visible units right below one, by kind, each with its own; three statements.

    What belongs to an administration below is only counted: it has a page of its own.
    """
    children = visible.open_on(day).filter(parent=unit).order_by("sort_order", "path")
    nodes = {child.pk: Node(child) for child in children}
    inner = visible.open_on(day).filter(parent__parent=unit).order_by("sort_order", "path")
    for grandchild in inner.exclude(parent__kind__in=ADMINISTRATIONS):
        if grandchild.parent_id in nodes:
            nodes[grandchild.parent_id].children.append(grandchild)
    _count(nodes, day)
    by_kind: dict[str, list[Node]] = defaultdict(list)
    for node in nodes.values():
        by_kind[node.unit.kind].append(node)
    return [
        Kind(str(kind.label), by_kind[kind.value]) for kind in UnitKind if kind.value in by_kind
    ]


def _count(nodes: dict[UUID, Node], day: dt.date) -> None:
    administrations = [pk for pk, node in nodes.items() if node.unit.is_administration]
    if not administrations:
        return
    paths = Unit.objects.open_on(day).filter(home__in=administrations).order_by()
    for found in paths.values("home").annotate(n=Count("pk", filter=~Q(pk__in=administrations))):
        nodes[found["home"]].below = found["n"]


def roots(visible: UnitQuerySet, paths: Sequence[str]) -> list[Unit]:
    """Return the topmost units that an actor sees; for the whole tree, its top units."""
    if "" in paths:
        return list(visible.filter(parent=None))
    return list(visible.filter(path__in=paths))


def ancestors(unit: Unit) -> list[Unit]:
    """Return the units above one, the topmost first."""
    above = [unit.path[:end] for end in range(LABEL_WIDTH, len(unit.path), LABEL_WIDTH)]
    return list(Unit.objects.filter(path__in=above).order_by("path"))
