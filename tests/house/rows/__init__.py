"""The permission matrix: one file a room, each with its ROWS; a new file is found by itself."""

from importlib import import_module
from pkgutil import iter_modules

from tests.house.addresses import Row

ROWS: list[Row] = [
    row
    for module in iter_modules(__path__)
    for row in import_module(f"{__name__}.{module.name}").ROWS
]
