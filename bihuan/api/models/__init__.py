"""The aggregates of the room, one a file."""

from bihuan.api.models.delivery import Delivery, DeliveryKind
from bihuan.api.models.key import Key, Scope

__all__ = ["Delivery", "DeliveryKind", "Key", "Scope"]
