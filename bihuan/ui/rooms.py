"""Finds what other rooms offer the shell, by the name of a module, without importing any room."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


def modules(name: str) -> Iterator[ModuleType]:
    """Yield the module `name` of each installed room that has one, in the order of the rooms."""
    return iter(_found(name))


@cache
def _found(name: str) -> tuple[ModuleType, ...]:
    """Look for them once: every page asks, and looking goes through the folders of all rooms."""
    rooms = [config.name for config in apps.get_app_configs() if config.name.startswith("bihuan.")]
    paths = [f"{room}.{name}" for room in rooms if room != "bihuan.ui"]
    return tuple(import_module(path) for path in paths if find_spec(path))
