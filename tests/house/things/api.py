"""Things of the room `api` that addresses are about: one of each, in the first town."""

from functools import cached_property

from bihuan.api.actions import make_key
from bihuan.api.models import Key
from tests.house.things.cast import Things


class ApiThings(Things):
    """Made when an address asks for them, by actions."""

    @cached_property
    def key(self) -> Key:
        """Return a key of the town."""
        actor = self.cast.actor("administrator")
        made, _secret = make_key(
            actor=actor, home=self.cast.town, name="热线平台", scopes=["opinions"]
        )
        return made
