"""Things of the room `finance` that addresses are about: one of each, in the first town."""

from tests.house.things.cast import Things


class FinanceThings(Things):
    """Made when an address asks for them, by actions."""
