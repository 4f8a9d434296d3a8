"""The aggregates of the room, one a file."""

from bihuan.exchange.models.correspondent import Correspondent
from bihuan.exchange.models.dispatch import Dispatch, Standing
from bihuan.exchange.models.reception import Reception
from bihuan.exchange.models.step import ExchangeStep, StepKind

__all__ = ["Correspondent", "Dispatch", "ExchangeStep", "Reception", "Standing", "StepKind"]
