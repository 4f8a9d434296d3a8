"""The places of the room, as the line over its pages shows them."""

from bihuan.duty.choosing import homes_to_keep
from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission


def places(actor: Actor) -> dict[str, bool]:
    """Return which of the room's places an actor may go to."""
    return {
        "sees_disputes": actor.may(Permission.SEE_CASES) or actor.may(Permission.ENTER_RECORDS),
        "sees_petitions": actor.may(Permission.SEE_CASES),
        "keeps_types": actor.may(Permission.KEEP_CASES) and bool(homes_to_keep(actor)),
    }
