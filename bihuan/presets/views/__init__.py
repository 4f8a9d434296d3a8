"""The pages of the room."""

from bihuan.presets.views.calendar import blank, calendar, day, notice
from bihuan.presets.views.presets import preset, presets

__all__ = ["blank", "calendar", "day", "notice", "preset", "presets"]
