"""What the addresses of the permission matrix are about: one of each thing, in the first town."""

from dataclasses import dataclass

from bihuan.orgs.tests.cast import Cast


@dataclass(frozen=True)
class World:
    """The cast and their things. Each thing is made when an address asks for it, by actions."""

    cast: Cast
