"""The aggregates of the room, one a file."""

from bihuan.finance.models.amount import Amount, Payer, Phase

__all__ = ["Amount", "Payer", "Phase"]
