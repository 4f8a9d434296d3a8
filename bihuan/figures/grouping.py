"""Computing figures for many units or persons at once: one statement a source and period.

Worked example: twenty figures on ten registers for 500 villages are ten SELECTs, each grouped by
the first characters of a row's path, so that what lies below a village counts as the village's;
eight of them are sent as one statement.
Where units of several levels are asked for, the deepest level is grouped by and added up along the
path; different values and the latest value cannot be added up and are asked for level by level.
A few units are asked as `compute_all` asks, without groups.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from bihuan.figures import conditions
from bihuan.figures.asking import Amount, Answer, Scope, effective_period
from bihuan.figures.catalogue import sources
from bihuan.figures.computing import (
    MOST_AT_ONCE,
    ask_parts,
    compute_all,
    divided,
    value_of,
    with_terms,
)
from bihuan.figures.keys import ByPerson, ByUnit, Group, Keys
from bihuan.figures.models import Aggregate, Definition
from bihuan.figures.periods import Period
from bihuan.figures.scoping import Ask, Asking
from bihuan.figures.statement import Grouped, Key, run_by_together
from bihuan.lib.errors import NotAllowed
from bihuan.lib.sources import Source
from bihuan.orgs.access import Actor
from bihuan.orgs.models import Person, Unit
from bihuan.orgs.permissions import Permission

ONE_BY_ONE = 4
"""So few units are asked for by a condition each."""
Row = list[Answer]  # of one figure, in the order of those it is asked for
NOTHING: Mapping[str, Any] = {"records": 0, "count": 0}  # the parts of no rows that are not None


def compute_by(
    definitions: Iterable[Definition],
    among: Sequence[Unit] | Sequence[Person],
    period: Period,
    *,
    actor: Actor,
    within: Unit,
    offered: Mapping[str, Source] | None = None,
) -> dict[tuple[str, UUID], Answer]:
    """Answer figures for each unit with all below it, or for each person, by code and its id.

    The answers are those of `compute_all`, over each unit's scope; a person's are of the rows under
    `within` that are about the person. Raises NotAllowed as `compute` does, Invalid where a source
    knows of no person.
    """
    rows = rows_by(definitions, among, period, actor=actor, within=within, offered=offered)
    return {
        (code, one.pk): answer
        for code, row in rows.items()
        for one, answer in zip(among, row, strict=True)
    }


def rows_by(
    definitions: Iterable[Definition],
    among: Sequence[Unit] | Sequence[Person],
    period: Period,
    *,
    actor: Actor,
    within: Unit,
    offered: Mapping[str, Source] | None = None,
) -> dict[str, Row]:
    """Answer as `compute_by` does: by code, a list of answers in the order of `among`."""
    wanted = list(definitions)
    if not wanted or not among:
        return {definition.code: [] for definition in wanted}
    keys = keys_of(among, within)
    for unit in (within, *keys.asked_units):
        if not actor.may_in_home_of(Permission.SEE_FIGURES, unit):
            raise NotAllowed(f"您的账号不能查看“{unit}”的数据。")
    if 0 < len(keys.asked_units) <= ONE_BY_ONE:
        return _one_by_one(wanted, keys.scopes_over(period), actor, offered)
    scope = Scope(within, period)
    everything = with_terms([(definition, scope) for definition in wanted], within.home)
    counted = [ask for ask in everything if not ask[0].is_ratio]
    named = frozenset(definition.source for definition, _scope in counted)
    catalogue = sources(within.home, named) if offered is None else offered
    rows: dict[str, Row] = {}
    groups = [_Group(source, group, keys) for source, group in _grouped(counted, catalogue)]
    found = run_by_together([(group.statement, group.key) for group in groups])
    for group, answered in zip(groups, found, strict=True):
        rows |= group.answers(answered)
    for definition, _scope in everything:
        if definition.is_ratio:
            rows[definition.code] = _divided(definition, rows, keys.scopes_over(period))
    return {definition.code: rows[definition.code] for definition in wanted}


def _one_by_one(
    wanted: Sequence[Definition],
    scopes: Sequence[Scope],
    actor: Actor,
    offered: Mapping[str, Source] | None,
) -> dict[str, Row]:
    """Answer over each scope by conditions instead of groups: sources are then asked together."""
    asked = [(definition, scope) for definition in wanted for scope in scopes]
    found = compute_all(asked, actor=actor, offered=offered)
    return {one.code: [found[one.code, scope] for scope in scopes] for one in wanted}


def keys_of(among: Sequence[Unit] | Sequence[Person], within: Unit) -> Keys:
    """Return what the rows are grouped by."""
    units = [each for each in among if isinstance(each, Unit)]
    persons = [each for each in among if isinstance(each, Person)]
    return ByUnit(units) if units else ByPerson(persons, within)


def _grouped(
    counted: list[Ask], catalogue: Mapping[str, Source]
) -> Iterator[tuple[Source, list[Ask]]]:
    """Put together what one statement answers: what one source is asked over one period."""
    groups: dict[tuple[str, Period], list[Ask]] = defaultdict(list)
    for definition, scope in counted:
        period = effective_period(definition, scope.period)
        groups[definition.source, period].append((definition, Scope(scope.unit, period)))
    for (code, _period), group in groups.items():
        for start in range(0, len(group), MOST_AT_ONCE):
            yield catalogue[code], group[start : start + MOST_AT_ONCE]


class _Group:
    """What one source is asked over one period: its statement, grouped by the finest key."""

    def __init__(self, source: Source, group: list[Ask], keys: Keys) -> None:
        self._source, self._group, self._keys = source, group, keys
        self._period = group[0][1].period
        self._asking = Asking(source, group, within=keys.within(source, self._period))
        self.statement = self._asking.statement()
        self.key = keys.finest(source)
        self._asked = []
        for (definition, _scope), only in zip(group, self._asking.filters, strict=True):
            if _is_apart(definition, keys):
                self._asked.append({"records": self.statement.add("COUNT", only=only)})
            else:
                self._asked.append(ask_parts(self.statement, source, definition, only, None))

    def answers(self, answered: Grouped) -> dict[str, Row]:
        """Return the answers from what the statement answered, of each figure in order."""
        keys = self._keys
        found = keys.merged(answered, self.statement.functions)
        scopes = keys.scopes_over(self._period)
        rows: dict[str, Row] = {}
        for at, (definition, _scope) in enumerate(self._group):
            parts = _parts(found, self._asked[at])
            if _is_apart(definition, keys):
                values = _apart(self._asking, at, keys)
            else:
                values = [value_of(self._source, definition, each) for each in parts]
            rows[definition.code] = [
                Answer(definition, scope, value, each["records"])
                for scope, value, each in zip(scopes, values, parts, strict=True)
            ]
        return rows


def _parts(found: Sequence[Group | None], named: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the parts of a figure by their names, for each group; of no rows where it has none."""
    names = list(named.items())
    nothing = {part: NOTHING.get(part) for part in named}
    return [nothing if row is None else {part: row[name] for part, name in names} for row in found]


def _is_apart(definition: Definition, keys: Keys) -> bool:
    """Tell whether a statement of its own answers a definition."""
    if definition.aggregate == Aggregate.LATEST:
        return True
    return definition.aggregate == Aggregate.DISTINCT and not keys.is_flat


def _apart(asking: Asking, at: int, keys: Keys) -> list[Amount]:
    """Answer what cannot be added up along the path: a statement a level."""
    is_latest = asking.group[at][0].aggregate == Aggregate.LATEST
    values: list[Amount] = [None if is_latest else Decimal(0)] * len(keys.ids)
    for level in keys.levels(asking.source):
        found = _latest(asking, at, level) if is_latest else _distinct(asking, at, level)
        for place, value in enumerate(keys.aligned(found, level)):
            if value is not None:
                values[place] = value
    return values


def _distinct(asking: Asking, at: int, level: Key) -> dict[Any, Amount]:
    name = conditions.name_of(asking.source.field(asking.group[at][0].field))
    statement = asking.statement()
    count = statement.add("COUNT DISTINCT", name, only=asking.filters[at])
    return {raw: Decimal(row[count]) for raw, row in statement.run_by(level).items()}


def _latest(asking: Asking, at: int, level: Key) -> dict[Any, Amount]:
    source, field = asking.source, asking.source.field(asking.group[at][0].field)
    order = ([f"-{source.day}"] if source.day else []) + list(source.order)
    rows = asking.rows().filter(asking.filters[at]).order_by().annotate(
        key=level.expression(),
        place=Window(RowNumber(), partition_by=[F("key")], order_by=order),
    )  # fmt: skip
    found: dict[Any, Amount] = {}
    for raw, one in rows.filter(place=1).values_list("key", conditions.name_of(field)):
        value = field.value(one)
        found[raw] = value if isinstance(value, Decimal | dt.date) else None
    return found


def _divided(
    definition: Definition, rows: Mapping[str, Row], scopes: Sequence[Scope]
) -> list[Answer]:
    """Answer a ratio for each from its two terms."""
    terms = zip(scopes, rows[definition.numerator], rows[definition.denominator], strict=True)
    return [divided(definition, scope, top, bottom) for scope, top, bottom in terms]
