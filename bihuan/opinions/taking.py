"""Taking the good rows of a table that was looked through."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.opinions.access import categories_in_use
from bihuan.opinions.actions import OpinionSpec, record_opinions
from bihuan.opinions.models import ColumnMapping, Opinion
from bihuan.opinions.tables import Table, opinions_in
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Unit

CHUNK = 500


@dataclass(frozen=True)
class Taken:
    """How many were recorded, how many stood already, how many rows had faults."""

    made: int
    known: int
    faults: int

    @property
    def said(self) -> str:
        """Return what became of a table, in a sentence."""
        said = _("已登记%(made)d条意见") % {"made": self.made}
        if self.known:
            said += _("，%(known)d条以前已经登记") % {"known": self.known}
        if self.faults:
            said += _("，%(faults)d行有问题没有登记") % {"faults": self.faults}
        return said + "。"


def take(*, actor: Actor, home: Unit, table: Table, mapping: ColumnMapping, name: str) -> Taken:
    """Record a table's good rows, all in one transaction; what stands already is not doubled."""
    reading = opinions_in(
        table, mapping.columns, mapping.channel, home, list(categories_in_use(home))
    )
    known = known_refs(home, reading.specs)
    if reading.specs:
        record_opinions(actor=actor, home=home, specs=reading.specs, note=name)
    return Taken(len(reading.specs) - len(known), len(known), len(reading.faults))


def known_refs(home: Unit, specs: Sequence[OpinionSpec]) -> list[OpinionSpec]:
    """Return those of some specs that would not be recorded: known by their ref, or twice here."""
    refs = sorted({(spec.channel, spec.ref) for spec in specs if spec.ref})
    standing: set[tuple[str, str]] = set()
    for at in range(0, len(refs), CHUNK):
        some = refs[at : at + CHUNK]
        rows = Opinion.objects.filter(
            home=home, channel__in={c for c, _r in some}, ref__in=[r for _c, r in some]
        )
        standing |= set(rows.values_list("channel", "ref"))
    found = []
    for spec in specs:
        if spec.ref and (spec.channel, spec.ref) in standing:
            found.append(spec)
        elif spec.ref:
            standing.add((spec.channel, spec.ref))
    return found
