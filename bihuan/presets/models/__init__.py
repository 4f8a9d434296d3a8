"""The aggregates of the room, one a file."""

from bihuan.presets.models.calendar_day import CalendarDay, DayKind
from bihuan.presets.models.preset import Preset

__all__ = ["CalendarDay", "DayKind", "Preset"]
