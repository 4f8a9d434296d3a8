"""How a document names who did something to it."""

from bihuan.orgs.access import Actor
from bihuan.orgs.models import Account

LONGEST = 60


def name_of(actor: Actor) -> str:
    """Return the name that people know an actor by: it stands on paper beside what they signed."""
    account = Account.objects.filter(pk=actor.id).first() if actor.id else None
    return str(account or actor.name)[:LONGEST]
