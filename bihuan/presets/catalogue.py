"""The presets there are: every room's `policy.py`, found by name."""

from functools import lru_cache

from django.utils.translation import gettext as _

from bihuan.lib.policy import Known
from bihuan.presets.errors import UnknownPreset
from bihuan.ui.rooms import modules


@lru_cache  # which rooms there are never changes while the program runs
def catalogue() -> dict[str, Known]:
    """Return the presets by code, in the order of the rooms."""
    return {known.code: known for room in modules("policy") for known in room.KNOWN}


def known_as(code: str) -> Known:
    """Return the preset of a code; raises UnknownPreset."""
    found = catalogue().get(code)
    if found is None:
        raise UnknownPreset(_("没有代码为“%(code)s”的预设。") % {"code": code[:60]})
    return found
