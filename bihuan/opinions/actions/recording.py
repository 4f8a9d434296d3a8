"""Recording what was said, one at a time or many at once; the same message sent twice is one."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.ids import new_id
from bihuan.opinions.actions.sorting import place_new
from bihuan.opinions.actions.specs import OpinionSpec, categories_of, checked
from bihuan.opinions.indexing import put_opinions
from bihuan.opinions.models import Opinion
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action
from bihuan.orgs.actions.numbering import next_number
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission

SERIES = "opinion"
CHUNK = 500


@action("opinion.record")
def record_opinion(*, actor: Actor, home: Unit, spec: OpinionSpec) -> Opinion:
    """Record one opinion, word for word; the one that stands where (channel, ref) is known.

    Raises NotAllowed without `record_opinions` over its unit, Invalid, TextRefused, NoSuchCategory.
    """
    opinions, made = lay_down(actor=actor, home=home, specs=[spec])
    if made:
        audit_recording(actor=actor, home=home, made=made)
    return opinions[0]


@action("opinion.record")
def record_opinions(
    *, actor: Actor, home: Unit, specs: Sequence[OpinionSpec], note: str = ""
) -> list[Opinion]:
    """Record many opinions, all or none, with one audit entry; returned in the order given."""
    opinions, made = lay_down(actor=actor, home=home, specs=specs)
    if made:
        audit_recording(actor=actor, home=home, made=made, note=note)
    return opinions


def audit_recording(
    *,
    actor: Actor,
    home: Unit,
    made: Sequence[Opinion],
    note: str = "",
    by_name: str = "opinion.record",
) -> None:
    """Append the audit entry of a recording; last in its transaction."""
    one = made[0] if len(made) == 1 else None
    said = one.label if one else _("%(n)d条") % {"n": len(made)}
    audit.append(
        actor=actor,
        action=by_name,
        target=("opinion", one.pk) if one else ("unit", home.pk),
        unit_path=one.path if one else home.path,
        values=[[str(each.pk), each.label, each.text] for each in made],
        note=f"{note} {said}".strip(),
    )


def lay_down(
    *, actor: Actor, home: Unit, specs: Sequence[OpinionSpec]
) -> tuple[list[Opinion], list[Opinion]]:
    """Write opinions inside the action's transaction; return those asked for, and the new ones.

    Appends no audit entry: whoever calls it does, last. Refs are looked up once the number series
    is locked, so of two that bring the same ref at once the second finds the first.
    """
    kept = [checked(spec, home) for spec in specs]
    for spec in kept:
        actor.require(Permission.RECORD_OPINIONS, spec.unit)
    categories = categories_of(home, [spec.category for spec in kept if spec.category])
    standing, fresh, first = _numbered(home, kept)
    made = _made(actor, home, fresh, first)
    given = [(o, categories[s.category]) for o, s in zip(made, fresh, strict=True) if s.category]
    for opinion, category in given:
        if not actor.may(Permission.SORT_OPINIONS, opinion.path):
            opinion.suggested = category  # of a reporter, who says but does not confirm
    Opinion.objects.bulk_create(made, batch_size=CHUNK)
    put_opinions(made)
    place_new(actor, home, [(each, category) for each, category in given if not each.suggested])
    standing |= {(each.channel, each.ref): each for each in made if each.ref}
    unnamed = iter(each for each in made if not each.ref)
    return [standing[s.channel, s.ref] if s.ref else next(unnamed) for s in kept], made


def _numbered(
    home: Unit, specs: Sequence[OpinionSpec]
) -> tuple[dict[tuple[str, str], Opinion], list[OpinionSpec], int]:
    """Return what stands already, what is to be written, and the first of its numbers."""
    if not specs:
        return {}, [], 0
    year = clock.today().year
    first = next_number(home, SERIES, year, len(specs))
    # Whoever held the series before us may have brought the same refs. What we drew too many goes
    # back: nobody draws before we end.
    standing = _standing(home, specs)
    fresh = _fresh(specs, standing)
    if len(fresh) < len(specs):
        next_number(home, SERIES, year, len(fresh) - len(specs))
    return standing, fresh, first


def _made(actor: Actor, home: Unit, specs: Sequence[OpinionSpec], first: int) -> list[Opinion]:
    if not specs:
        return []
    name, sources, year = name_of(actor), _Sources(actor, home), clock.today().year
    return [
        _opinion(actor, name, home, spec, year, first + at, sources.of(spec))
        for at, spec in enumerate(specs)
    ]


def _standing(home: Unit, specs: Sequence[OpinionSpec]) -> dict[tuple[str, str], Opinion]:
    """Return the opinions that already bear a (channel, ref) of these."""
    by_channel: dict[str, set[str]] = {}
    for spec in specs:
        if spec.ref:
            by_channel.setdefault(spec.channel, set()).add(spec.ref)
    ids: list[UUID] = []
    for channel, refs in by_channel.items():
        some = sorted(refs)
        for at in range(0, len(some), CHUNK):
            asked = Q(home=home, channel=channel, ref__in=some[at : at + CHUNK])
            ids += Opinion.objects.filter(asked).order_by().values_list("pk", flat=True)
    found = Opinion.objects.in_bulk(ids) if ids else {}
    return {(each.channel, each.ref): each for each in found.values()}


def _fresh(
    specs: Sequence[OpinionSpec], standing: dict[tuple[str, str], Opinion]
) -> list[OpinionSpec]:
    """Return those to be written: without those that stand, or stand twice among themselves."""
    seen = set(standing)
    fresh = []
    for spec in specs:
        if spec.ref and (spec.channel, spec.ref) in seen:
            continue
        seen.add((spec.channel, spec.ref))
        fresh.append(spec)
    return fresh


class _Sources:
    """In whose name an actor records: the unit over which they hold the permission."""

    def __init__(self, actor: Actor, home: Unit) -> None:
        self.home = home
        paths = actor.paths(Permission.RECORD_OPINIONS)
        inner = [path for path in paths if len(path) > len(home.path)]
        found = Unit.objects.filter(path__in=inner) if inner else ()
        self.inner = {unit.path: unit for unit in found}
        self.over_home = any(home.path.startswith(path) for path in paths)

    def of(self, spec: OpinionSpec) -> Unit:
        """Return the unit in whose name one is recorded."""
        if spec.source_unit is not None:
            return spec.source_unit
        if self.over_home:
            return self.home
        return next(
            (unit for path, unit in self.inner.items() if spec.unit.path.startswith(path)),
            spec.unit,
        )


def _opinion(
    actor: Actor, name: str, home: Unit, spec: OpinionSpec, year: int, number: int, source: Unit
) -> Opinion:
    return Opinion(
        id=new_id(),
        home=home,
        unit=spec.unit,
        path=spec.unit.path,
        source_unit=source,
        source_path=source.path,
        about_unit=spec.about_unit,
        year=year,
        number=number,
        channel=spec.channel,
        ref=spec.ref,
        giver=spec.giver,
        target=spec.target,
        text=spec.text,
        place=spec.place,
        occasion=spec.occasion,
        raised_on=spec.raised_on,
        recorded_on=spec.recorded_on or clock.today(),
        recorded_by=actor.id,
        recorded_by_name=(spec.recorded_by_name if actor.id is None else "") or name,
    )
