"""Every write of the room."""

from bihuan.finance.actions.amounts import AmountSpec, record_amount, void_amount

__all__ = ["AmountSpec", "record_amount", "void_amount"]
