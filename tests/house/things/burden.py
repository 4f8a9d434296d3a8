"""Things of the room `burden` that addresses are about: one of each, in the first town."""

from tests.house.things.cast import Things


class BurdenThings(Things):
    """Made when an address asks for them, by actions."""
