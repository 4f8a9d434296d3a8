"""The sources there are: every room's `sources.py`, found by name."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from django.apps import apps

from bihuan.figures.errors import UnknownSource
from bihuan.lib.sources import Source
from bihuan.orgs.models import Unit


class OffersSources(Protocol):
    """A room's `sources.py`: `codes` None asks for all that it offers in a home."""

    def sources(self, home: Unit, codes: frozenset[str] | None) -> list[Source]: ...


def _rooms() -> Iterator[OffersSources]:
    for config in apps.get_app_configs():
        name = f"{config.name}.sources"
        if config.name.startswith("bihuan.") and find_spec(name):
            yield cast(OffersSources, import_module(name))


def sources(home: Unit, codes: frozenset[str] | None = None) -> dict[str, Source]:
    """Return the sources offered in a home by code: all, or those asked for.

    Raises UnknownSource for a code that no room offers.
    """
    found = {source.code: source for room in _rooms() for source in room.sources(home, codes)}
    missing = sorted((codes or frozenset()) - found.keys())
    if missing:
        raise UnknownSource(f"没有名为“{missing[0]}”的数据来源，请检查台账代码。")
    return found
