"""What a result may be handed out under: pure, without the database."""

from collections.abc import Mapping, Sequence

from bihuan.orgs.access import Actor
from bihuan.orgs.permissions import Permission

SEEING = (Permission.SEE_FIGURES, Permission.SEE_RECORDS, Permission.SEE_PEOPLE)


def rights_of(actor: Actor) -> dict[str, list[str]]:
    """Return over which paths an actor may see content, to be kept with what they are given."""
    return {permission.value: list(actor.paths(permission)) for permission in SEEING}


def still_covers(actor: Actor, rights: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether an actor may see all that somebody with these rights could."""
    return all(
        actor.may(Permission(permission), path)
        for permission, paths in rights.items()
        for path in paths
    )
