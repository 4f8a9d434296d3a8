"""Questions about money; the room that owns the thing says who may ask."""

from collections.abc import Collection
from uuid import UUID

from bihuan.finance.models import Amount
from bihuan.finance.rules import MoneyTable, table_of


def amounts_about(kind: str, ids: Collection[UUID], *, with_void: bool = False) -> list[Amount]:
    """Return the amounts for some things of a kind, in the order of their days."""
    found = Amount.objects.filter(about_kind=kind, about_id__in=list(ids))
    if not with_void:
        found = found.filter(voided_at=None)
    return list(found.select_related("unit").order_by("on", "id"))


def money_of(kind: str, ids: Collection[UUID]) -> MoneyTable:
    """Return what was planned, approved and paid for some things of a kind, by payer."""
    return table_of(amounts_about(kind, ids))
