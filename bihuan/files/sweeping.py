"""What becomes of files by themselves, once a day: `jobs.periodic` calls `sweep`."""

from bihuan.files.actions import purge_removed, purge_unreferenced
from bihuan.orgs.access import Actor


def sweep() -> None:
    """Empty evidence whose time after removal is over, then delete what nothing refers to."""
    actor = Actor.installation()
    purge_removed(actor=actor)
    purge_unreferenced(actor=actor)
