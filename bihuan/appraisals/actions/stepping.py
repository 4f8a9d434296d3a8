"""What every action on a poll shares: the row locked, its state required, the step, the entry."""

from typing import Any

from django.utils.translation import gettext as _

from bihuan.appraisals.errors import NotNow
from bihuan.appraisals.models import Poll, PollState, PollStep, PollStepKind
from bihuan.audit import actions as audit
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import locked
from bihuan.orgs.permissions import Permission

LONGEST_NOTE = 300


def held(actor: Actor, poll: Poll, permission: Permission, *states: PollState) -> Poll:
    """Return a poll locked, in one of some states; raises NotAllowed, NotNow."""
    actor.require(permission, poll.path)
    poll = locked(poll)
    require_state(poll, *states)
    return poll


def require_state(poll: Poll, *states: PollState) -> None:
    """Raise NotNow unless a poll stands in one of some states."""
    if poll.state not in states:
        raise NotNow(
            _("“%(title)s”现在是“%(state)s”，不能这样做，请刷新页面再看。")
            % {"title": poll.title, "state": poll.get_state_display()}
        )


def moved(poll: Poll, state: PollState, *fields: str) -> None:
    """Save a poll in a new state, with what else changed."""
    poll.state, poll.state_at = state, clock.now()
    poll.save(update_fields=["state", "state_at", *fields])


def stepped(
    actor: Actor,
    poll: Poll,
    kind: PollStepKind,
    *,
    note: str = "",
    facts: dict[str, Any] | None = None,
) -> PollStep:
    """Write what happened to a poll, and its audit entry; last in its transaction."""
    step = PollStep.objects.create(
        home_id=poll.home_id,
        poll=poll,
        kind=kind,
        at=clock.now(),
        by=actor.id,
        by_name=name_of(actor),
        note=note[:LONGEST_NOTE],
        facts=facts or {},
    )
    audited(actor, f"poll.{kind}", poll, facts or {}, note)
    return step


def audited(actor: Actor, name: str, poll: Poll, values: Any = None, note: str = "") -> None:
    """Append an audit entry on a poll; last in its transaction."""
    audit.append(
        actor=actor,
        action=name,
        target=("poll", poll.pk),
        unit_path=poll.path,
        values=values if values is not None else {},
        note=f"{poll.title} {note}".strip(),
    )
