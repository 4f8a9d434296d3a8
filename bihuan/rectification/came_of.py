"""What a problem came of, in rooms above: each says so in its `problem_links.py`, found by name."""

from bihuan.orgs.access import Actor
from bihuan.rectification.models import Problem
from bihuan.tasks.about_links import Link
from bihuan.ui.rooms import modules


def links_for(actor: Actor, problem: Problem) -> list[Link]:
    """Return what an actor may see of what a problem came of."""
    return [link for room in modules("problem_links") for link in room.links(actor, problem)]
