"""What a placeholder or a row's field is while a template runs: compared, called, printed."""

import datetime as dt
import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from bihuan.figures.asking import Amount, Answer
from bihuan.figures.models import Definition
from bihuan.lib.dates import write_date
from bihuan.lib.sources import Field, Source

Comparison = Callable[[Any, Any], bool]


class Prints(Protocol):
    """What values ask of the filling: to state them, and to note what they met."""

    def state_figure(self, figure: "FigureValue") -> str: ...
    def state_number(self, value: "RowValue") -> str: ...
    def words(self, text: str) -> str: ...
    def pending_condition(self, label: str, line: int) -> None: ...
    def bad_wording(self, line: int, why: Exception) -> None: ...
    def no_such_field(self, source: Source, name: str, line: int) -> None: ...


class Compared:
    """Something compared in a condition.

    A figure that is pending (待核), and an empty field, compare False with everything, `!=`
    included, and count as false: a sentence is never written because a number is missing.
    """

    __hash__ = None  # type: ignore[assignment]

    @property
    def amount(self) -> Amount | str | bool:
        """Return what is compared; None where there is nothing to compare."""
        raise NotImplementedError

    def texts(self) -> tuple[str, ...]:
        """Return the other words by which the same value is known."""
        return ()

    def met_pending(self) -> None:
        """Note that a condition met a value that is not there."""

    def _compare(self, other: object, with_: Comparison) -> bool:
        mine = self.amount
        theirs = _amount_like(mine, other)
        if mine is None:
            self.met_pending()
        if mine is None or theirs is None:
            return False
        if isinstance(other, str) and other in self.texts():
            return with_(0, 0)
        return with_(mine, theirs)

    def __eq__(self, other: object) -> bool:
        return self._compare(other, operator.eq)

    def __ne__(self, other: object) -> bool:
        return self._compare(other, operator.ne)

    def __lt__(self, other: object) -> bool:
        return self._compare(other, operator.lt)

    def __le__(self, other: object) -> bool:
        return self._compare(other, operator.le)

    def __gt__(self, other: object) -> bool:
        return self._compare(other, operator.gt)

    def __ge__(self, other: object) -> bool:
        return self._compare(other, operator.ge)

    def __bool__(self) -> bool:
        amount = self.amount
        if amount is None:
            self.met_pending()
        return bool(amount)


def _amount_like(mine: Amount | str | bool, other: object) -> Amount | str | bool:
    """Return the other side of a comparison as the same kind of value; None where it is not one."""
    if isinstance(other, Compared):
        value = other.amount
        if value is None:
            other.met_pending()
        return value if _is_like(mine, value) else None
    if isinstance(mine, bool):
        return other if isinstance(other, bool) else None
    if isinstance(mine, Decimal) and isinstance(other, int | float | str):
        try:
            return Decimal(str(other))
        except InvalidOperation:
            return None
    if isinstance(mine, dt.date) and isinstance(other, str):
        try:
            return dt.date.fromisoformat(other)
        except ValueError:
            return None
    return str(other) if isinstance(mine, str) else None


def _is_like(mine: object, theirs: object) -> bool:
    kinds: tuple[type, ...] = (bool, Decimal, dt.date, str)
    return any(isinstance(mine, kind) and isinstance(theirs, kind) for kind in kinds)


class FigureValue(Compared):
    """A placeholder: a figure over a scope, with the wording asked for at this place."""

    def __init__(
        self, filling: Prints, answer: Answer, key: str, line: int, wording: Mapping[str, Any]
    ) -> None:
        self.filling = filling
        self.answer = answer
        self.key = key
        self.line = line
        self.wording = wording

    @property
    def definition(self) -> Definition:
        """Return the figure's definition."""
        return self.answer.definition

    @property
    def amount(self) -> Amount:
        """Return the value; None where no record answers the figure."""
        return None if self.answer.is_pending else self.answer.value

    def met_pending(self) -> None:
        self.filling.pending_condition(self.definition.label, self.line)

    def printed(self) -> str:
        """Return the mark that stands for the figure in the text."""
        try:
            return self.filling.state_figure(self)
        except (TypeError, ValueError, ArithmeticError) as error:
            self.filling.bad_wording(self.line, error)
            return ""


class Unanswered:
    """A placeholder that names no figure, or one that cannot be computed: shown by its name."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def printed(self) -> str:
        """Return a clear mark in the text."""
        return self.shown


class Row:
    """One record in a loop."""

    def __init__(self, filling: Prints, source: Source, row: Any, line: int) -> None:
        self.filling = filling
        self.source = source
        self.row = row
        self.line = line

    def field_for_template(self, name: str) -> "RowValue | Unanswered":
        """Return a field by code or label (`unit` is the unit's name)."""
        field = field_named(self.source, name)
        if field is None:
            self.filling.no_such_field(self.source, name, self.line)
            return Unanswered("")
        return RowValue(self, field, {})


class RowValue(Compared):
    """A field of a record: numbers are figures of that one record, other values are its words."""

    is_for_templates = True

    def __init__(self, row: Row, field: Field, wording: Mapping[str, Any]) -> None:
        self.row = row
        self.field = field
        self.wording = wording

    def __call__(self, **wording: Any) -> "RowValue":
        return RowValue(self.row, self.field, wording)

    @property
    def raw(self) -> Any:
        """Return the raw value, as annotated by `rows`."""
        return getattr(self.row.row, annotation(self.field.code))

    @property
    def amount(self) -> Amount | str | bool:
        """Return the value as what it means."""
        return self.field.value(self.raw)

    def texts(self) -> tuple[str, ...]:
        return () if self.raw is None else (str(self.raw), self.shown())

    def shown(self) -> str:
        """Return words as people read them: a unit's or person's name, a choice's label."""
        if self.field.code == "unit_id":
            return str(self.row.source.unit_of(self.row.row))
        value = self.field.value(self.raw)
        if isinstance(value, dt.date):
            return write_date(value)
        described = self.row.source.describe(self.row.row)
        if self.field.label in described:
            return str(described[self.field.label])
        return "" if value is None else str(value)

    def printed(self) -> str:
        """Return the mark that stands for the value in the text."""
        filling = self.row.filling
        if self.field.type != "number":
            return filling.words(_masked(self.shown()) if self.field.is_sensitive else self.shown())
        try:
            return filling.state_number(self)
        except (TypeError, ValueError, ArithmeticError) as error:
            filling.bad_wording(self.row.line, error)
            return ""


class Rows:
    """The records of a loop; each one that is handed out is charged to the document's budget."""

    def __init__(self, rows: list[Row], charge: Callable[[], None]) -> None:
        self.rows = rows
        self.charge = charge

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.charge()
            yield row

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def annotation(code: str) -> str:
    """Return the name under which a field's raw value stands on a row."""
    return f"row_{code}"


def field_named(source: Source, name: str) -> Field | None:
    """Return a source's field by code or label; `unit` is short for the unit it belongs to."""
    found = source.fields.get("unit_id" if name == "unit" else name)
    return found or next((field for field in source.fields.values() if field.label == name), None)


def _masked(text: str) -> str:
    """Keep the first character of personal data, as lists do."""
    return text[:1] + "＊" * max(len(text) - 1, 0)
