"""Making a poll and what it asks of whom, until the ceremony freezes its paper."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bihuan.appraisals import policy
from bihuan.appraisals.actions.stepping import held, stepped
from bihuan.appraisals.kinds import KINDS, first_questions
from bihuan.appraisals.models import Candidate, Poll, PollKind, PollState, PollStepKind
from bihuan.appraisals.questions import checked_questions
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.meetings.models import Meeting
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text, require_open
from bihuan.orgs.models import Unit
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import holding
from bihuan.presets.rules import read_value

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike: typed from a poster


@dataclass(frozen=True)
class PollSpec:
    """What a poll is; `quorum` in per cent, None for the preset of its kind."""

    kind: str
    title: str
    on: dt.date
    about: str = ""
    meeting: Meeting | None = None
    quorum: int | None = None


@action("poll.make")
def make_poll(*, actor: Actor, unit: Unit, spec: PollSpec) -> Poll:
    """Register a poll with the questions its kind begins with; raises NotAllowed, Invalid."""
    actor.require(Permission.RUN_POLLS, unit.path)
    require_open(unit, spec.on)
    kind = checked_choice(_("类别"), spec.kind, PollKind)
    known = KINDS[kind]
    points = {known.scale: _points(known.scale, unit, spec.on)} if known.scale else {}
    poll = Poll(
        home=unit.home,
        unit=unit,
        path=unit.path,
        slug="".join(secrets.choice(SIGNS) for _each in range(8)),
        kind=kind,
        questions=first_questions(kind, points),
        state_at=clock.now(),
        made_by=actor.id,
        made_by_name=name_of(actor),
    )
    _describe(poll, spec)
    poll.save(force_insert=True)
    if known.one:
        Candidate.objects.create(home=poll.home, poll=poll, number=1, label=known.one, unit=unit)
    stepped(actor, poll, PollStepKind.MAKE, facts={"kind": kind})
    return poll


def _points(scale: str, unit: Unit, day: dt.date) -> list[int]:
    """Return the points of a scale's grades that hold, best first."""
    known = policy.POINTS[scale]
    found = holding([each.code for each in known], unit.path, day)
    return [
        int(read_value(each, found[each.code].value) if each.code in found else each.default)
        for each in known
    ]


def _describe(poll: Poll, spec: PollSpec) -> None:
    poll.title = checked_text(_("名称"), spec.title, 80)
    poll.about = spec.about.replace("\r\n", "\n").strip()
    if len(poll.about) > 1000:
        raise Invalid(_("说明超过1000个字，请缩短。"))
    poll.on = spec.on
    if spec.meeting is not None and spec.meeting.home_id != poll.home_id:
        raise Invalid(_("这次会议不是本单位的，请另选。"))
    poll.meeting = spec.meeting
    known = policy.QUORUMS[PollKind(poll.kind)]
    quorum = spec.quorum
    if quorum is None:
        found = holding([known.code], poll.path, spec.on)
        quorum = int(
            read_value(known, found[known.code].value) if known.code in found else known.default
        )
    if not 0 <= quorum <= 100:
        raise Invalid(_("到会比例应为0到100，请改正。"))
    poll.quorum = quorum


@action("poll.change")
def change_poll(*, actor: Actor, poll: Poll, spec: PollSpec) -> Poll:
    """Change what a poll is called, its day, its meeting, its quorum; its kind stays.

    Raises NotAllowed, NotNow once its paper is frozen, Invalid.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.DRAFT)
    if spec.kind != poll.kind:
        raise Invalid(_("类别不能改，请另行登记一次测评。"))
    _describe(poll, spec)
    poll.save()
    stepped(actor, poll, PollStepKind.CHANGE, note=_("名称、日期或到会要求"))
    return poll


@action("poll.change")
def set_questions(*, actor: Actor, poll: Poll, questions: Sequence[Mapping[str, Any]]) -> Poll:
    """Set what is asked, whole; raises NotAllowed, NotNow, Invalid naming the question."""
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.DRAFT)
    poll.questions = checked_questions(KINDS[poll.kind].form, questions)
    poll.save(update_fields=["questions"])
    stepped(actor, poll, PollStepKind.CHANGE, note=_("测评内容"), facts={"n": len(questions)})
    return poll


@action("poll.void")
def void_poll(*, actor: Actor, poll: Poll, reason: str) -> Poll:
    """Make a poll void, with a reason; sealed ballots are deleted with it, unread.

    Raises NotAllowed, NotNow for one that is published or void, Invalid without a reason.
    """
    poll = held(actor, poll, Permission.CHAIR_POLLS, *(set(PollState) - _ENDED))
    reason = checked_text(_("作废的理由"), reason, 300)
    poll.slips.update(ballot=None, tags=None, typed_by=None)
    poll.sealed_lists.all().delete()
    poll.opened_lists.all().delete()
    poll.state, poll.state_at = PollState.VOID, clock.now()
    poll.save(update_fields=["state", "state_at"])
    stepped(actor, poll, PollStepKind.VOID, note=reason)
    return poll


_ENDED = {PollState.PUBLISHED, PollState.VOID}
