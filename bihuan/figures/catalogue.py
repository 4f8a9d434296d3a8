"""The sources there are: every room's `sources.py`, found by name."""

from functools import lru_cache
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


@lru_cache  # which rooms there are never changes while the program runs
def _rooms() -> tuple[OffersSources, ...]:
    names = [f"{config.name}.sources" for config in apps.get_app_configs()]
    return tuple(
        cast(OffersSources, import_module(name))
        for name in names
        if name.startswith("bihuan.") and find_spec(name)
    )


class Offered(dict[str, Source]):
    """Sources by code, for several computations of one page; one that is not there is said so."""

    def __missing__(self, code: str) -> Source:
        raise _unknown(code)


def offered_in(home: Unit, codes: frozenset[str]) -> Offered:
    """Return those of some sources that a home is offered; who asks for another hears of it."""
    rooms = _rooms() if codes else ()
    return Offered({each.code: each for room in rooms for each in room.sources(home, codes)})


def sources(home: Unit, codes: frozenset[str] | None = None) -> dict[str, Source]:
    """Return the sources offered in a home by code: all, or those asked for.

    Raises UnknownSource for a code that no room offers.
    """
    found = {source.code: source for room in _rooms() for source in room.sources(home, codes)}
    missing = sorted((codes or frozenset()) - found.keys())
    if missing:
        raise _unknown(missing[0])
    return found


def _unknown(code: str) -> UnknownSource:
    return UnknownSource(f"没有名为“{code}”的数据来源，请检查台账代码。")
