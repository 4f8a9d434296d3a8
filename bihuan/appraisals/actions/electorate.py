"""Who votes and on whom, until the ceremony freezes it; who is on the roll, until voting begins."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from bihuan.appraisals.actions.stepping import audited, held, stepped
from bihuan.appraisals.errors import NotNow
from bihuan.appraisals.models import Candidate, Poll, PollState, PollStepKind, RollLine, VoterGroup
from bihuan.appraisals.papers import MOST_CANDIDATES, MOST_GROUPS
from bihuan.lib.errors import Invalid
from bihuan.orgs.access import Actor
from bihuan.orgs.actions.doing import action, checked_text, locked
from bihuan.orgs.models import Person, Unit
from bihuan.orgs.permissions import Permission

MOST_VOTERS = 10_000


@dataclass(frozen=True)
class GroupSpec:
    """A group of voters; `votes_on` are numbers of candidates, empty for all.

    `was` is the number of the group whose roll it keeps; 0: of the one of its name, if any.
    """

    label: str
    weight: Decimal = Decimal(100)
    should: int = 0
    votes_on: Sequence[int] = field(default=())
    was: int = 0


@dataclass(frozen=True)
class CandidateSpec:
    """What is voted on, under which part of the paper.

    `was` is its number until now, by which groups name whom they vote on; 0: that of its label.
    """

    label: str
    part: str = ""
    person: Person | None = None
    unit: Unit | None = None
    was: int = 0


@action("poll.change")
def set_groups(*, actor: Actor, poll: Poll, groups: Sequence[GroupSpec]) -> Poll:
    """Set the groups of voters, whole, numbered as given; a group keeps its roll and who has come.

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
    _keep_rolls(poll, made, groups)
    stepped(actor, poll, PollStepKind.CHANGE, note=_("投票人组"), facts={"n": len(made)})
    return poll


def _keep_rolls(poll: Poll, made: Sequence[VoterGroup], specs: Sequence[GroupSpec]) -> None:
    """Put new groups in the place of the old ones; rolls and counts of those that stay go along."""
    old = list(VoterGroup.objects.filter(poll=poll))
    lines = list(RollLine.objects.filter(group__poll=poll))
    by_number = {group.number: group for group in old}
    by_label = {group.label: group for group in old}
    present = {group.pk: group.present for group in old}
    heir: dict[UUID, VoterGroup] = {}
    for group, spec in zip(made, specs, strict=True):
        was = by_number.get(spec.was) if spec.was else by_label.get(group.label)
        if was is not None:
            heir.setdefault(was.pk, group)
    kept = [line for line in lines if line.group_id in heir]
    names = Counter(line.group_id for line in kept)
    for was_id, group in heir.items():
        group.should = names.get(was_id) or group.should
        group.present = min(present[was_id], group.should)
    RollLine.objects.filter(group__poll=poll).delete()
    VoterGroup.objects.filter(poll=poll).delete()
    VoterGroup.objects.bulk_create(made)
    for line in kept:
        line.group = heir[line.group_id]
    RollLine.objects.bulk_create(kept)


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

    Groups go on voting on whom they voted on. Raises NotAllowed, NotNow, Invalid, also where a
    group would be left without anybody.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.DRAFT)
    if len(candidates) > MOST_CANDIDATES:
        raise Invalid(_("测评对象最多%(most)d个。") % {"most": MOST_CANDIDATES})
    labels = [checked_text(_("测评对象"), each.label, 60) for each in candidates]
    _refuse_twice(labels, _("测评对象"))
    _refuse_strangers(poll, candidates)
    moved_to = _moved_to(poll, labels, candidates)
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
    _follow(poll, moved_to)
    stepped(actor, poll, PollStepKind.CHANGE, note=_("测评对象"), facts={"n": len(labels)})
    return poll


def _moved_to(
    poll: Poll, labels: Sequence[str], candidates: Sequence[CandidateSpec]
) -> dict[int, int]:
    """Return the new number of every candidate that stays, by its number until now.

    A number that nobody had yet stays what it is: groups may be told before candidates.
    """
    known = dict(Candidate.objects.filter(poll=poll).values_list("label", "number"))
    found = {
        number: number for number in range(1, len(candidates) + 1) if number not in known.values()
    }
    for number, (label, each) in enumerate(zip(labels, candidates, strict=True), 1):
        was = each.was or known.get(label, 0)
        if was:
            found[was] = number
    return found


def _follow(poll: Poll, moved_to: Mapping[int, int]) -> None:
    """Let groups vote on whom they voted on; never on all because nobody of theirs is left."""
    for group in VoterGroup.objects.filter(poll=poll).exclude(votes_on=[]):
        left = sorted(moved_to[number] for number in group.votes_on if number in moved_to)
        if not left:
            raise Invalid(
                _("“%(group)s”只评的对象都去掉了，请先改这一组评谁，再改测评对象。")
                % {"group": group.label}
            )
        if left != group.votes_on:
            group.votes_on = left
            group.save(update_fields=["votes_on"])


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

    Names that stay keep their tick. Raises NotAllowed, NotNow once voting has begun, Invalid.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.DRAFT, PollState.KEYED)
    if len(labels) > MOST_VOTERS:
        raise Invalid(_("签到名单最多%(most)d人。") % {"most": MOST_VOTERS})
    names = [checked_text(_("姓名或职务"), label, 40) for label in labels]
    group = locked(group)
    if group.poll_id != poll.pk:
        raise NotNow(_("这个投票人组不是这次测评的，请返回重试。"))
    ticked = Counter(
        RollLine.objects.filter(group=group, is_present=True).values_list("label", flat=True)
    )
    had_roll = RollLine.objects.filter(group=group).exists()
    RollLine.objects.filter(group=group).delete()
    lines = [_line(group, number, name, ticked) for number, name in enumerate(names, 1)]
    RollLine.objects.bulk_create(lines)
    came = sum(line.is_present for line in lines) if had_roll else min(group.present, len(names))
    VoterGroup.objects.filter(pk=group.pk).update(should=len(names), present=came)
    audited(actor, "poll.roll", poll, {"group": group.number, "n": len(names)}, group.label)


def _line(group: VoterGroup, number: int, name: str, ticked: Counter[str]) -> RollLine:
    """Return a line of a roll; of two of one name as many are ticked as were."""
    is_present = ticked[name] > 0
    ticked[name] -= is_present
    return RollLine(
        home_id=group.home_id, group=group, number=number, label=name, is_present=is_present
    )


@action("poll.present")
def set_counts(*, actor: Actor, poll: Poll, counts: Mapping[int, tuple[int, int]]) -> None:
    """Record how many of each group should come and have come, by group number, before voting.

    Where there is a roll, how many should come follows from it. Raises NotAllowed, NotNow, Invalid.
    """
    poll = held(actor, poll, Permission.RUN_POLLS, PollState.DRAFT, PollState.KEYED)
    groups = VoterGroup.objects.filter(poll=poll, number__in=counts)
    for group in groups.annotate(names=Count("roll")):
        should, present = counts[group.number]
        should = group.names or should
        if not 0 <= present <= should <= MOST_VOTERS:
            raise Invalid(
                _("“%(group)s”应到%(should)d人、实到%(present)d人不对，实到不能多于应到，请改正。")
                % {"group": group.label, "should": should, "present": present}
            )
        group.should, group.present = should, present
        group.save(update_fields=["should", "present"])
    audited(actor, "poll.present", poll, {number: list(both) for number, both in counts.items()})
