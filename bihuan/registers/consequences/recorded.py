"""What the records of a register say, as far as a change of its description touches them.

Counts are of all current records that are not void; examples only of those the actor may see.
"""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Length

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission
from bihuan.registers.access import rows_visible_to
from bihuan.registers.cleaning import typed_value
from bihuan.registers.describing import Describing
from bihuan.registers.models import Column, ColumnType, Register, Status, Version
from bihuan.registers.sources import source_of

MOST_EXAMPLES = 3
MOST_TRIED = 2_000  # records, the newest, that a new rule is tried on


class Recorded:
    """The records of one register, asked about its columns."""

    def __init__(self, actor: Actor, register: Register, asked: Collection[str] = ()) -> None:
        """Make ready to be asked; how many records fill the `asked` columns is read at once."""
        self.actor, self.register, self.asked = actor, register, sorted(asked)
        self.columns = {column.code: column for column in register.columns.all()}
        self.rows = (
            Version.objects.current()
            .filter(register_id=register.pk)
            .exclude(status=Status.VOID)
            .order_by()
        )

    @cached_property
    def count(self) -> int:
        """Return how many records there are."""
        return self.rows.count()

    def filled(self, code: str) -> int:
        """Return how many records have a value in a column."""
        if code in self._filled:
            return self._filled[code]
        return self.rows.filter(values__has_key=code).count() if self.count else 0

    def lacking(self, code: str) -> int:
        """Return how many records have no value in a column."""
        return self.count - self.filled(code) if self.count else 0

    def holding(self, code: str, choice: str) -> int:
        """Return how many records hold a choice of a column."""
        if not self.count:
            return 0
        if self.columns[code].type == ColumnType.CHOICE:
            return self._valued(code).filter(_value=choice).count()
        # A list in JSON: its codes stand between quotation marks on both databases.
        rows = self.rows.annotate(_text=KT(f"values__{code}"))
        return rows.filter(_text__contains=f'"{choice}"').count()

    def beyond(
        self, code: str, low: Decimal | None, high: Decimal | None, longest: int | None
    ) -> tuple[int, tuple[str, ...]]:
        """Return how many records break limits of a column, and some of them as they read."""
        if not self.count:
            return 0, ()
        condition = Q(pk__in=[])
        rows: QuerySet[Any] = self.rows
        if low is not None or high is not None:
            field, rows = self._source.fields[code], self._valued(code)
            condition |= Q() if low is None else Q(_value__lt=field.raw(low))
            condition |= Q() if high is None else Q(_value__gt=field.raw(high))
        if longest is not None:
            rows = rows.annotate(_length=Length(KT(f"values__{code}")))
            condition |= Q(_length__gt=longest)
        broken = rows.filter(condition)
        count = broken.count()
        return count, self._examples(broken, self.columns[code]) if count else ()

    def breaking(self, holds: Callable[[Mapping[str, Any]], bool]) -> tuple[int, tuple[str, ...]]:
        """Return how many of the newest records break a rule across columns, and some of them."""
        newest = self.rows.order_by("-date", "-id").only("values", "path", "register_id")
        broken = [v for v in newest[:MOST_TRIED] if not holds(self._typed(v.values))]
        mine = self.actor.paths(Permission.SEE_RECORDS, self.register.seen_by)
        seen = [v for v in broken if v.path.startswith(mine or ("\0",))][:MOST_EXAMPLES]
        describing = Describing(self.register)
        return len(broken), tuple(self._title(version, describing) for version in seen)

    @cached_property
    def _filled(self) -> dict[str, int]:
        parts = {f"of_{code}": Count("pk", filter=Q(values__has_key=code)) for code in self.asked}
        if not parts or not self.count:
            return dict.fromkeys(self.asked, 0)
        found = self.rows.aggregate(**parts)
        return {code: found[f"of_{code}"] for code in self.asked}

    @cached_property
    def _source(self) -> Any:
        return source_of(self.register)

    def _typed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {c: typed_value(column, values.get(c)) for c, column in self.columns.items()}

    def _valued(self, code: str) -> QuerySet[Any]:
        expression = self._source.fields[code].expression
        value = F(expression) if isinstance(expression, str) else expression
        return self.rows.annotate(_value=value)

    def _examples(self, rows: QuerySet[Any], column: Column) -> tuple[str, ...]:
        seen = rows.filter(rows_visible_to(self.actor, self.register)).order_by("-date", "-id")
        describing = Describing(self.register)
        return tuple(
            f"{self._title(version, describing)}："
            f"{describing.text(column, version.values.get(column.code))}"
            for version in seen[:MOST_EXAMPLES]
        )

    def _title(self, version: Version, describing: Describing) -> str:
        column = self.register.column(self.register.title_column)
        return describing.text(column, version.values.get(column.code)) if column else ""
