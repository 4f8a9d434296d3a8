"""The one seam: a Source, something countable.

A room declares what it offers to be counted in its `sources.py`; the room `figures` knows only
these values, and nothing else in the software counts. The dataclasses live here, below every
room, so that rooms under `figures` can offer sources too.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import BaseExpression, Combinable

from bihuan.lib import clock
from bihuan.lib.errors import Invalid

FieldType = Literal["number", "date", "text", "choice", "choices", "unit", "person", "yes_no"]
Expression = str | BaseExpression | Combinable
Value = Decimal | dt.date | str | bool | None
Plainly = tuple[type[Model], tuple[Q, ...]]


class Labels(Mapping[str, str]):
    """Labels by code that lie in a table: read when somebody first looks, which few figures do."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._rows = rows

    @cached_property
    def _read(self) -> dict[str, str]:
        return {str(code): label for code, label in self._rows}

    def __getitem__(self, code: str) -> str:
        return self._read[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


@dataclass(frozen=True)
class Field:
    """A field of a source.

    `expression` is the ORM path or expression of the raw value. A number's raw value is a whole
    number of 10**-decimals units, so that sums are exact on every database. `choices` maps codes
    to labels.
    """

    code: str
    label: str
    type: FieldType
    expression: Expression
    decimals: int = 0
    unit_of_measure: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    is_sensitive: bool = False

    def raw(self, value: object) -> Any:
        """Return `value`, as a definition or a person wrote it, as the raw value to compare with.

        Raises Invalid where it is no value of this field.
        """
        try:
            if self.type == "number":
                scaled = Decimal(str(value)).scaleb(self.decimals)
                return int(scaled) if scaled == scaled.to_integral_value() else scaled
            if self.type == "date":
                return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
        except (ArithmeticError, ValueError) as error:
            raise Invalid(f"“{value}”不能与“{self.label}”比较，请改正条件。") from error
        if self.type == "yes_no":
            return 1 if value in (True, "true", "是", "1", 1) else 0
        if self.type == "choice":
            by_label = {label: code for code, label in self.choices.items()}
            return by_label.get(str(value), str(value))
        return str(value)

    def value(self, raw: Any) -> Value:
        """Return a raw value from the database as what it means."""
        if raw is None:
            return None
        if self.type == "number":
            return Decimal(raw).scaleb(-self.decimals)
        if self.type == "yes_no":
            return bool(raw)
        if self.type == "choice":
            return self.choices.get(str(raw), str(raw))
        if isinstance(raw, dt.datetime):
            return raw.date()
        return raw if isinstance(raw, dt.date) else str(raw)


@dataclass(frozen=True)
class Source:
    """Something countable: rows, their fields, and where unit, day and page of a row are found.

    `rows(as_of)` answers the counted rows, those that stood at `as_of` where given; a source with
    `keeps_history` False is never asked so. `waiting(as_of)` answers rows not yet counted. `day`
    places a row in a period; `term` (from, to) instead makes it count while it is held.
    `describe(row)` gives a row's values by label, as people read them.

    `plainly(as_of, is_waiting)` says the same rows as a model and conditions on its table's own
    columns, where that can be said: such statements are written faster. A row meets one of the
    conditions at most; each finds its own index. `since(moment)` gives two
    conditions: of the rows at a moment, those that stand no more; of the rows now, those that did
    not stand then. `told_now(ids)` says by record what became of it.
    """

    code: str
    label: str
    rows: Callable[[dt.datetime | None], QuerySet[Any]]
    fields: Mapping[str, Field]
    visible_to: Callable[[Any], Q]
    describe: Callable[[Any], Mapping[str, str]]
    url: Callable[[Any], str]
    path: str = "unit__path"
    unit: str = "unit_id"
    unit_of: Callable[[Any], Any] = lambda row: row.unit
    record_id: Callable[[Any], object] = lambda row: row.pk
    day: str | None = None
    term: tuple[str, str] | None = None
    person: str | None = None
    keeps_history: bool = False
    waiting: Callable[[dt.datetime | None], QuerySet[Any]] | None = None
    order: tuple[str, ...] = ("-pk",)
    related: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()  # columns that describing a row does not read
    page: Callable[[], str] = lambda: ""
    plainly: Callable[[dt.datetime | None, bool], Plainly] | None = None
    since: Callable[[dt.datetime], tuple[Q, Q]] | None = None
    told_now: Callable[[Sequence[Any]], Mapping[Any, str]] = lambda _ids: {}

    def counted(self, as_of: dt.datetime | None) -> QuerySet[Any]:
        """Return the counted rows; raises Invalid for as-of where no history is kept."""
        self.refuse_past(as_of)
        return self.rows(as_of)

    def refuse_past(self, as_of: dt.datetime | None) -> None:
        """Raise Invalid for a moment where no history is kept."""
        if as_of is not None and not self.keeps_history:
            raise Invalid(f"“{self.label}”不保留历史，无法查看某一时刻的数据。")

    def field(self, code: str) -> Field:
        """Return the field with a code; raises Invalid, naming those there are."""
        found = self.fields.get(code)
        if found is None:
            raise Invalid(
                f"“{self.label}”没有字段“{code}”，可用的有：{'、'.join(sorted(self.fields))}。"
            )
        return found

    def within(self, path: str, period: tuple[dt.date, dt.date] | None) -> Q:
        """Return the condition that a row lies under a unit's path and in a period (both ends in).

        Without a period every day counts. A held row counts if it is held on the period's last day;
        today, where there is no period.
        """
        condition = Q(**{f"{self.path}__gte": path, f"{self.path}__lt": path + "~"})
        if self.term is not None:
            begin, end = self.term
            last = clock.today() if period is None else period[1]
            held = Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": last})
            return condition & held & Q(**{f"{begin}__lte": last})
        if period is not None and self.day is not None:
            first, last = period
            condition &= Q(**{f"{self.day}__gte": first, f"{self.day}__lte": last})
        return condition
