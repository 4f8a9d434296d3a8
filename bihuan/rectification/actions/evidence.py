"""Evidence (佐证材料) of a problem itself, beside that of its measures; no photo is asked for."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from bihuan.files.actions import About, attach, lay_down, remove_attachment
from bihuan.files.checking import Examined
from bihuan.files.errors import FileRefused
from bihuan.files.models import Attachment
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, locked
from bihuan.orgs.permissions import Permission
from bihuan.rectification.errors import WrongState
from bihuan.rectification.models import Problem, State
from bihuan.rectification.rules import KIND


def add_problem_evidence(
    *, actor: Actor, problem: Problem, examined: Sequence[Examined]
) -> tuple[list[Attachment], list[str]]:
    """Add files; return what was added, and a sentence for each that stands already.

    Whoever adds one has a hand in the work, and neither verifies nor closes the problem.
    """
    lay_down(examined)
    return _add(actor=actor, problem=problem, examined=examined)


@action("attachment.add")
def _add(
    *, actor: Actor, problem: Problem, examined: Sequence[Examined]
) -> tuple[list[Attachment], list[str]]:
    about = _about(actor, problem)
    added, refused = [], []
    for one in examined:
        try:
            added.append(attach(actor=actor, about=about, examined=one))
        except FileRefused as error:
            refused.append(_("“%(name)s”没有收：%(why)s") % {"name": one.name, "why": error})
    return added, refused


@action("attachment.remove")
def remove_problem_evidence(
    *, actor: Actor, problem: Problem, attachment_id: UUID, reason: str
) -> Attachment:
    """Remove a file with a reason; its name, who and why stay."""
    about = _about(actor, problem)
    return remove_attachment(actor=actor, attachment_id=attachment_id, about=about, reason=reason)


def _about(actor: Actor, problem: Problem) -> About:
    if not actor.may(Permission.DO_TASKS, problem.unit):
        actor.require(Permission.ASSIGN_TASKS, problem.unit)
    problem = locked(problem)
    if problem.state in (State.VERIFIED, State.CLOSED, State.EXPLAINED, State.VOID):
        raise WrongState(_("问题已经验收或办结，佐证材料不能再改动。"))
    return About(KIND, problem.pk, problem.unit)
