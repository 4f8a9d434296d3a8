"""Making a poll and what it asks of whom, until the ceremony freezes its paper."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from bihuan.appraisals import policy
from bihuan.appraisals.actions.stepping import audited, held, stepped
from bihuan.appraisals.kinds import KINDS, first_questions
from bihuan.appraisals.models import (
    Candidate,
    Poll,
    PollKind,
    PollState,
    PollStepKind,
    RollLine,
    VoterGroup,
)
from bihuan.appraisals.papers import MOST_CANDIDATES, MOST_GROUPS
from bihuan.appraisals.questions import checked_questions
from bihuan.documents.actions.naming import name_of
from bihuan.lib import clock
from bihuan.lib.errors import Invalid
from bihuan.meetings.models import Meeting
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_choice, checked_text, require_open
from bihuan.orgs.models import Person, Unit
from bihuan.orgs.permissions import Permission
from bihuan.presets.asking import holding
from bihuan.presets.rules import read_value

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike: typed from a poster
MOST_VOTERS = 10_000


@dataclass(frozen=True)
class PollSpec:
    """What a poll is; `quorum` in per cent, None for the preset of its kind."""

    kind: str
    title: str
    on: dt.date
    about: str = ""
    meeting: Meeting | None = None
    quorum: int | None = None


@dataclass(frozen=True)
class GroupSpec:
    """A group of voters; `votes_on` are numbers of candidates, empty for all."""

    label: str
    weight: Decimal = Decimal(100)
    should: int = 0
    votes_on: Sequence[int] = field(default=())


@dataclass(frozen=True)
class CandidateSpec:
    """What is voted on, under which part of the paper."""

    label: str
    part: str = ""
    person: Person | None = None
    unit: Unit | None = None


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


@action("poll.change")
def set_groups(*, actor: Actor, poll: Poll, groups: Sequence[GroupSpec]) -> Poll:
    """Set the groups of voters, whole, numbered as given; a roll belongs to its group's name.

    Raises NotAllowed, NotNow, Invalid.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.DRAFT)
    if not 1 <= len(groups) <= MOST_GROUPS:
        raise Invalid(_("投票人组应有1到%(most)d个。") % {"most": MOST_GROUPS})
    labels = [checked_text(_("投票人组"), each.label, 40) for each in groups]
    _refuse_twice(labels, _("投票人组"))
    made = [
        _group(poll, number, label, each)
        for number, (label, each) in enumerate(zip(labels, groups, strict=True), 1)
    ]
    rolls = {
        (line.group.label, line.number): line
        for line in RollLine.objects.filter(group__poll=poll).select_related("group")
    }
    RollLine.objects.filter(group__poll=poll).delete()
    VoterGroup.objects.filter(poll=poll).delete()
    VoterGroup.objects.bulk_create(made)
    by_label = {group.label: group for group in made}
    kept = [line for (label, _n), line in rolls.items() if label in by_label]
    for line in kept:
        line.group = by_label[line.group.label]
    RollLine.objects.bulk_create(kept)
    stepped(actor, poll, PollStepKind.CHANGE, note=_("投票人组"), facts={"n": len(made)})
    return poll


def _group(poll: Poll, number: int, label: str, spec: GroupSpec) -> VoterGroup:
    try:
        weight = Decimal(spec.weight)
    except InvalidOperation as error:
        raise Invalid(_("“%(group)s”的权重不是数，请改正。") % {"group": label}) from error
    if not weight.is_finite() or not 0 <= weight <= 100:
        raise Invalid(_("“%(group)s”的权重应为0到100，请改正。") % {"group": label})
    if not 0 <= spec.should <= MOST_VOTERS:
        raise Invalid(_("“%(group)s”的应到人数不对，请改正。") % {"group": label})
    return VoterGroup(
        home=poll.home,
        poll=poll,
        number=number,
        label=label,
        weight=weight.quantize(Decimal("0.01")),
        votes_on=sorted(set(spec.votes_on)),
        should=spec.should,
    )


@action("poll.change")
def set_candidates(*, actor: Actor, poll: Poll, candidates: Sequence[CandidateSpec]) -> Poll:
    """Set what is voted on, whole, in the order given, which is the paper's and the result's.

    Raises NotAllowed, NotNow, Invalid; groups keep only numbers that still exist.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.DRAFT)
    if len(candidates) > MOST_CANDIDATES:
        raise Invalid(_("测评对象最多%(most)d个。") % {"most": MOST_CANDIDATES})
    labels = [checked_text(_("测评对象"), each.label, 60) for each in candidates]
    _refuse_twice(labels, _("测评对象"))
    _refuse_strangers(poll, candidates)
    Candidate.objects.filter(poll=poll).delete()
    Candidate.objects.bulk_create(
        Candidate(
            home=poll.home,
            poll=poll,
            number=number,
            label=label,
            part=checked_text(_("部分"), each.part, 40, required=False),
            person=each.person,
            unit=each.unit,
        )
        for number, (label, each) in enumerate(zip(labels, candidates, strict=True), 1)
    )
    for group in VoterGroup.objects.filter(poll=poll):
        left = [number for number in group.votes_on if number <= len(candidates)]
        if left != group.votes_on:
            group.votes_on = left
            group.save(update_fields=["votes_on"])
    stepped(actor, poll, PollStepKind.CHANGE, note=_("测评对象"), facts={"n": len(labels)})
    return poll


def _refuse_strangers(poll: Poll, candidates: Sequence[CandidateSpec]) -> None:
    for each in candidates:
        for thing in (each.person, each.unit):
            if thing is not None and thing.home_id != poll.home_id:
                raise Invalid(
                    _("“%(label)s”不属于本单位，不能列为测评对象。") % {"label": each.label}
                )


def _refuse_twice(labels: Sequence[str], what: str) -> None:
    for label in labels:
        if labels.count(label) > 1:
            raise Invalid(
                _("%(what)s“%(label)s”写了两次；同名的请注明职务或单位。")
                % {"what": what, "label": label}
            )


@action("poll.roll")
def set_roll(*, actor: Actor, poll: Poll, group: VoterGroup, labels: Sequence[str]) -> None:
    """Set the names on the roll of a group; how many there should be follows from it.

    Raises NotAllowed, NotNow once voting has begun, Invalid.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.DRAFT, PollState.KEYED)
    if len(labels) > MOST_VOTERS:
        raise Invalid(_("签到名单最多%(most)d人。") % {"most": MOST_VOTERS})
    names = [checked_text(_("姓名或职务"), label, 40) for label in labels]
    RollLine.objects.filter(group=group).delete()
    RollLine.objects.bulk_create(
        RollLine(home=poll.home, group=group, number=number, label=name)
        for number, name in enumerate(names, 1)
    )
    VoterGroup.objects.filter(pk=group.pk).update(should=len(names), present=0)
    audited(actor, "poll.roll", poll, {"group": group.number, "n": len(names)}, group.label)


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
