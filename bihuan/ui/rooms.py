"""Finds what other rooms offer the shell, by the name of a module, without importing any room."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


def modules(name: str) -> Iterator[ModuleType]:
    """Yield the module `name` of each installed room that has one, in the order of the rooms."""
    for config in apps.get_app_configs():
        path = f"{config.name}.{name}"
        if config.name.startswith("bihuan.") and config.name != "bihuan.ui" and find_spec(path):
            yield import_module(path)
